// What could be typed at a place: what the grammar lets stand there, the names that can be read, whole statements.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "compiler/syntax/expected.h"
#include "ide/carried.h"
#include "ide/ide.h"
#include "ide/reference.h"
#include "ide/wanted.h"

namespace weir::ide {
namespace {

using sema::Unit;
using syntax::Expected;
using Kind = CompletionKind;

// How well a completion fits.
enum Rank : int { kFits, kMayFit, kStatement, kWord, kOther };

struct Snippet {
    std::string_view block, label, text;
};
constexpr Snippet kSnippets[] = {
#define WEIR_SNIPPET(label, block, text) {block, label, text},
#include "ide/snippets.def"
#undef WEIR_SNIPPET
};

/// The first column of `snippets.def` for the first word of a block.
std::string_view list_of(std::string_view block) {
    if (block.empty()) return "file";
    if (block == "strategy" || block == "phase" || block == "protect" || block == "one") return "strategy";
    if (block == "work" || block == "would" || block == "at") return "work";
    if (block == "policy") return "risk";
    return block;
}

struct Signal {
    std::string_view text;
    Unit unit;
    bool may_be_absent;
};
constexpr Signal kSignals[] = {
#define WEIR_WORD(name, text, unit, absent, target) {text, Unit::unit, absent != 0},
#define WEIR_WORD_ALIAS(text, name)
#include "compiler/sema/words.def"
#undef WEIR_WORD
#undef WEIR_WORD_ALIAS
};

/// How values are written in a unit, most often.
struct Literal {
    Unit unit;
    std::string_view label, text;
};
constexpr Literal kLiterals[] = {
    {Unit::ratio, "10%", "${1:10}%"},
    {Unit::ratio, "10 bps", "${1:10} bps"},
    {Unit::ratio, "1.5x", "${1:1.5}x"},
    {Unit::duration, "30 s", "${1:30} s"},
    {Unit::duration, "5 min", "${1:5} min"},
    {Unit::money, "100_000 quote", "${1:100_000} quote"},
    {Unit::quantity, "100 shares", "${1:100} shares"},
    {Unit::quantity, "1% of order", "${1:1%} of order"},
    {Unit::price, "2 ticks", "${1:2} ticks"},
    {Unit::level, "5 levels", "${1:5} levels"},
};

/// What mostly stands in a clause behind a word, or behind a number (`#`).
struct Usual {
    std::string_view clause, behind, next;
};
constexpr Usual kUsual[] = {
    {"participate", "#", "of"},
    {"participate", "of", "volume"},
    {"participate", "volume", "over"},
    {"participation", "#", "over"},
    {"price", "#", "of"},
    {"schedule", "linear", "every"},
    {"schedule", "linear", "until"},
    {"up", "#", "worse"},
    {"messages", "#", "per"},
};

class Completer {
  public:
    Completer(const Analysis& analysis, uint32_t offset, const std::vector<std::string>& paths)
        : analysis_(analysis),
          offset_(offset),
          paths_(paths),
          expected_(syntax::expected_at(analysis.file(), offset)) {}

    Completions complete() {
        out_.replaced = expected_.prefix;
        out_.block = expected_.block;
        if (expected_.where == Expected::Where::text) texts();
        if (expected_.where == Expected::Where::code && !is_typing_number()) code();
        // Of two that look the same, the one that fits better.
        std::ranges::sort(out_.items, {}, [](const Completion& item) { return std::tie(item.rank, item.label); });
        std::set<std::string_view> seen;
        std::erase_if(out_.items, [&](const Completion& item) { return !seen.insert(item.label).second; });
        return std::move(out_);
    }

  private:
    void add(Completion item) { out_.items.push_back(std::move(item)); }
    void choice(std::string_view word, int rank = kFits) {
        add({std::string(word), Kind::choice, std::string(word), {}, {}, rank});
    }
    void choices(std::initializer_list<std::string_view> words) {
        for (const std::string_view word : words) choice(word);
    }

