#include "compiler/diagnostics/diagnostics.h"

#include <algorithm>
#include <map>

namespace weir {

std::string code_text(Code code) {
    const std::string digits = std::to_string(static_cast<unsigned>(code));
    return "W" + std::string(4 - std::min<size_t>(4, digits.size()), '0') + digits;
}

std::span<const Row> all_messages() {
    static constexpr auto kRows = std::to_array<Row>({
#define WEIR_DIAGNOSTIC(number, name, severity, format, ...) {Code::name, #name, Severity::severity, format},
#include "compiler/diagnostics/diagnostics.def"
#undef WEIR_DIAGNOSTIC
    });
    return kRows;
}

namespace detail {
std::string fill(std::string_view format, std::span<const std::string> arguments) {
    std::string result;
    size_t next = 0;
    for (size_t hole; (hole = format.find("{}")) != std::string_view::npos; format.remove_prefix(hole + 2))
        result.append(format.substr(0, hole)).append(arguments[next++]);
    return result.append(format);
}
}  // namespace detail

Diagnostic& Diagnostics::report(Diagnostic diagnostic) {
    errors_ += diagnostic.severity == Severity::error;
    return list_.emplace_back(std::move(diagnostic));
}

void Diagnostics::append(Diagnostics other) {
    for (Diagnostic& diagnostic : other.list_) report(std::move(diagnostic));
}

void Diagnostics::sort_by_place() {
    std::multimap<std::pair<uint32_t, uint32_t>, Diagnostic> sorted;  // equal keys keep their order
    for (Diagnostic& diagnostic : list_)
        sorted.emplace(std::pair(diagnostic.range.file, diagnostic.range.begin), std::move(diagnostic));
    list_.clear();
    for (auto& [place, diagnostic] : sorted) list_.push_back(std::move(diagnostic));
}

}  // namespace weir
