#include <boost/json.hpp>

#include "compiler/diagnostics/diagnostics.h"

namespace weir {
namespace {

namespace json = boost::json;

/// JSON is UTF-8 whatever a path or a script holds.
json::string text_value(std::string_view text) {
    json::string result;
    while (const auto invalid = first_invalid_utf8(text)) {
        result.append(text.begin(), text.begin() + static_cast<ptrdiff_t>(*invalid));
        result.append("\uFFFD");
        text.remove_prefix(*invalid + 1);
    }
    result.append(text.begin(), text.end());
    return result;
}

json::object position_value(const SourceFile& file, uint32_t offset) {
    const Position at = file.position(offset);
    return {{"offset", offset}, {"line", at.line}, {"column", at.column}};
}

json::object range_value(SourceRange range, std::span<const SourceFile> files) {
    if (range.file >= files.size()) return {};
    const SourceFile& file = files[range.file];
    return {{"file", text_value(file.path())},
            {"begin", position_value(file, range.begin)},
            {"end", position_value(file, range.end)}};
}

json::object diagnostic_value(const Diagnostic& diagnostic, std::span<const SourceFile> files) {
    json::object value{{"code", code_text(diagnostic.code)},
                       {"severity", diagnostic.severity == Severity::error ? "error" : "warning"},
                       {"message", text_value(diagnostic.message)},
                       {"range", range_value(diagnostic.range, files)}};
    if (!diagnostic.label_text.empty()) value["label"] = text_value(diagnostic.label_text);
    json::array labels;
    for (const Label& label : diagnostic.labels)
        labels.push_back({{"range", range_value(label.range, files)}, {"text", text_value(label.text)}});
    json::array helps;
    for (const std::string& help : diagnostic.helps) helps.push_back(text_value(help));
    value["labels"] = std::move(labels);
    value["helps"] = std::move(helps);
    if (diagnostic.fix_it)
        value["fix"] = {{"range", range_value(diagnostic.fix_it->range, files)},
                        {"replacement", text_value(diagnostic.fix_it->replacement)}};
    return value;
}

}  // namespace

std::string render_json(const Diagnostics& diagnostics, std::span<const SourceFile> files) {
    json::array list;
    for (const Diagnostic& diagnostic : diagnostics) list.push_back(diagnostic_value(diagnostic, files));
    return json::serialize(list) + "\n";
}

}  // namespace weir