    bool expects(std::string_view rule) const { return expected_.names.contains(std::string(rule)); }
    std::string_view last(size_t back = 0) const {
        const auto& words = expected_.before;
        return back < words.size() ? std::string_view(words[words.size() - 1 - back]) : std::string_view();
    }
    std::string_view head() const { return expected_.before.empty() ? "" : std::string_view(expected_.before.front()); }

    /// In the middle of a number nothing is proposed.
    bool is_typing_number() const {
        const std::string& text = analysis_.file().text();
        return expected_.prefix.begin == offset_ && offset_ > 0 &&
               std::isdigit(static_cast<unsigned char>(text[offset_ - 1])) != 0;
    }

    // ---------------------------------------------------------------------------------------------- code

    void code() {
        const bool begins = expected_.before.empty();
        if (begins) statements();
        if (expected_.unit) units();
        words(begins ? kOther : kWord);
        names();
        if (expects("named") && (!begins || expected_.block == "assume")) values();
    }

    void statements() {
        for (const Snippet& snippet : kSnippets)
            if (snippet.block == list_of(expected_.block))
                add({std::string(snippet.label), Kind::statement, std::string(snippet.text), {}, {}, kStatement});
        if (expected_.block.empty()) library();
    }

    /// The strategies that come with the language, to begin with.
    void library() {
        for (const Carried& script : library_scripts()) {
            const std::string_view name = script.name.substr(0, script.name.find('.'));
            const size_t begin = script.text.find("///"), end = script.text.find("\n}\n");
            if (begin == std::string_view::npos || end == std::string_view::npos) continue;
            std::string text;
            for (const char c : script.text.substr(begin, end + 2 - begin)) {
                if (c == '$' || c == '\\') text += '\\';
                text += c;
            }
            const size_t strategy = script.text.find("strategy ");
            add({fmt::format("strategy {}", name), Kind::strategy, std::move(text), "of the library",
                 comment(script.text.substr(begin, strategy - begin)), kStatement});
        }
    }
    static std::string comment(std::string_view lines) {
        std::string text;
        for (size_t at = 0; at < lines.size();) {
            const size_t feed = std::min(lines.find('\n', at), lines.size());
            const std::string_view line = lines.substr(at, feed - at);
            text += std::string(line.size() > 4 ? line.substr(4) : "") + "\n";
            at = feed + 1;
        }
        return text;
    }

    void units() {
        const std::vector<Unit> wanted = wanted_at(analysis_, before_number(), offset_);
        const auto unit = [&](std::string_view text, Unit unit) {
            if (std::isalpha(static_cast<unsigned char>(text.front())) == 0) return;
            add({std::string(text),
                 Kind::unit,
                 std::string(text),
                 std::string(sema::name_of(unit)),
                 {},
                 rank(unit, wanted)});
        };
#define WEIR_LITERAL_UNIT(text, name, scale) unit(text, Unit::name);
#include "compiler/sema/literal_units.def"
#undef WEIR_LITERAL_UNIT
        for (const std::string_view symbol : symbols()) unit(symbol, Unit::quantity);
        if (std::ranges::find(wanted, Unit::money) == wanted.end() &&
            std::ranges::find(wanted, Unit::price) == wanted.end())
            return;
#define WEIR_CURRENCY(text) unit(text, Unit::money);
#include "compiler/sema/currencies.def"
#undef WEIR_CURRENCY
    }
    /// Of instruments, as the script writes them behind numbers elsewhere: `10 BTC`.
    std::set<std::string_view> symbols() const {
        const auto is_symbol = [](std::string_view text) {
            return std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
        };
        std::set<std::string_view> found;
        const auto& tokens = analysis_.tokens;
        for (size_t i = 1; i < tokens.size(); ++i) {
            const std::string_view text = analysis_.text({0, tokens[i].begin, tokens[i].end});
            const bool is_here = tokens[i].begin <= offset_ && offset_ <= tokens[i].end;
            if (tokens[i - 1].kind == syntax::TokenClass::number && is_symbol(text) && !is_here) found.insert(text);
        }
        return found;
    }
    Expected before_number() const {
        Expected before = expected_;
        before.before.pop_back();
        return before;
    }

