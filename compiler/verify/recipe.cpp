#include "compiler/verify/recipe.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include "compiler/plan/op_table.h"
#include "compiler/verify/products.h"

namespace weir::verify {
namespace {

bool is_declared(const Translation& t, const std::string& name) {
    return t.text().find("(declare-const " + name + " ") != std::string::npos;
}

/// Names of one question as another one of the same plan has them.
class Names {
  public:
    Names(const Posed& from, const Posed& to) : from_(from), to_(to) {
        for (const auto& [price, tick, product] : from.contract.told_on_grid()) grid(price, product);
    }

    std::optional<std::string> of(const std::string& name) const {
        if (name[0] == 'v') {
            const plan::NodeId node = from_.t.declared()[static_cast<size_t>(std::stoi(name.substr(1)))];
            return to_.t.is_declared(node) ? std::optional(to_.t.term(node)) : std::nullopt;
        }
        if (name[0] == 'g') {
            const auto product = of("p" + name.substr(1));
            return product ? std::optional("g" + product->substr(1)) : std::nullopt;
        }
        if (name[0] == 'p') return product(name);
        return is_declared(to_.t, name) ? std::optional(name) : std::nullopt;  // a constant's
    }

    /// A line in the names of the other; none when it speaks of what is not there.
    std::optional<std::string> line(const std::string& text) const {
        std::string out;
        for (size_t at = 0; at < text.size();) {
            if (!std::islower(static_cast<unsigned char>(text[at]))) {
                out += text[at++];
                continue;
            }
            size_t end = at;
            while (std::isalnum(static_cast<unsigned char>(text[end]))) ++end;
            const std::string word = text.substr(at, end - at);
            at = end;
            if (!std::isdigit(static_cast<unsigned char>(word.back()))) {
                out += word;
                continue;
            }
            const auto name = of(word);
            if (!name) return std::nullopt;
            out += *name;
        }
        return out;
    }

  private:
    void grid(const std::string& price, const std::string& product) {
        const auto name = of(price);
        for (const auto& told : to_.contract.told_on_grid())
            if (name && told.price == *name) grid_.emplace_back(product, told.product);
    }

    std::optional<std::string> product(const std::string& name) const {
        for (const auto& [one, other] : grid_)
            if (one == name) return other;
        const Product& made = from_.t.products()[static_cast<size_t>(std::stoi(name.substr(1)))];
        if (made.y.name[0] == 'g') return std::nullopt;
        const auto x = of(made.x.name), y = of(made.y.name);
        if (!x || !y) return std::nullopt;
        for (const Product& known : to_.t.products())
            if ((known.x.name == *x && known.y.name == *y) || (known.x.name == *y && known.y.name == *x))
                return known.name;
        return std::nullopt;
    }

