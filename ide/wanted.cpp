#include "ide/wanted.h"

#include <algorithm>
#include <array>
#include <span>

#include "ide/reference.h"
#include "ide/typed.h"

namespace weir::ide {
namespace {

using sema::Unit;
using Words = std::span<const std::string>;

/// The unit of what stands behind a word of a statement that begins with `head`; "*": with any.
struct Place {
    std::string_view head, word;
    std::vector<Unit> units;
};

const std::vector<Place>& places() {
    using enum Unit;
    static const std::vector<Place> all{
        {"participate", "most", {ratio}},
        {"participate", "least", {ratio}},
        {"participate", "participate", {ratio}},
        {"schedule", "schedule", {ratio}},
        {"schedule", "for", {quantity}},
        {"schedule", "until", {time}},
        {"tilt", "tilt", {ratio}},
        {"stay", "within", {ratio, quantity}},
        {"stay", "to", {ratio, quantity}},
        {"catch", "most", {ratio}},
        {"settle", "settle", {duration}},
        {"session", "session", {time}},
        {"session", "to", {time}},
        {"complete", "to", {ratio}},
        {"would", "to", {quantity}},
        {"would", "at", {price}},
        {"at", "at", {price, time}},
        {"up", "to", {price}},
        {"peg", "+", {price}},
        {"peg", "-", {price}},
        {"take", "take", {quantity}},
        {"child", "most", {quantity, money}},
        {"child", "least", {quantity, money}},
        {"show", "show", {ratio, quantity}},
        {"size", "size", {ratio}},
        {"size", "to", {ratio}},
        {"refill", "refill", {ratio}},
        {"reload", "after", {duration}},
        {"reload", "to", {duration}},
        {"limit", "limit", {price}},
        {"deadline", "deadline", {duration}},
        {"minimum", "minimum", {quantity}},
        {"child", "value", {money}},
        {"child", "quantity", {quantity}},
        {"participation", "participation", {ratio}},
        {"price", "within", {ratio, price}},
        {"price", "of", {price}},
        {"messages", "messages", {count}},
        {"working", "orders", {count}},
        {"leg", "exposure", {money, quantity}},
        {"then", "to", {ratio, quantity, money}},
        {"dark", "to", {ratio, quantity, money}},
        {"lit", "to", {ratio, quantity, money}},
        {"order", "buy", {quantity}},
        {"order", "sell", {quantity}},
        {"order", "short", {quantity}},
        {"order", "from", {time}},
        {"order", "to", {time}},
        {"order", "limit", {price}},
        {"market", "at", {price}},
        {"market", "spread", {price, ratio}},
        {"market", "volume", {quantity}},
        {"market", "depth", {quantity}},
        {"at", "spread", {price, ratio}},
        {"at", "mid", {price}},
        {"at", "moves", {ratio, price}},
        {"at", "volume", {quantity}},
        {"at", "trade", {quantity}},
        {"expect", "expect", {boolean}},
        {"expect", "always", {boolean}},
        {"expect", "never", {boolean}},
        {"expect", "by", {time}},
        {"expect", "at", {time}},
        {"expect", "from", {time}},
        {"expect", "to", {time}},
        {"*", "when", {boolean}},
        {"*", "until", {boolean}},
        {"*", "and", {boolean}},
        {"*", "or", {boolean}},
        {"*", "not", {boolean}},
        {"*", "for", {duration}},
        {"*", "over", {duration}},
        {"*", "per", {duration}},
        {"*", "every", {duration}},
        {"*", "vary", {ratio}},
        {"*", "than", {price}},
        {"*", "by", {ratio, price}},
        {"*", "of", {quantity, price, money}},
    };
    return all;
}

bool is_comparison(std::string_view word) {
    return word == "<" || word == "<=" || word == ">" || word == ">=" || word == "=" || word == "!=";
}

/// The names of the arguments of a function, as its form has them: `average(x, D)` has `x` and `D`.
std::vector<std::string> arguments_of(const Form& form) {
    std::vector<std::string> arguments;
    const size_t begin = form.text.find('('), end = form.text.rfind(')');
    for (size_t at = begin + 1; at < end;) {
        const size_t comma = std::min(form.text.find(", ", at), end);
        arguments.push_back(form.text.substr(at, comma - at));
        at = comma + 2;
    }
    return arguments;
}

class Seeker {
  public:
    Seeker(const Analysis& analysis, Words words, uint32_t offset)
        : analysis_(analysis), words_(words), offset_(offset) {}

