#include "compiler/verify/recipes.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "compiler/plan/op_table.h"
#include "compiler/verify/translate.h"

namespace weir::verify {
namespace {

constexpr std::string_view kLibrary =
#include "compiler/verify/recipes.inc"
    ;

/// The text up to a mark, which is taken off with it.
std::string_view next(std::string_view& text, char mark) {
    const size_t end = std::min(text.find(mark), text.size());
    const std::string_view out = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return out;
}

template <class T>
T number_in(std::string_view text) {
    __int128 value = 0;
    const bool negative = text.starts_with('-');
    for (const char digit : text.substr(negative)) value = value * 10 + (digit - '0');
    return static_cast<T>(negative ? -value : value);
}

std::optional<plan::Op> op_in(std::string_view name) {
    const auto row = std::ranges::find(plan::kOps, name, &plan::OpRow::name);
    if (row == plan::kOps.end()) return std::nullopt;
    return static_cast<plan::Op>(row - plan::kOps.begin());
}

bool read_line(std::string_view line, Recipe& recipe) {
    const std::string_view word = next(line, ' ');
    if (word == "reals") return recipe.reals = true;
    if (word == "unfold") {
        auto& move = recipe.moves.emplace_back();
        while (!line.empty()) {
            std::string_view one = next(line, ' ');
            const int index = number_in<int>(next(one, ':'));
            const auto op = op_in(one);
            if (!op) return false;
            move.push_back({index, *op});
        }
        return true;
    }
    const std::string_view a = next(line, ' '), b = next(line, ' '), c = next(line, ' '), d = next(line, ' ');
    if (word == "grid") recipe.on_grid.emplace_back(number_in<int>(a), number_in<int>(b));
    if (word == "lemma")
        recipe.lemmas.push_back(
            {number_in<size_t>(a), number_in<size_t>(b), number_in<size_t>(c), number_in<size_t>(d)});
    if (word == "at") recipe.tangents.push_back({number_in<size_t>(a), number_in<__int128>(b), number_in<__int128>(c)});
    return word == "grid" || word == "lemma" || word == "at";
}

std::string text_of(const Recipe& recipe) {
    std::string out;
    for (const auto& move : recipe.moves) {
        out += "unfold";
        for (const auto& [index, op] : move) out += fmt::format(" {}:{}", index, plan::row_of(op).name);
        out += '\n';
    }
    for (const auto& [price, tick] : recipe.on_grid) out += fmt::format("grid {} {}\n", price, tick);
    for (const auto& [i, j, k, at] : recipe.lemmas) out += fmt::format("lemma {} {} {} {}\n", i, j, k, at);
    for (const auto& [product, x, y] : recipe.tangents) out += fmt::format("at {} {} {}\n", product, x, y);
    if (recipe.reals) out += "reals\n";
    return out;
}

}  // namespace

Recipes::Recipes(std::string_view text) {
    while (!text.empty()) {
        std::string_view line = next(text, '\n');
        if (next(line, ' ') != "of") continue;
        const std::string shape(line);
        Recipe recipe;
        bool good = true;
        for (line = next(text, '\n'); !line.empty(); line = next(text, '\n')) good = read_line(line, recipe) && good;
        if (good) by_shape_[shape].push_back(std::move(recipe));
    }
}

const Recipes& Recipes::library() {
    static const Recipes recipes(kLibrary);
    return recipes;
}

const std::vector<Recipe>& Recipes::of(const std::string& shape) const {
    static const std::vector<Recipe> none;
    const auto known = by_shape_.find(shape);
    return known == by_shape_.end() ? none : known->second;
}

void Recipes::add(const std::string& shape, Recipe recipe) {
    by_shape_[shape].push_back(std::move(recipe));
}

std::string Recipes::text() const {
    std::string out;
    for (const auto& [shape, recipes] : by_shape_)
        for (const Recipe& recipe : recipes) out += fmt::format("of {}\n{}\n", shape, text_of(recipe));
    return out;
}

}  // namespace weir::verify
