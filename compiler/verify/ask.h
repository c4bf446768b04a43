// Ask: the properties of a strategy, each as one more condition of its plan, and each condition as questions small
// enough to settle. What is asked of the solver is what the interpreter can watch on every step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/verify/facts.h"

namespace weir::verify {

enum class Kind : uint8_t {
    risk,   // a line of the script's `risk`, or of a policy
    rule,   // of every strategy, unasked
    faults  // no arithmetic fails
};

struct Property {
    Kind kind = Kind::rule;
    std::string name;
    SourceRange range;
    int guard = -1;  // its condition, by index into the guards of the plan that was asked; -1: faults
};

struct Asked {
    plan::Plan plan;  // the conditions of the properties are its guards; those that it had come first
    std::vector<Property> properties;
};

/// The plan, with what must hold of every strategy besides what its own risk block says.
Asked ask(const plan::Plan& plan);

struct Literal {
    plan::NodeId node;
    bool is;
    friend auto operator<=>(const Literal&, const Literal&) = default;
};

/// When all of `when` is so, `goal` is true; or, without a goal, `fails` does not fault.
struct Question {
    std::vector<Literal> when;
    std::optional<Literal> goal;
    plan::NodeId fails = plan::kNoNode;
};

/// What is claimed of a condition as questions that together say the same. None: it is so as it stands.
std::vector<Question> questions_of(const plan::Plan& plan, Literal claim);

/// For each operation that may fault: it does not, on any way on which its result counts. `left_out` are guards that
/// are not computed.
std::vector<Question> questions_on_faults(const Facts& facts, const std::vector<bool>& left_out);

}  // namespace weir::verify
