#include "compiler/syntax/attach.h"
#include "compiler/syntax/heads.h"
#include "compiler/syntax/lexemes.h"
#include "compiler/syntax/pieces.h"
#include "compiler/syntax/syntax.h"

namespace weir::syntax {
namespace {

/// "0xFF"
std::string byte_text(char byte) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    const auto value = static_cast<unsigned char>(byte);
    return {'0', 'x', kDigits[value >> 4], kDigits[value & 15]};
}

bool readable(const SourceFile& file, const Limits& limits, Diagnostics& diagnostics) {
    const std::string& text = file.text();
    if (text.size() > limits.bytes) {
        diagnostics.report(message::file_too_large({file.id(), 0, 0}, static_cast<int64_t>(text.size()),
                                                   static_cast<int64_t>(limits.bytes))
                               .help("keep each strategy in a file of its own"));
        return false;
    }
    if (const auto place = first_invalid_utf8(text)) {
        const auto offset = static_cast<uint32_t>(*place);
        diagnostics.report(message::not_utf8({file.id(), offset, offset + 1}, byte_text(text[*place]), offset)
                               .help("save the file as UTF-8"));
        return false;
    }
    return true;
}

/// Sorted by place, and no more than anybody reads.
Diagnostics presentable(Diagnostics all, size_t at_most) {
    all.sort_by_place();
    if (all.size() <= at_most) return all;
    Diagnostics some;
    for (size_t i = 0; i < at_most; ++i) some.report(all[i]);
    some.report(message::too_many_errors(all[at_most].range, static_cast<int64_t>(at_most))
                    .help("mend the first ones, then check again"));
    return some;
}

}  // namespace

struct Reparser::Memory {
    std::string text;
    Scan scan;
    Pieces pieces;
};

Reparser::Reparser() : memory_(std::make_unique<Memory>()) {}
Reparser::~Reparser() = default;
Reparser::Reparser(Reparser&&) noexcept = default;
Reparser& Reparser::operator=(Reparser&&) noexcept = default;

Parsed Reparser::parse(const SourceFile& file, const Limits& limits) {
    Parsed parsed;
    Diagnostics& diagnostics = parsed.diagnostics;
    parsed.tree.range = {file.id(), 0, static_cast<uint32_t>(file.text().size())};
    if (readable(file, limits, diagnostics)) {
        Scan& scan = memory_->scan = scan_again(file.text(), memory_->text, memory_->scan);
        memory_->text = file.text();
        parsed.tokens = tokens_of(scan);
        const Filtered filtered = filter(mend_heads(scan.lexemes, file, diagnostics), file, limits, diagnostics);
        if (filtered.lexemes.empty() && diagnostics.empty())
            diagnostics.report(message::empty_file({file.id(), 0, 0}).help("begin with `weir 1` and a strategy"));
        else if (!filtered.fatal)
            parsed.tree = memory_->pieces.parse(filtered.lexemes, file, diagnostics);
        attach_comments(parsed.tree, scan.comments, file);
    }
    parsed.tree.has_errors = diagnostics.has_errors();
    diagnostics = presentable(std::move(diagnostics), limits.errors);
    return parsed;
}

Parsed parse(const SourceFile& file, const Limits& limits) {
    return Reparser().parse(file, limits);
}

}  // namespace weir::syntax