    const Posed &from_, &to_;
    std::vector<std::pair<std::string, std::string>> grid_;
};

bool is_in(const std::set<std::string>& core, std::string_view lines) {
    for (size_t from = 0; from < lines.size();) {
        const size_t end = lines.find('\n', from) + 1;
        if (core.contains(std::string(lines.substr(from, end - from)))) return true;
        from = end;
    }
    return false;
}

/// Where each lemma is among those on some products.
std::map<std::string, Recipe::Lemma> places_of_lemmas(const std::vector<Product>& products) {
    std::map<std::string, Recipe::Lemma> out;
    for (size_t i = 0; i < products.size(); ++i)
        for (size_t j = 0; j < products.size(); ++j)
            for (size_t k = 0; k < products.size(); ++k) {
                if ((i == j && j != k) || (i == k && i != j)) continue;
                std::vector<std::string> all = lemmas_of(products, i, j, k);
                for (size_t at = 0; at < all.size(); ++at)
                    out.try_emplace(std::move(all[at]), Recipe::Lemma{i, j, k, at});
            }
    return out;
}

}  // namespace

Recipe recipe_of(const Facts& facts, const Settled& settled, const std::set<std::string>& core) {
    Recipe recipe;
    recipe.reals = settled.reals;
    const Posed& from = settled.posed;
    Posed again(facts, settled.question, 0);
    for (;;) {
        std::vector<Recipe::Unfolded> move;
        for (const plan::NodeId id : from.t.declared()) {
            if (!again.t.is_declared(id) || again.t.is_unfolded(id)) continue;
            if (!from.t.is_unfolded(id) || !is_in(core, from.t.definition_of(id))) continue;
            move.push_back({again.t.order_of(id), facts.plan.nodes[id].op});
            again.t.unfold(id, 1);
        }
        if (move.empty()) break;
        again.contract.extend();
        recipe.moves.push_back(std::move(move));
    }
    for (const auto& [price, tick, product] : from.contract.told_on_grid()) {
        const Names names(from, again);
        const auto p = names.of(price), unit = names.of(tick);
        if (p && unit && again.contract.say_on_grid(*p, *unit))
            recipe.on_grid.emplace_back(std::stoi(p->substr(1)), std::stoi(unit->substr(1)));
    }
    const Names names(from, again);
    const std::vector<Product>& products = again.t.products();
    const auto places = places_of_lemmas(products);
    for (const std::string& line : from.t.added()) {
        const auto renamed = core.contains(line) ? names.line(line) : std::nullopt;
        const auto lemma = renamed ? places.find(*renamed) : places.end();
        if (lemma != places.end()) recipe.lemmas.push_back(lemma->second);
    }
    for (const Recipe::Tangent& tangent : settled.tangents) {
        const Product& product = from.t.products()[tangent.product];
        const auto name = names.of(product.name);
        if (!name || !is_in(core, lemmas_at(product, tangent.x, tangent.y))) continue;
        const size_t index = static_cast<size_t>(std::stoi(name->substr(1)));
        const bool turned = products[index].x.name != names.of(product.x.name);
        recipe.tangents.push_back({index, turned ? tangent.y : tangent.x, turned ? tangent.x : tangent.y});
    }
    return recipe;
}

std::string text_by(const Recipe& recipe, const Facts& facts, const Question& question) {
    Posed posed(facts, question, 0);
    Translation& t = posed.t;
    const auto is_there = [&](int index) { return static_cast<size_t>(index) < t.declared().size(); };
    for (const auto& move : recipe.moves) {
        for (const auto& [index, op] : move) {
            if (!is_there(index)) return {};
            const plan::NodeId id = t.declared()[static_cast<size_t>(index)];
            if (facts.plan.nodes[id].op != op) return {};
            t.unfold(id, 1);
        }
        posed.contract.extend();
    }
    for (const auto& [price, tick] : recipe.on_grid)
        if (!posed.contract.say_on_grid(fmt::format("v{}", price), fmt::format("v{}", tick))) return {};
    for (const auto& [i, j, k, at] : recipe.lemmas) {
        if (std::max({i, j, k}) >= t.products().size()) return {};
        const std::vector<std::string> all = lemmas_of(t.products(), i, j, k);
        if (at >= all.size()) return {};
        t.add(all[at]);
    }
    for (const auto& [product, x, y] : recipe.tangents) {
        if (product >= t.products().size()) return {};
        t.add(lemmas_at(t.products()[product], x, y));
    }
    return recipe.reals ? t.text() : over_integers(t.text());
}

std::string shape_of(const plan::Plan& plan, const Question& question) {
    std::string out;
    const auto tell = [&](const char* what, plan::NodeId id) {
        const plan::Node& node = plan.nodes[id];
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", what, plan::row_of(node.op).name);
        for (const plan::NodeId operand : node.operand)
            if (operand != plan::kNoNode) out += fmt::format(" {}", plan::row_of(plan.nodes[operand].op).name);
    };
    if (question.goal) tell(question.goal->is ? "that" : "never", question.goal->node);
    if (question.fails != plan::kNoNode) tell("fails", question.fails);
    for (const Literal& literal : question.when) tell(literal.is ? "when" : "unless", literal.node);
    return out;
}

}  // namespace weir::verify
