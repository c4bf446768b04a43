// Terms of linear integer arithmetic, written once and used twice: printed as SMT-LIB for a solver, and evaluated on
// numbers, to hold running code against what was proven.
//
// Integers have no bounds in print. In evaluation they have 64 bits: whoever evaluates stays within a quarter of that.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace weir::order_proof {

enum class Sort : uint8_t { boolean, integer };

class Terms;

/// A term of an arena, which must outlive it.
struct Term {
    Terms* in = nullptr;
    int32_t at = -1;
};

class Terms {
  public:
    Terms() = default;
    Terms(const Terms&) = delete;
    Terms& operator=(const Terms&) = delete;

    enum class Kind : uint8_t { constant, variable, add, subtract, choose, negate, both, either, equal, less };
    struct Node {
        Kind kind;
        Sort sort;
        int64_t value;  // of a constant; the number of a variable's name
        int32_t first, second, third;
    };

    Term number(int64_t value) { return add({Kind::constant, Sort::integer, value, -1, -1, -1}); }
    Term truth(bool value) { return add({Kind::constant, Sort::boolean, value, -1, -1, -1}); }
    /// The variable of this name; the same name is the same variable.
    Term variable(std::string_view name, Sort sort);
    Term make(Kind kind, Sort sort, Term first, Term second = {}, Term third = {});

    const Node& at(Term term) const { return nodes_[static_cast<size_t>(term.at)]; }
    const Node& at(int32_t index) const { return nodes_[static_cast<size_t>(index)]; }
    const std::string& name_of(const Node& variable) const { return names_[static_cast<size_t>(variable.value)]; }
    size_t size() const { return nodes_.size(); }

  private:
    Term add(const Node& node);

    std::vector<Node> nodes_;
    std::vector<std::string> names_;
    std::map<std::tuple<Kind, Sort, int64_t, int32_t, int32_t, int32_t>, int32_t> known_;  // equal nodes are one
};

// Named after what they mean, and written as usual where C++ lets them be.
Term operator+(Term a, Term b);
Term operator-(Term a, Term b);
Term operator!(Term a);
Term operator&&(Term a, Term b);
Term operator||(Term a, Term b);
Term operator==(Term a, Term b);
Term operator==(Term a, int64_t b);
Term operator<(Term a, Term b);
Term operator<(Term a, int64_t b);
Term operator<=(Term a, Term b);
Term operator<=(Term a, int64_t b);
Term operator>(Term a, Term b);
Term operator>(Term a, int64_t b);
Term operator>=(Term a, Term b);
Term operator>=(Term a, int64_t b);
Term operator+(Term a, int64_t b);
Term operator-(Term a, int64_t b);
Term implies(Term a, Term b);
Term choose(Term condition, Term yes, Term no);
Term least(Term a, Term b);
Term most(Term a, Term b);
Term within(Term value, Term low, Term high);  // clamp, for low <= high
Term any_of(Term value, std::initializer_list<int64_t> numbers);
/// 1 when true, else 0.
Term count(Term condition);

struct Named {
    std::string name;
    Term term;
};

/// Terms with some variables replaced, each term once.
class Substitution {
  public:
    void replace(Term variable, Term by) { known_[variable.at] = by; }
    Term operator()(Term term);

  private:
    std::map<int32_t, Term> known_;
};

/// One text that a solver answers to: whether all of these can hold together. Shared terms are defined once.
std::string script(std::string_view says, std::span<const Named> assertions);

/// The numbers of some terms, as the variables are given.
class Evaluation {
  public:
    Evaluation(const Terms& terms, std::span<const Term> wanted);

    void set(Term variable, int64_t value) { values_[static_cast<size_t>(variable.at)] = value; }
    void run();
    int64_t operator[](Term term) const { return values_[static_cast<size_t>(term.at)]; }

  private:
    const Terms& terms_;
    std::vector<int32_t> order_;  // what is wanted and what it is made of, each after its parts
    std::vector<int64_t> values_;
};

}  // namespace weir::order_proof