    static int rank(Unit unit, const std::vector<Unit>& wanted) {
        if (wanted.empty()) return kMayFit;
        if (std::ranges::find(wanted, unit) != wanted.end()) return kFits;
        // A condition compares what it is made of.
        return wanted.front() == Unit::boolean ? kMayFit : kOther;
    }

    void words(int rank) {
        for (const std::string& word : expected_.words) {
            if (std::isalpha(static_cast<unsigned char>(word.front())) == 0 || !goes_on(word)) continue;
            const bool is_touch = word == "near" || word == "far";
            const std::string text = is_touch ? word + " touch" : word;
            add({text, Kind::keyword, text, {}, {}, is_usual(word) ? kFits : rank});
        }
    }
    bool is_usual(std::string_view word) const {
        const auto is_behind = [&](std::string_view behind) {
            return behind == "#"
                       ? std::isdigit(static_cast<unsigned char>(last(1).empty() ? 'x' : last(1).front())) != 0
                       : behind == last();
        };
        return std::ranges::any_of(kUsual, [&](const Usual& one) {
            return one.clause == head() && one.next == word && is_behind(one.behind);
        });
    }

    /// Of the names of two words the second stands behind its first alone, though the grammar lets it be anywhere.
    bool goes_on(std::string_view word) const {
        if (expected_.block == "risk" && last() == "child") return false;  // its subjects are given whole
        if (word == "touch") return last() == "near" || last() == "far";
        if (word == "seen") return last() == "best" || last() == "worst";
        if (word == "value" || word == "quantity" || word == "price")
            return last() == "child" || last() == "hedge" || last() == "amend";
        if (word == "orders") return last() == "working" || last() == "no";
        if (word != "settled") return true;
        return std::ranges::any_of(analysis_.names.declarations, [&](const Declaration& one) {
            return one.kind == NameKind::work && one.name == last();
        });
    }

    void names() {
        if (expects("parameter") || expects("functionParameter") || expects("function")) {
            if (last() == ":" || last() == "->") types();
            return;
        }
        if (expects("member")) members();
        if (expects("workHead") && (last() == "before" || last() == ",")) declared({NameKind::work}, {});
        if (expects("ladder") || expects("refill")) declared({NameKind::parameter}, {Unit::count});
        if (expects("next")) declared({NameKind::phase}, {});
        if (expects("setParameter")) declared({NameKind::parameter}, {});
        if (expects("testHead")) declared({NameKind::strategy}, {});
        if (expects("including")) choices({"auctions", "blocks"});
        if (expects("catchUp")) choices({"evenly", "none"});
        if (expects("timeInForce")) choices({"day", "fok", "gtc", "ioc"});
        if (expects("scores")) scores();
        if (expects("riskLimit")) risk_subjects();
        if (expects("expect") && last() == "no") choices({"fills", "orders"});
        if (expects("argument") && head() == "schedule")
            choices({"alpha", "half_life", "impact", "risk_aversion", "urgency", "volatility"});
        if (expects("leg") && expected_.before.size() == 1) choices({"buy", "opposite", "same", "sell"});
        if (head() == "schedule" && expected_.before.size() == 1) schedules();
        if (expected_.block == "route" && last() == "of") choice("child");
        if (list_of(expected_.block) == "work" && expected_.before.size() == 1) {
            if (last() == "take") choices({"due", "behind", "leaves"});
            if (last() == "child") choices({"at most", "at least"});
        }
    }

    void types() {
        const auto type = [&](std::string_view text, bool is_one) {
            if (is_one) add({std::string(text), Kind::type, std::string(text), {}, {}, kFits});
        };
#define WEIR_UNIT(name, text, parameter, money, quantity, time) type(text, parameter != 0);
#include "compiler/sema/units.def"
#undef WEIR_UNIT
    }

