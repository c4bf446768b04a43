#include "compiler/verify/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "compiler/plan/passes.h"
#include "compiler/verify/assume.h"
#include "compiler/verify/products.h"
#include "compiler/verify/recipe.h"
#include "compiler/verify/relevant.h"
#include "compiler/verify/solve.h"
#include "compiler/verify/translate.h"

namespace weir::verify {
namespace {

/// How a question is gone about. A way that leads nowhere is left soon: another often leads there at once.
struct Attempt {
    int first, further;  // how deep the question begins, and how much deeper it goes at a time
    bool reals;          // begins with them
    uint64_t part;       // of the limit
};
constexpr std::array kAttempts = {Attempt{4, 2, false, 12}, Attempt{3, 2, false, 12}, Attempt{4, 2, false, 2},
                                  Attempt{7, 4, false, 12}, Attempt{3, 1, false, 12}, Attempt{4, 2, true, 12},
                                  Attempt{4, 2, false, 1}};

class Prover {
  public:
    Prover(const Facts& facts, Solver& solver, const Options& options, const std::stop_token& stop)
        : facts_(facts), solver_(solver), options_(options), stop_(stop) {}

    /// Adds what comes of a question to the finding of its property.
    void settle(const Question& question, Finding& finding) {
        const std::string shape = shape_of(facts_.plan, question);
        if (auto text = by_recipe(question, shape)) {
            finding.scripts.push_back({with_logic(*text), true});
            return;
        }
        // Arithmetic that is not proven guards itself: less is spent on it.
        const uint64_t most = solver_.resources() + options_.of_question / (question.goal ? 1 : 16);
        for (const Attempt& attempt : kAttempts) {
            if (stop_.stop_requested()) return;
            Outcome outcome = try_to_settle(question, shape, attempt, most);
            const bool over = outcome.proven || outcome.candidate || !question.goal || &attempt == &kAttempts.back() ||
                              solver_.resources() >= most;
            if (!over) continue;
            finding.scripts.push_back({with_logic(outcome.text), outcome.proven});
            if (outcome.candidate) finding.candidates.push_back(*outcome.candidate);
            finding.proven = finding.proven && outcome.proven;
            if (!outcome.proven) finding.open = outcome.why;
            return;
        }
    }

    /// How questions were settled, by their shapes.
    std::vector<std::pair<std::string, Recipe>>& used() { return used_; }

  private:
    static constexpr int kMostAsked = 8;  // recipes that are tried on a question

    struct Outcome {
        bool proven = false;
        std::optional<Candidate> candidate;
        std::string text, why;
    };

    bool has_none(const std::string& text, uint64_t limit) {
        return !text.empty() && solver_.ask(text, limit).answer == Answer::none;
    }

    std::vector<Recipe>& recipes_of(const std::string& shape) {
        const auto [known, is_new] = recipes_.try_emplace(shape);
        if (is_new) known->second = options_.recipes->of(shape);
        return known->second;
    }

    /// The text by which a question is settled in the way of one that is alike; none when it is not.
    std::optional<std::string> by_recipe(const Question& question, const std::string& shape) {
        std::vector<Recipe>& known = recipes_of(shape);
        int asked = 0;
        for (auto recipe = known.begin(); recipe != known.end() && asked < kMostAsked; ++recipe) {
            if (stop_.stop_requested()) return std::nullopt;
            std::string text = text_by(*recipe, facts_, question);
            if (text.empty()) continue;
            ++asked;
            if (!has_none(text, options_.of_recipe)) continue;
            used_.emplace_back(shape, *recipe);
            std::rotate(known.begin(), recipe, recipe + 1);
            return text;
        }
        return std::nullopt;
    }

    /// Keeps how a question was settled, and gives a shorter text that settles it where there is one.
    std::string learn(const Settled& settled, const std::string& shape, std::string text) {
        std::set<std::string> core = solver_.core(text, options_.resource_limit);
        if (core.empty()) return text;
        Recipe recipe = recipe_of(facts_, settled, core);
        std::string shorter = text_by(recipe, facts_, settled.question);
        if (!has_none(shorter, options_.resource_limit)) return text;
        shorten(settled, core, recipe, shorter);
        if (!has_none(shorter, options_.of_recipe)) {
            recipe.reals = true;
            if (!has_none(text_by(recipe, facts_, settled.question), options_.of_recipe)) return shorter;
            shorter = text_by(recipe, facts_, settled.question);
        }
        used_.emplace_back(shape, recipe);
        std::vector<Recipe>& known = recipes_of(shape);
        known.insert(known.begin(), std::move(recipe));
        return shorter;
    }

    /// Leaves out of a proof what it can do without.
    void shorten(const Settled& settled, std::set<std::string>& core, Recipe& recipe, std::string& text) {
        const std::set<std::string> lines = core;
        int tries = options_.shorten;
        for (auto line = lines.rbegin(); line != lines.rend() && tries > 0 && !stop_.stop_requested();
             ++line, --tries) {
            core.erase(*line);
            Recipe less = recipe_of(facts_, settled, core);
            std::string shorter = text_by(less, facts_, settled.question);
            if (shorter.size() <= text.size() && has_none(shorter, options_.of_recipe)) {
                recipe = std::move(less);
                text = std::move(shorter);
            } else {
                core.insert(*line);
            }
        }
    }

