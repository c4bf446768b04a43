#include <WeirLexer.h>

#include "compiler/syntax/lexemes.h"

namespace weir::syntax {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The text as a stream of bytes, so that the places of tokens are byte offsets and nothing is copied.
class ByteStream final : public antlr4::CharStream {
  public:
    explicit ByteStream(std::string_view text) : text_(text) {}

    void consume() override { ++at_; }
    size_t LA(ssize_t i) override {
        if (i == 0) return 0;
        const ssize_t place = static_cast<ssize_t>(at_) + (i > 0 ? i - 1 : i);
        if (place < 0 || place >= static_cast<ssize_t>(text_.size())) return EOF;
        return static_cast<unsigned char>(text_[static_cast<size_t>(place)]);
    }
    ssize_t mark() override { return -1; }
    void release(ssize_t) override {}
    size_t index() override { return at_; }
    void seek(size_t index) override { at_ = index; }
    size_t size() override { return text_.size(); }
    std::string getSourceName() const override { return "script"; }
    std::string getText(const antlr4::misc::Interval& interval) override {
        const auto begin = static_cast<size_t>(interval.a);
        return begin < text_.size() ? std::string(text_.substr(begin, interval.length())) : std::string();
    }
    std::string toString() const override { return std::string(text_); }

  private:
    std::string_view text_;
    size_t at_ = 0;
};

}  // namespace

Scan scan(std::string_view text) {
    using grammar::WeirLexer;
    ByteStream stream(text);
    if (text.starts_with(kByteOrderMark)) stream.seek(kByteOrderMark.size());
    WeirLexer lexer(&stream);
    lexer.removeErrorListeners();
    Scan result;
    bool own_line = true;
    for (;;) {
        const std::unique_ptr<antlr4::Token> token = lexer.nextToken();
        const size_t kind = token->getType();
        if (kind == antlr4::Token::EOF) return result;
        const auto begin = static_cast<uint32_t>(token->getStartIndex());
        auto end = static_cast<uint32_t>(token->getStopIndex() + 1);
        if (kind == WeirLexer::COMMENT || kind == WeirLexer::DOC) {
            if (text[end - 1] == '\r') --end;
            result.comments.push_back({begin, end, kind == WeirLexer::DOC, own_line});
            continue;
        }
        own_line = kind == WeirLexer::NEWLINE;
        result.lexemes.push_back({kind, begin, end});
    }
}

}  // namespace weir::syntax
