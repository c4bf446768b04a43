// The words and signs of a text for those who know nothing of the grammar's tokens.
#include <WeirLexer.h>

#include <algorithm>
#include <iterator>

#include "compiler/syntax/lexemes.h"

namespace weir::syntax {
namespace {

using L = grammar::WeirLexer;

TokenClass class_of(size_t kind) {
    if (kind >= L::WHEN && kind <= L::UNTIL) return TokenClass::reserved;
    if (kind >= L::WEIR && kind <= L::ALWAYS) return TokenClass::soft;
    if (kind >= L::LBRACE && kind <= L::RBRACKET)
        return kind == L::LBRACE || kind == L::LPAREN || kind == L::LBRACKET ? TokenClass::opening
                                                                             : TokenClass::closing;
    switch (kind) {
        case L::IDENTIFIER:
            return TokenClass::name;
        case L::NUMBER:
            return TokenClass::number;
        case L::TIME:
            return TokenClass::time;
        case L::STRING:
        case L::UNCLOSED_STRING:
            return TokenClass::text;
        case L::UNKNOWN:
            return TokenClass::unknown;
        default:
            return TokenClass::sign;
    }
}

}  // namespace

std::vector<Token> tokens_of(const Scan& scan) {
    std::vector<Token> words, comments, all;
    words.reserve(scan.lexemes.size());
    for (const Lexeme& one : scan.lexemes)
        if (one.kind != L::NEWLINE) words.push_back({class_of(one.kind), one.begin, one.end});
    for (const CommentLexeme& one : scan.comments)
        comments.push_back({one.doc ? TokenClass::doc : TokenClass::comment, one.begin, one.end});
    all.reserve(words.size() + comments.size());
    std::ranges::merge(words, comments, std::back_inserter(all), {}, &Token::begin, &Token::begin);
    return all;
}

}  // namespace weir::syntax
