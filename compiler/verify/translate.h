// Translate: nodes of a plan as SMT-LIB terms over unbounded numbers, as far as a question needs them. The numbers are
// integers; as reals they have the same answers wherever there are none, and are found much faster. A node that is
// not unfolded yet is any value that it can have. What holds of the terms holds of every step that does not fault: a
// value that did not fault is the same number there.
#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/verify/facts.h"

namespace weir::verify {

/// The sort of numbers as a text is written; `over_integers` changes it.
inline constexpr const char* kNumber = "Real";
/// The same text of integers.
std::string over_integers(const std::string& text);

/// A product of two terms neither of which is a constant: an integer of its own, of which lemmas say what is known.
struct Product {
    struct Factor {
        std::string name;
        plan::Interval within;  // when it did not fault
    };
    std::string name;
    Factor x, y;
};

class Translation {
  public:
    explicit Translation(const Facts& facts) : facts_(facts), places_(facts.plan.nodes.size()) {}

    /// Declares a node, and what it is made of to the given depth.
    void speak_of(plan::NodeId node, int depth);
    /// Says of a node that is declared what it is made of.
    void unfold(plan::NodeId node, int depth);
    /// The term that stands for a declared node.
    std::string term(plan::NodeId node) const;

    void declare(const std::string& name, const char* sort);
    void assert_that(const std::string& condition);
    /// That a term is a multiple of one that is not negative.
    std::string is_multiple(const std::string& term, const std::string& unit);
    /// Assertions, one a line; false when all of them were said before.
    bool add(const std::string& assertions);

    const Facts& facts() const { return facts_; }
    const plan::Plan& plan() const { return facts_.plan; }
    bool is_declared(plan::NodeId node) const { return places_[node].index >= 0; }
    bool is_unfolded(plan::NodeId node) const { return places_[node].unfolded; }
    /// All that was said so far.
    const std::string& text() const { return text_; }
    const std::vector<Product>& products() const { return products_; }
    /// Nodes that have no definition: inputs, reads of memory, and operations that are not translated.
    const std::vector<plan::NodeId>& free() const { return free_; }
    const std::vector<plan::NodeId>& declared() const { return declared_; }
    int order_of(plan::NodeId declared) const { return places_[declared].index; }
    /// Where the text says what a node is made of.
    std::string_view definition_of(plan::NodeId unfolded) const {
        const Place& place = places_[unfolded];
        return std::string_view(text_).substr(place.from, place.to - place.from);
    }
    /// Lines that were added as assertions.
    const std::set<std::string>& added() const { return added_; }

  private:
    struct Place {
        int index = -1;  // of its name
        bool unfolded = false;
        size_t from = 0, to = 0;  // of the text, where it is defined
    };

    void introduce(plan::NodeId id);
    void define(plan::NodeId id);
    std::string definition(const plan::Node& node);
    void compared(const plan::Node& node, plan::NodeId id);
    void quotient(const plan::Node& node, plan::NodeId id);
    std::string told(plan::NodeId node);
    std::string product(plan::NodeId a, plan::NodeId b);
    std::string times(plan::NodeId a, plan::NodeId b);
    std::pair<__int128, plan::NodeId> scaled(plan::NodeId id) const;
    bool is_sign(plan::NodeId id) const;
    bool is_constant(plan::NodeId id) const;
    void within_range(plan::NodeId id);

    const Facts& facts_;
    std::vector<Place> places_;  // by node
    std::vector<plan::NodeId> declared_;
    std::set<int64_t> told_;  // constants that have a name of their own
    std::vector<Product> products_;
    std::vector<plan::NodeId> free_;
    std::set<std::string> added_;
    std::string text_;
};

/// The nodes that a definition is made of; none for one that has none.
std::vector<plan::NodeId> parts_of(const plan::Node& node);

/// An integer as SMT-LIB writes it.
std::string literal(__int128 value);

}  // namespace weir::verify