    Outcome try_to_settle(const Question& question, const std::string& shape, const Attempt& attempt, uint64_t most) {
        Posed posed(facts_, question, attempt.first);
        Translation& t = posed.t;
        const size_t of_goal = t.products().size();
        std::vector<Recipe::Tangent> at;
        size_t products = 0;
        int at_numbers = 0;
        bool reals = attempt.reals, last = false;
        const uint64_t limit = options_.resource_limit / attempt.part;
        for (int round = 0; round < options_.rounds && solver_.resources() < most; ++round) {
            if (stop_.stop_requested()) return {};
            if (products < t.products().size()) {
                t.add(lemmas(t.products(), products));
                products = t.products().size();
            }
            std::string text = reals ? t.text() : over_integers(t.text());
            const Reply& reply = solver_.ask(text, last ? 2 * limit : limit);
            if (reply.answer == Answer::none) {
                const bool at_once = round == 0 && options_.shorten == 0;
                if (!at_once) text = learn({question, posed, at, reals}, shape, std::move(text));
                return {true, {}, std::move(text), {}};
            }
            if (reply.answer == Answer::unknown) {
                if (reals || last) return {false, {}, over_integers(t.text()), "the solver gave up"};
                reals = true;
                continue;
            }
            if (t.add(lemmas_on_some(t.products(), reply.numbers, of_goal))) continue;
            if (unfold(posed, reply.numbers, attempt.further)) continue;
            if (posed.contract.mend(reply.numbers)) continue;
            if (t.add(lemmas_on_some(t.products(), reply.numbers, t.products().size()))) continue;
            if (reals) {
                reals = false;
                last = true;
                continue;
            }
            if (auto broken = decode(t, question, reply.numbers); broken && posed.contract.holds(reply.numbers))
                return {false, std::move(broken), over_integers(t.text()), "a step would break it"};
            bool more = false;
            for (size_t i = 0; i < t.products().size(); ++i) {
                const Product& p = t.products()[i];
                const __int128 x = number(reply.numbers, p.x.name), y = number(reply.numbers, p.y.name);
                if (number(reply.numbers, p.name) == x * y) continue;
                at.push_back({i, x, y});
                more = t.add(lemmas_at(p, x, y)) || more;
            }
            if (!more || ++at_numbers > (question.goal ? options_.tangents : 2)) break;
        }
        return {false, {}, over_integers(t.text()), "the solver gave up"};
    }

    /// Makes the question say more of what an answer was wrong about; false when all that the answer rests on is there.
    static bool unfold(Posed& posed, const Numbers& numbers, int depth) {
        const std::vector<plan::NodeId> cuts = cuts_that_matter(posed.t, posed.roots, numbers);
        for (const plan::NodeId cut : cuts) posed.t.unfold(cut, depth);
        if (!cuts.empty()) posed.contract.extend();
        return !cuts.empty();
    }

    const Facts& facts_;
    Solver& solver_;
    const Options& options_;
    const std::stop_token& stop_;
    std::map<std::string, std::vector<Recipe>> recipes_;  // by the shape of a question
    std::vector<std::pair<std::string, Recipe>> used_;
};

}  // namespace

Proofs prove(const plan::Plan& generic, const Options& options) {
    return *prove(generic, options, {});
}

std::optional<Proofs> prove(const plan::Plan& generic, const Options& options, const std::stop_token& stop) {
    Asked asked = ask(generic);
    const Facts facts(plan::specialise(asked.plan, {}));
    Solver solver(stop);
    Prover prover(facts, solver, options, stop);
    Proofs out;
    std::vector<bool> left_out(facts.plan.guards.size());
    for (size_t i = 0; i < left_out.size(); ++i) left_out[i] = i >= generic.guards.size();
    for (Property& property : asked.properties) {
        Finding finding{std::move(property), true, {}, {}, {}};
        const bool faults = finding.property.kind == Kind::faults;
        const auto guard = static_cast<size_t>(faults ? 0 : finding.property.guard);
        const std::vector<Question> questions = faults
                                                    ? questions_on_faults(facts, left_out)
                                                    : questions_of(facts.plan, {facts.plan.guards[guard].holds, true});
        for (size_t i = 0; i < questions.size() && finding.proven && !stop.stop_requested(); ++i)
            prover.settle(questions[i], finding);
        // Once requested it stays so: where it is not by now, all that was found until now is sound.
        if (stop.stop_requested()) return std::nullopt;
        if (!faults && finding.proven) left_out[guard] = true;
        out.findings.push_back(std::move(finding));
    }
    out.asked = std::move(asked.plan);
    out.resources = solver.resources();
    out.recipes = std::move(prover.used());
    return out;
}

bool never_sent(const plan::Plan& generic, std::span<const size_t> slots, const Options& options,
                const std::stop_token& stop) {
    const Facts facts(plan::specialise(generic, {}));
    Solver solver(stop);
    Prover prover(facts, solver, options, stop);
    Finding finding{{}, true, {}, {}, {}};
    for (const size_t slot : slots) {
        if (!finding.proven) break;
        for (const Question& question : questions_of(facts.plan, {facts.plan.slots[slot].fresh, false}))
            prover.settle(question, finding);
    }
    return finding.proven && !stop.stop_requested();
}

}  // namespace weir::verify
