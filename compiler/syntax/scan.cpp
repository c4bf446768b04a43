#include <WeirLexer.h>

#include <algorithm>

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

Scan scan(std::string_view text, size_t from) {
    using grammar::WeirLexer;
    ByteStream stream(text);
    stream.seek(from == 0 && text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : from);
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

namespace {

/// The first byte of the line in which `offset` stands.
size_t line_begin(std::string_view text, size_t offset) {
    return offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
}

size_t line_end(std::string_view text, size_t offset) {
    const size_t feed = text.find('\n', offset);
    return feed == std::string_view::npos ? text.size() : feed + 1;
}

/// Adds those of `all` from `first` up to `last`, moved.
template <class Lexemes>
void add(Lexemes& to, const Lexemes& all, size_t first, size_t last, ptrdiff_t by) {
    const auto begins = [](const auto& lexeme) -> size_t { return lexeme.begin; };
    const auto begin = std::ranges::lower_bound(all, first, {}, begins);
    const auto end = std::ranges::lower_bound(all, last, {}, begins);
    for (auto at = begin; at < end; ++at) {
        to.push_back(*at);
        to.back().begin = static_cast<uint32_t>(to.back().begin + by);
        to.back().end = static_cast<uint32_t>(to.back().end + by);
    }
}

}  // namespace

Scan scan_again(std::string_view text, std::string_view before, const Scan& known) {
    const size_t shorter = std::min(text.size(), before.size());
    const auto ahead = std::ranges::mismatch(text, before).in1 - text.begin();
    const size_t begin = line_begin(text, static_cast<size_t>(ahead));
    size_t behind = 0;
    while (behind < shorter - begin && text[text.size() - 1 - behind] == before[before.size() - 1 - behind]) ++behind;
    const size_t end = line_end(text, text.size() - behind);
    const auto by = static_cast<ptrdiff_t>(text.size()) - static_cast<ptrdiff_t>(before.size());
    const size_t old_end = end - static_cast<size_t>(by);

    Scan result;
    const Scan middle = scan(text.substr(0, end), begin);
    add(result.lexemes, known.lexemes, 0, begin, 0);
    add(result.lexemes, middle.lexemes, begin, end, 0);
    add(result.lexemes, known.lexemes, old_end, before.size(), by);
    add(result.comments, known.comments, 0, begin, 0);
    add(result.comments, middle.comments, begin, end, 0);
    add(result.comments, known.comments, old_end, before.size(), by);
    return result;
}

}  // namespace weir::syntax
