// Recipe: how a question came to be settled, so that others which are alike are settled at once: which nodes were
// unfolded, and which lemmas were needed. It is a way to find a text; what comes of the text the solver says.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/verify/posed.h"

namespace weir::verify {

struct Recipe {
    struct Unfolded {
        int index;    // by the order in which nodes are declared
        plan::Op op;  // that is there
    };
    struct Lemma {
        size_t i, j, k, at;  // of `lemmas_of` these products
    };
    struct Tangent {
        size_t product;
        __int128 x, y;
    };
    std::vector<std::vector<Unfolded>> moves;
    std::vector<std::pair<int, int>> on_grid;  // prices and their ticks, by the order in which they are declared
    std::vector<Lemma> lemmas;
    std::vector<Tangent> tangents;
    bool reals = false;
};

/// A question that was settled.
struct Settled {
    const Question& question;
    const Posed& posed;
    std::vector<Recipe::Tangent> tangents;  // that were added
    bool reals;
};

/// What of it was needed. `core`: lines of its text that are enough.
Recipe recipe_of(const Facts& facts, const Settled& settled, const std::set<std::string>& core);

/// The text of a question that goes the way of a recipe; empty when it does not fit.
std::string text_by(const Recipe& recipe, const Facts& facts, const Question& question);

/// What questions have in common that a recipe may be of use for.
std::string shape_of(const plan::Plan& plan, const Question& question);

}  // namespace weir::verify
