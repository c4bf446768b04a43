// How operators are written and how tightly they bind, for the printers. The grammar says the same. Internal.
#pragma once

#include <string_view>

#include "compiler/syntax/tree.h"

namespace weir::syntax {

std::string_view operator_text(BinaryOp op);
std::string_view favour_text(Favour favour);
std::string_view touch_text(Touch touch);
std::string_view risk_text(RiskSubject subject);

/// Looser first, in the order of the grammar.
enum class Binding : int {
    otherwise,
    logical_or,
    logical_and,
    logical_not,
    lasting,  // `for`
    comparison,
    by,
    relative,
    sum,
    product,
    of,
    sign,
    sampled,  // `at`
    postfix,
    primary
};
Binding binding_of(const Expr& expression);
/// The next tighter one.
Binding tighter(Binding binding);

}  // namespace weir::syntax
