#include "ide/brackets.h"

#include <algorithm>

namespace weir::ide {
namespace {

char partner(char opening) {
    return opening == '{' ? '}' : opening == '(' ? ')' : ']';
}

}  // namespace

std::vector<BracketPair> bracket_pairs(std::span<const syntax::Token> tokens, std::string_view text) {
    std::vector<BracketPair> pairs;
    std::vector<uint32_t> open;
    for (const syntax::Token& token : tokens) {
        if (token.kind == syntax::TokenClass::opening) open.push_back(token.begin);
        if (token.kind != syntax::TokenClass::closing) continue;
        // Those that were never closed stand inside of the one that is closed here.
        const auto found = std::find_if(open.rbegin(), open.rend(),
                                        [&](uint32_t at) { return partner(text[at]) == text[token.begin]; });
        if (found == open.rend()) continue;
        pairs.push_back({*found, token.begin});
        open.erase(std::prev(found.base()), open.end());
    }
    std::ranges::sort(pairs, {}, &BracketPair::open);
    return pairs;
}

}  // namespace weir::ide
