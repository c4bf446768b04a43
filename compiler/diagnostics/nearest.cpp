#include <algorithm>

#include "compiler/diagnostics/diagnostics.h"

namespace weir {

size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
        std::swap(before_last, last);
        std::swap(last, row);
        row[0] = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row[b.size()];
}

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates) {
    constexpr size_t kLongest = 64;  // nobody mistypes a longer word, and the distance costs its square
    if (word.size() > kLongest) return std::nullopt;
    std::optional<std::string_view> best;
    size_t best_distance = std::max<size_t>(1, word.size() / 3) + 1;
    for (const std::string_view candidate : candidates) {
        if (candidate.size() > kLongest) continue;
        const size_t distance = edit_distance(word, candidate);
        if (distance > 0 && distance < best_distance && distance < candidate.size()) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
    const auto near = nearest(word, candidates);
    return near ? "; did you mean `" + std::string(*near) + "`?" : "";
}

namespace {

/// Words that people bring along from elsewhere, and what Weir says for them.
struct OtherWord {
    std::string_view theirs, ours;
};
constexpr OtherWord kOtherWords[] = {
    {"if", "when"},      {"while", "when"}, {"where", "when"},   {"minute", "min"},   {"minutes", "min"},
    {"mins", "min"},     {"m", "min"},      {"second", "s"},     {"seconds", "s"},    {"sec", "s"},
    {"secs", "s"},       {"hour", "h"},     {"hours", "h"},      {"hr", "h"},         {"milliseconds", "ms"},
    {"bp", "bps"},       {"percent", "%"},  {"best_bid", "bid"}, {"best_ask", "ask"}, {"offer", "ask"},
    {"midprice", "mid"},
};

std::optional<std::string_view> translated(std::string_view word, std::span<const std::string_view> candidates) {
    const auto known = std::ranges::find(kOtherWords, word, &OtherWord::theirs);
    if (known == std::end(kOtherWords) || std::ranges::find(candidates, known->ours) == candidates.end())
        return std::nullopt;
    return known->ours;
}

}  // namespace

bool Diagnostic::suggest(SourceRange at, std::string_view word, std::span<const std::string_view> candidates) {
    const auto same = translated(word, candidates);
    const auto near = same ? same : nearest(word, candidates);
    if (near) help("did you mean `" + std::string(*near) + "`?").fix(at, std::string(*near));
    return near.has_value();
}

}  // namespace weir