    void scores() {
#define WEIR_SCORE(name, text, takes, rests) choice(text);
#include "compiler/sema/scores.def"
#undef WEIR_SCORE
    }

    void risk_subjects() {
        // At the beginning there are whole lines of them.
        if (expected_.before.empty()) return;
        const std::string before = fmt::format("{} ", fmt::join(expected_.before, " "));
        const auto subject = [&](std::string_view text) {
            if (text.starts_with(before)) choice(text.substr(before.size()));
        };
#define WEIR_RISK_SUBJECT(name, text, form) subject(text);
#include "compiler/syntax/risk_subjects.def"
#undef WEIR_RISK_SUBJECT
    }

    void schedules() {
        for (const auto& [label, text] :
             std::initializer_list<std::pair<std::string_view, std::string_view>>{{"linear", "linear"},
                                                                                  {"volume_curve", "volume_curve"},
                                                                                  {"shortfall", "shortfall(${1:3})"},
                                                                                  {"front_load", "front_load(${1:2})"},
                                                                                  {"back_load", "back_load(${1:2})"}})
            add({std::string(label), Kind::choice, std::string(text), "schedule", {}, kFits});
    }

    /// `order.`, `trade.`, and of a leg what the lead has.
    void members() {
        const bool of_leg = last(1) != "order" && last(1) != "trade";
        if (of_leg && !is_leg(last(1))) return;
        const std::string path = of_leg ? "" : fmt::format("{}.", last(1));
        const auto member = [&](std::string_view text, Unit unit, bool absent) {
            if (!text.starts_with(path)) return;
            const std::string_view name = text.substr(path.size());
            if (of_leg && !is_of_legs(name)) return;
            add({std::string(name), Kind::signal, std::string(name), unit_text(unit, absent), reference_of(text, ""),
                 kFits});
        };
#define WEIR_WORD(name, text, unit, absent, target) member(text, Unit::unit, absent != 0);
#define WEIR_WORD_ALIAS(text, name) member(text, unit_of(analysis_, #name, offset_), false);
#include "compiler/sema/words.def"
#undef WEIR_WORD
#undef WEIR_WORD_ALIAS
        if (of_leg) add({"exposure", Kind::signal, "exposure", "", reference_of("leg exposure", "risk"), kFits});
    }
    bool is_leg(std::string_view name) const {
        return std::ranges::any_of(analysis_.names.declarations, [&](const Declaration& one) {
            return one.kind == NameKind::leg && one.name == name;
        });
    }
    static bool is_of_legs(std::string_view word) {
        constexpr std::array<std::string_view, 8> kWords{"bid",  "ask",    "mid",      "spread",
                                                         "last", "volume", "executed", "executed_value"};
        return std::ranges::find(kWords, word) != kWords.end();
    }
    static std::string unit_text(Unit unit, bool may_be_absent) {
        return fmt::format("{}{}", sema::name_of(unit), may_be_absent ? ", may be absent" : "");
    }

    // ---------------------------------------------------------------------------------------------- values

    void values() {
        const std::vector<Unit> wanted = wanted_at(analysis_, expected_, offset_);
        if (expected_.number)
            for (const Literal& literal : kLiterals)
                if (std::ranges::find(wanted, literal.unit) != wanted.end())
                    add({std::string(literal.label),
                         Kind::literal,
                         std::string(literal.text),
                         std::string(sema::name_of(literal.unit)),
                         {},
                         kFits});
        for (const Signal& signal : kSignals)
            if (signal.text.find('.') == std::string_view::npos)
                add({std::string(signal.text),
                     Kind::signal,
                     std::string(signal.text),
                     unit_text(signal.unit, signal.may_be_absent),
                     {},
                     rank(signal.unit, wanted)});
        choice("order", kMayFit);
        if (last() == "(") choice("trade", kMayFit);
        functions(wanted);
        declared({NameKind::parameter, NameKind::let, NameKind::argument, NameKind::leg, NameKind::function}, wanted);
        if (!wanted.empty() && wanted.front() == Unit::boolean) settled();
        if (expected_.block == "test") states();
    }