    /// From the place back to the word that says it, over what is in parentheses.
    std::vector<Unit> seek() const {
        for (size_t i = words_.size(); i-- > 0;) {
            const std::string& word = words_[i];
            if (word == ")") {
                i = opening(i);
                continue;
            }
            if (word == "(") return of_argument(i);
            if ((word == "<=" && is_limit(i)) || (word == "=" && words_.front() == "let")) continue;
            if (is_comparison(word) || word == "+" || word == "-") return left_of(i);
            if (word == "*" || word == "/") return {};
            for (const Place& place : places())
                if (place.word == word && (place.head == words_.front() || place.head == "*")) return place.units;
            if (word == ":" || word == ",") return {};
        }
        return {};
    }

  private:
    /// `child value <= …`: the words before it say it.
    bool is_limit(size_t i) const {
        const std::string& head = words_.front();
        return i > 0 &&
               (head == "child" || head == "participation" || head == "messages" || head == "working" || head == "leg");
    }

    size_t opening(size_t closing) const {
        int depth = 0;
        for (size_t i = closing + 1; i-- > 0;) {
            depth += (words_[i] == ")") - (words_[i] == "(");
            if (depth == 0) return i;
        }
        return 0;
    }

    std::vector<Unit> left_of(size_t i) const {
        if (i == 0) return {};
        size_t left = i - 1;
        if (words_[left] == ")") {
            left = opening(left);
            if (left == 0) return {};
            --left;
            const std::string& function = words_[left];
            if (function == "vwap") return {Unit::price};
            if (function == "gain" || function == "pressure") return {Unit::ratio};
            const bool is_window = function == "average" || function == "highest" || function == "lowest" ||
                                   function == "ema" || function == "abs" || function == "min" || function == "max";
            if (is_window && left + 2 < i) return known(words_[left + 2]);
            return {};
        }
        if (left >= 2 && words_[left - 1] == ".") return known(words_[left - 2] + "." + words_[left]);
        if (left >= 1 && words_[left] == "touch") return {Unit::price};
        if (left >= 1 && words_[left - 1] == "child")
            return known(words_[left] == "value" ? "executed_value" : words_[left] == "price" ? "mid" : "executed");
        return known(words_[left]);
    }

    std::vector<Unit> known(std::string_view word) const {
        const Unit unit = unit_of(analysis_, word, offset_);
        if (unit == Unit::error) return {};
        return {unit};
    }

    /// By the names that the reference gives to arguments.
    std::vector<Unit> of_argument(size_t opens) const {
        if (opens == 0) return {};
        const std::string& function = words_[opens - 1];
        size_t which = 0;
        int depth = 0;
        for (size_t i = opens + 1; i < words_.size(); ++i) {
            depth += (words_[i] == "(") - (words_[i] == ")");
            which += depth == 0 && words_[i] == ",";
        }
        for (const Form& form : forms_of(function)) {
            const std::vector<std::string> arguments = arguments_of(form);
            if (which >= arguments.size()) continue;
            const std::string& name = arguments[which];
            if (name == "D") return {Unit::duration};
            if (name == "c") return {Unit::boolean};
            if (name == "N levels") return {Unit::level};
            if (function == "gain") return {Unit::price};
            return {};
        }
        return {};
    }

    const Analysis& analysis_;
    Words words_;
    uint32_t offset_;
};

}  // namespace

Unit unit_of(const Analysis& analysis, std::string_view word, uint32_t offset) {
#define WEIR_WORD(name, text, unit, absent, target) \
    if (word == (text)) return Unit::unit;
#define WEIR_WORD_ALIAS(text, name)
#include "compiler/sema/words.def"
#undef WEIR_WORD
#undef WEIR_WORD_ALIAS
    if (word.starts_with("order.")) return unit_of(analysis, word.substr(6), offset);
    for (const Declaration& declared : analysis.names.declarations) {
        if (declared.name != word || declared.range.file != 0) continue;
        if (declared.kind == NameKind::parameter || declared.kind == NameKind::argument)
            return sema::parameter_unit(analysis.text(declared.type)).value_or(Unit::error);
        if (declared.kind != NameKind::let) continue;
        const sema::Typed* value = type_of_let(analysis, declared);
        if (value != nullptr) return value->unit;
    }
    return Unit::error;
}

std::vector<Unit> wanted_at(const Analysis& analysis, const syntax::Expected& expected, uint32_t offset) {
    return Seeker(analysis, expected.before, offset).seek();
}

}  // namespace weir::ide
