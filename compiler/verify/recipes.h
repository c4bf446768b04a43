// Recipes by the shape of the questions that they are of use for, and those that come with Weir: proofs that were once
// found with patience, of the library and of the scripts of the tests. `./dev recipes` finds them again.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/verify/recipe.h"

namespace weir::verify {

class Recipes {
  public:
    Recipes() = default;
    /// Reads what `text` writes. What cannot be read is left out: a recipe that is not there costs time alone.
    explicit Recipes(std::string_view text);
    static const Recipes& library();

    /// In the order in which they are worth a try.
    const std::vector<Recipe>& of(const std::string& shape) const;
    void add(const std::string& shape, Recipe recipe);
    /// One recipe after the other, a blank line between them.
    std::string text() const;

  private:
    std::map<std::string, std::vector<Recipe>> by_shape_;
};

}  // namespace weir::verify