    void functions(const std::vector<Unit>& wanted) {
        const auto function = [&](std::string_view name) {
            std::string text(name), detail;
            for (const Form& form : forms_of(name)) {
                if (detail.empty()) text = with_places(form.text);
                detail += (detail.empty() ? "" : ", ") + form.text;
            }
            const bool is_boolean = name == "became";
            add({std::string(name),
                 Kind::function,
                 std::move(text),
                 std::move(detail),
                 {},
                 is_boolean ? rank(Unit::boolean, wanted) : kMayFit});
        };
        add({"curve", Kind::function, "curve(${1:spread}: ${2:2 ticks} -> ${3:1.5x}, ${4:10 ticks} -> ${5:0.5x})",
             "curve(x: a -> y, b -> z, …)", reference_of("Curves", ""), kMayFit});
        for (const std::string_view seen : {"best seen", "worst seen"})
            add({std::string(seen),
                 Kind::function,
                 fmt::format("{}(${{1:last}})", seen),
                 "price, may be absent",
                 {},
                 rank(Unit::price, wanted)});
#define WEIR_FUNCTION(name, text, arguments) function(text);
#include "compiler/sema/functions.def"
#undef WEIR_FUNCTION
    }
    /// `average(x, D)` as `average(${1:x}, ${2:5 min})`.
    static std::string with_places(std::string_view form) {
        const size_t begin = form.find('(') + 1;
        std::string text(form.substr(0, begin));
        int number = 0;
        for (size_t at = begin; at + 1 < form.size();) {
            const size_t end = std::min(form.find(", ", at), form.size() - 1);
            const std::string_view name = form.substr(at, end - at);
            const std::string_view usual = name == "D" ? "5 min" : name == "N levels" ? "5 levels" : name;
            text += fmt::format("{}${{{}:{}}}", number == 0 ? "" : ", ", number + 1, usual);
            ++number;
            at = end + 2;
        }
        return text + ")";
    }

    void settled() {
        for (const Declaration& one : analysis_.names.declarations)
            if (one.kind == NameKind::work && can_be_read(one))
                add({one.name + " settled", Kind::signal, one.name + " settled", "boolean",
                     reference_of("next", "strategy"), kMayFit});
    }

    void states() {
        choices({"child value", "child quantity", "child price", "working orders", "target"});
        if (head() == "expect") choices({"paused", "held", "halted", "stopped", "finished", "faulted", "refused"});
    }

    /// Names of the script that can be read here.
    void declared(std::initializer_list<NameKind> kinds, const std::vector<Unit>& wanted) {
        const auto& all = analysis_.names.declarations;
        for (NameId id = 0; id < all.size(); ++id) {
            const Declaration& one = all[id];
            if (std::find(kinds.begin(), kinds.end(), one.kind) == kinds.end() || one.name.empty()) continue;
            // Nor itself, while it is being declared.
            if (!can_be_read(one) ||
                (!expected_.ranges.empty() && one.range.begin == expected_.ranges.front().begin && one.range.file == 0))
                continue;
            const Unit unit = unit_of(analysis_, one.name, offset_);
            Completion item{one.name, kind_of(one.kind), one.name, detail_of(one, unit), one.doc, kFits};
            if (one.kind == NameKind::function) item.text = call_of(one);
            const bool has_unit = one.kind == NameKind::parameter || one.kind == NameKind::let;
            if (has_unit && !wanted.empty()) item.rank = rank(unit, wanted);
            add(std::move(item));
        }
    }
    /// Of the last word before the place: where the end of a block is not yet typed the place may be behind all scopes.
    uint32_t last_begin() const { return expected_.ranges.empty() ? offset_ : expected_.ranges.back().begin; }

