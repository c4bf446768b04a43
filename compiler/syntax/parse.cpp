#include <WeirParser.h>

#include "compiler/syntax/attach.h"
#include "compiler/syntax/build.h"
#include "compiler/syntax/heads.h"
#include "compiler/syntax/lexemes.h"
#include "compiler/syntax/recovery.h"
#include "compiler/syntax/syntax.h"

namespace weir::syntax {
namespace {

using grammar::WeirParser;

/// Hands the filtered lexemes to ANTLR.
class LexemeSource final : public antlr4::TokenSource {
  public:
    LexemeSource(const std::vector<Lexeme>& lexemes, size_t text_size) : lexemes_(lexemes), text_size_(text_size) {}

    std::unique_ptr<antlr4::Token> nextToken() override {
        const auto end = static_cast<uint32_t>(text_size_);
        const Lexeme lexeme = next_ < lexemes_.size() ? lexemes_[next_++] : Lexeme{antlr4::Token::EOF, end, end};
        auto token = std::make_unique<antlr4::CommonToken>(lexeme.kind);
        token->setStartIndex(lexeme.begin);
        token->setStopIndex(static_cast<size_t>(lexeme.end) - 1);  // inclusive, and so before the start when empty
        return token;
    }
    size_t getLine() const override { return 0; }
    size_t getCharPositionInLine() override { return 0; }
    antlr4::CharStream* getInputStream() override { return nullptr; }
    std::string getSourceName() override { return "script"; }
    antlr4::TokenFactory<antlr4::CommonToken>* getTokenFactory() override {
        return antlr4::CommonTokenFactory::DEFAULT.get();
    }

  private:
    const std::vector<Lexeme>& lexemes_;
    size_t text_size_;
    size_t next_ = 0;
};

/// First the quick way, which a script without mistakes nearly always passes; else the thorough one, which reports.
Tree parse_lexemes(const std::vector<Lexeme>& lexemes, const SourceFile& file, Diagnostics& diagnostics) {
    LexemeSource source(lexemes, file.text().size());
    antlr4::CommonTokenStream tokens(&source);
    WeirParser parser(&tokens);
    parser.removeErrorListeners();
    auto* simulator = parser.getInterpreter<antlr4::atn::ParserATNSimulator>();
    simulator->setPredictionMode(antlr4::atn::PredictionMode::SLL);
    parser.setErrorHandler(std::make_shared<antlr4::BailErrorStrategy>());
    try {
        return Builder(file, diagnostics, true).tree(parser.file());
    } catch (const antlr4::ParseCancellationException&) {
        parser.reset();
        tokens.fill();  // recovery looks at whole statements
    }
    simulator->setPredictionMode(antlr4::atn::PredictionMode::LL);
    parser.setErrorHandler(std::make_shared<Recovery>(file, diagnostics));
    return Builder(file, diagnostics, false).tree(parser.file());
}

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

Parsed parse(const SourceFile& file, const Limits& limits) {
    Parsed parsed;
    Diagnostics& diagnostics = parsed.diagnostics;
    parsed.tree.range = {file.id(), 0, static_cast<uint32_t>(file.text().size())};
    if (readable(file, limits, diagnostics)) {
        const Scan scanned = scan(file.text());
        const Filtered filtered = filter(mend_heads(scanned.lexemes, file, diagnostics), file, limits, diagnostics);
        if (filtered.lexemes.empty() && diagnostics.empty())
            diagnostics.report(message::empty_file({file.id(), 0, 0}).help("begin with `weir 1` and a strategy"));
        else if (!filtered.fatal)
            parsed.tree = parse_lexemes(filtered.lexemes, file, diagnostics);
        attach_comments(parsed.tree, scanned.comments, file);
    }
    parsed.tree.has_errors = diagnostics.has_errors();
    diagnostics = presentable(std::move(diagnostics), limits.errors);
    return parsed;
}

}  // namespace weir::syntax
