// Literals as text, for the printers. Internal to this folder.
#pragma once

#include <string>

#include "compiler/syntax/tree.h"

namespace weir::syntax {

/// "250_000 USD", "20%", "1.5x"
std::string number_text(const Number& number);
/// The same with the digits grouped as they were written.
std::string written_text(const Number& number);
/// "09:30:15.25 America/New_York"
std::string time_text(const TimeOfDay& time);
/// In quotes, with line feeds, quotes and backslashes escaped.
std::string quoted(std::string_view text);

}  // namespace weir::syntax