    /// In its scope, or in a test of its strategy.
    bool can_be_read(const Declaration& one) const {
        if (one.kind == NameKind::function || one.kind == NameKind::strategy) return true;
        if (one.scope.file != 0) return false;
        if (one.scope.begin <= last_begin() && last_begin() <= one.scope.end) return true;
        if (expected_.block != "test") return false;
        for (const Declaration& test : analysis_.names.declarations)
            if (test.kind == NameKind::test && test.range.begin <= offset_ && offset_ <= test.range.end)
                return test.parent == one.parent;
        return true;
    }
    std::string detail_of(const Declaration& one, Unit unit) const {
        if (one.kind == NameKind::parameter || one.kind == NameKind::argument)
            return std::string(analysis_.text(one.type));
        if (one.kind == NameKind::let) return unit == Unit::error ? "" : std::string(sema::name_of(unit));
        return std::string(text_of(one.kind));
    }
    std::string call_of(const Declaration& function) const {
        std::string text = function.name + "(";
        int number = 0;
        for (const Declaration& one : analysis_.names.declarations) {
            const bool is_its = one.kind == NameKind::argument && one.parent != kNoName &&
                                analysis_.names.declarations[one.parent].name_range == function.name_range;
            if (!is_its) continue;
            text += fmt::format("{}${{{}:{}}}", number == 0 ? "" : ", ", number + 1, one.name);
            ++number;
        }
        return text + ")";
    }
    static Kind kind_of(NameKind kind) {
        switch (kind) {
            case NameKind::strategy:
            case NameKind::policy:
            case NameKind::test:
                return Kind::strategy;
            case NameKind::parameter:
            case NameKind::argument:
                return Kind::parameter;
            case NameKind::let:
                return Kind::let;
            case NameKind::work:
                return Kind::work;
            case NameKind::phase:
                return Kind::phase;
            case NameKind::leg:
                return Kind::leg;
            case NameKind::function:
                return Kind::function;
        }
        return Kind::let;
    }

    // ---------------------------------------------------------------------------------------------- between quotes

    void texts() {
        const auto text = [&](std::string_view what, Kind kind) {
            add({std::string(what), kind, std::string(what), {}, {}, kFits});
        };
        if (head() == "use")
            for (const std::string& path : paths_) text(path, Kind::file);
        if (head() == "session")
            for (const std::string_view calendar : {"XLON", "XNAS", "XNYS"}) text(calendar, Kind::venue);
        const bool is_venue = expected_.block == "route" || last() == "venue" || last() == "market" || last() == "on" ||
                              (expected_.block == "work" || expected_.block == "would" || expected_.block == "at");
        if (is_venue)
            for (const std::string& venue : venues()) text(venue, Kind::venue);
    }

    /// What the script calls venues elsewhere: texts that are neither files nor titles.
    std::set<std::string> venues() const {
        std::set<std::string> found;
        for (const syntax::Token& token : analysis_.tokens) {
            if (token.kind != syntax::TokenClass::text || token.end < token.begin + 3) continue;
            if (token.begin < offset_ && offset_ <= token.end) continue;
            const std::string_view name = analysis_.text({0, token.begin + 1, token.end - 1});
            if (name.find_first_of(" ./") == std::string_view::npos) found.emplace(name);
        }
        return found;
    }

    const Analysis& analysis_;
    uint32_t offset_;
    const std::vector<std::string>& paths_;
    const Expected expected_;
    Completions out_;
};

}  // namespace

Completions completions(const Analysis& analysis, uint32_t offset, const std::vector<std::string>& paths) {
    return Completer(analysis, offset, paths).complete();
}

std::string documentation(std::string_view label, std::string_view block) {
    for (std::string_view words = label;;) {
        std::string text = reference_of(words, block);
        const size_t blank = words.rfind(' ');
        if (!text.empty() || blank == std::string_view::npos) return text;
        words = words.substr(0, blank);
    }
}

std::string filled_in(std::string_view text) {
    std::string result;
    for (size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) {
            result += text[++at];
        } else if (text.substr(at).starts_with("${")) {
            const size_t colon = text.find(':', at), end = text.find('}', at);
            result += text.substr(colon + 1, end - colon - 1);
            at = end;
        } else {
            result += text[at];
        }
    }
    return result;
}

}  // namespace weir::ide
