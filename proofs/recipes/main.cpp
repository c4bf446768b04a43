// learn_recipes FILE [--policy POLICY]… SCRIPT…: finds proofs of the scripts, alone and under each policy, with
// patience, and writes how they were found into FILE, which the verifier carries (compiler/verify/recipes.h).
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/verify/verify.h"

namespace {

using namespace weir;

constexpr plan::Scales kScales[] = {{2, 8, 4}, {2, 4, 6}, {4, 0, 6}};

struct Arguments {
    std::string out;
    std::vector<std::string> policies, scripts;
};

SourceFile file_of(const std::string& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return {path, text.str()};
}

std::vector<plan::Plan> plans_of(const Arguments& arguments) {
    std::vector<plan::Plan> plans;
    std::vector<std::vector<SourceFile>> bound{{}};
    for (const std::string& policy : arguments.policies) bound.push_back({file_of(policy)});
    for (const std::string& script : arguments.scripts)
        for (const plan::Scales& scales : kScales)
            for (const std::vector<SourceFile>& policies : bound) {
                const auto market = [&](const sema::Program& program) {
                    lower::Market market{scales, "X", "USD", {}};
                    if (!program.strategies.empty())
                        market = lower::with_nominal_hedges(program.strategies.front(), market);
                    return market;
                };
                auto checked = compiler::check(file_of(script), market, {}, policies);
                if (checked.diagnostics.has_errors()) continue;
                std::ranges::move(checked.plans, std::back_inserter(plans));
            }
    return plans;
}

/// How often each recipe settles a question of these plans, when those of `known` are tried first.
using Uses = std::map<std::string, std::map<std::string, int>>;  // by shape, and by the recipe's text
std::string text_of(const std::string& shape, const verify::Recipe& recipe) {
    verify::Recipes one;
    one.add(shape, recipe);
    return one.text();
}

/// The more often used are tried first.
std::string text_of(const Uses& uses) {
    std::string out;
    for (const auto& [shape, recipes] : uses) {
        std::vector<std::pair<int, std::string>> ranked;
        for (const auto& [text, times] : recipes) ranked.emplace_back(-times, text);
        std::ranges::sort(ranked);
        for (const auto& [times, text] : ranked) out += text;
    }
    return out;
}

int open_lines(const verify::Proofs& proofs) {
    return static_cast<int>(std::ranges::count(proofs.findings, false, &verify::Finding::proven));
}

/// Once with patience and what is known already, and once more to see what is of use.
std::string learn(const std::vector<plan::Plan>& plans, verify::Options options) {
    Uses known;
    for (int pass = 0; pass < 2; ++pass) {
        Uses used;
        verify::Recipes recipes(pass == 0 ? verify::Recipes::library().text() : text_of(known));
        for (size_t i = 0; i < plans.size(); ++i) {
            options.recipes = &recipes;
            const verify::Proofs proofs = verify::prove(plans[i], options);
            for (const auto& [shape, recipe] : proofs.recipes) {
                const std::string text = text_of(shape, recipe);
                ++used[shape][text];
                if (pass == 0 && ++known[shape][text] == 1) recipes.add(shape, recipe);
            }
            fmt::print("{} of {}: {}, {} open, {} recipes\n", i + 1, plans.size(), plans[i].name, open_lines(proofs),
                       proofs.recipes.size());
            for (const verify::Finding& finding : proofs.findings)
                if (!finding.proven) fmt::print("    {}\n", finding.property.name);
            std::fflush(stdout);
        }
        known = std::move(used);
    }
    return text_of(known);
}

}  // namespace

int main(int count, char** words) {
    Arguments arguments;
    for (int i = 1; i < count; ++i) {
        if (words[i] == std::string_view("--policy") && i + 1 < count)
            arguments.policies.emplace_back(words[++i]);
        else if (arguments.out.empty())
            arguments.out = words[i];
        else
            arguments.scripts.emplace_back(words[i]);
    }
    if (arguments.scripts.empty()) {
        fmt::print(stderr, "usage: learn_recipes FILE [--policy POLICY]... SCRIPT...\n");
        return 2;
    }
    verify::Options patient;
    patient.resource_limit *= 4;
    patient.of_question *= 100;
    patient.shorten = 200;
    const std::string text = learn(plans_of(arguments), patient);
    std::ofstream out(arguments.out);
    out << "R\"recipes(" << text << ")recipes\"\n";
    return out.flush() ? 0 : 1;
}
