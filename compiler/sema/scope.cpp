#include "compiler/sema/scope.h"

#include <algorithm>
#include <array>

#include "compiler/sema/expressions.h"
#include "step/step.h"

namespace weir::sema {
namespace {

struct Spelling {
    std::string_view text;
    Word word;
};

constexpr std::array kSpellings = {
#define WEIR_WORD(name, text, unit, absent, target) Spelling{text, Word::name},
#define WEIR_WORD_ALIAS(text, name) Spelling{text, Word::name},
#include "compiler/sema/words.def"
#undef WEIR_WORD
#undef WEIR_WORD_ALIAS
};

/// Objects of the prelude: their first names are taken, though they are not values.
constexpr std::array<std::string_view, 2> kObjects = {"order", "trade"};

}  // namespace

std::optional<Word> word_of(std::string_view text) {
    for (const Spelling& spelling : kSpellings)
        if (spelling.text == text) return spelling.word;
    return std::nullopt;
}

std::vector<std::string_view> all_words() {
    std::vector<std::string_view> words;
    for (const Spelling& spelling : kSpellings) words.push_back(spelling.text);
    return words;
}

bool shadows_prelude(const syntax::Name& name, Diagnostics& diagnostics) {
    if (!word_of(name.text) && std::ranges::find(kObjects, name.text) == kObjects.end()) return false;
    diagnostics.report(message::shadows_prelude(name.range, name.text)
                           .here("this name belongs to the language")
                           .help("choose another name, for example `my_" + name.text + "`"));
    return true;
}

bool Scope::available(const syntax::Name& name, const Place& place) {
    if (name.text.empty() || shadows_prelude(name, diagnostics_)) return false;
    if (const auto leg = leg_of(strategy_, name.text)) {
        diagnostics_.report(message::duplicate_name(name.range, name.text)
                                .label(strategy_.legs[*leg].name_range, "it is the name of a leg"));
        return false;
    }
    const auto other = std::ranges::find_if(entries_, [&](const Entry& entry) {
        return entry.name == name.text && (encloses(entry.place, place) || encloses(place, entry.place));
    });
    if (other != entries_.end()) {
        diagnostics_.report(
            message::duplicate_name(name.range, name.text).label(other->range, "it is first declared here"));
        return false;
    }
    return true;
}

void Scope::declare_parameter(uint32_t index, const syntax::Name& name) {
    if (available(name, {}))
        entries_.push_back({name.text, name.range, nullptr, {}, index, Progress::done, false, false});
}

void Scope::declare_let(const syntax::Let& let, const Place& place) {
    if (available(let.name, place))
        entries_.push_back({let.name.text, let.name.range, &let, place, 0, Progress::waiting, false, false});
}

void Scope::declare_work(const syntax::Name& name) {
    const auto other = std::ranges::find(works_, name.text, &syntax::Name::text);
    if (!name.text.empty() && other != works_.end())
        diagnostics_.report(message::duplicate_work(name.range, name.text).label(other->range, "the first"));
    works_.push_back(name);
}

std::optional<uint32_t> Scope::work(const syntax::Name& name) {
    const auto found = std::ranges::find(works_, name.text, &syntax::Name::text);
    if (name.text.empty()) return std::nullopt;
    if (found != works_.end()) return static_cast<uint32_t>(found - works_.begin());
    if (std::ranges::find(unknown_works_, name.text) != unknown_works_.end()) return std::nullopt;
    unknown_works_.push_back(name.text);
    Diagnostic diagnostic = message::unknown_work(name.range, name.text);
    std::vector<std::string_view> names;
    for (const syntax::Name& work : works_) names.push_back(work.text);
    diagnostic.suggest(name.range, name.text, names);
    diagnostics_.report(std::move(diagnostic));
    return std::nullopt;
}

Scope::Entry* Scope::find(std::string_view name) {
    const auto found = std::ranges::find_if(
        entries_, [&](const Entry& entry) { return entry.name == name && encloses(entry.place, here_); });
    return found == entries_.end() ? nullptr : &*found;
}

std::optional<Expression> Scope::read(std::string_view name, SourceRange range) {
    if (!frames_.empty()) return argument(*frames_.back(), name, range);
    Entry* entry = find(name);
    if (!entry) {
        report_unknown(name, range);
        return std::nullopt;
    }
    entry->used = true;
    if (entry->progress == Progress::open) {
        report_circle(*entry, range);
        return std::nullopt;
    }
    check_let(*entry);
    return reference(*entry, range);
}

std::optional<Expression> Scope::argument(Frame& frame, std::string_view name, SourceRange range) {
    const auto& parameters = frame.function->parameters;
    std::vector<std::string_view> candidates = all_words();
    for (size_t i = 0; i < parameters.size(); ++i) {
        candidates.push_back(parameters[i].name.text);
        if (parameters[i].name.text != name) continue;
        frame.read[i] = true;
        Expression value = frame.arguments[i];
        value.range = range;
        return value;
    }
    Diagnostic diagnostic = message::unknown_name(range, name);
    if (!diagnostic.suggest(range, name, candidates))
        diagnostic.help("a function reads its parameters and the words of the language");
    diagnostics_.report(std::move(diagnostic));
    return std::nullopt;
}

std::vector<size_t> Scope::Frame::unread() const {
    std::vector<size_t> unread;
    for (size_t i = 0; i < read.size(); ++i)
        if (!read[i]) unread.push_back(i);
    return unread;
}

Expression Scope::bind(Expression argument) {
    if (argument.is_error() || argument.operands.empty()) return argument;
    if (is_too_deep(argument, argument.range)) return poison(argument.range);
    belong(argument, kOrderInstrument);
    Expression result;
    result.operation = Operation::let;
    result.unit = argument.unit;
    result.instrument = argument.instrument;
    result.range = argument.range;
    result.may_be_absent = argument.may_be_absent;
    result.reads_target = argument.reads_target;
    result.index = static_cast<uint32_t>(strategy_.lets.size());
    const int32_t depth = depth_of(argument);
    strategy_.lets.push_back({"", here_, std::move(argument), result.range, depth});
    return result;
}

std::optional<uint32_t> Scope::depth(int32_t levels) {
    std::vector<int32_t>& depths = strategy_.depths;
    const auto found = std::ranges::find(depths, levels);
    const auto place = static_cast<uint32_t>(found - depths.begin());
    if (found != depths.end()) return place;
    if (depths.size() == step::kMaxDepths) return std::nullopt;
    depths.push_back(levels);
    return place;
}

bool Scope::may_go_deeper(SourceRange range) {
    if (functions_.enter() <= kDepthMost) return true;
    functions_.leave();
    report_too_deep(range);
    return false;
}

bool Scope::is_too_deep(const Expression& value, SourceRange range) {
    if (depth_of(value) <= kDepthMost) return false;
    report_too_deep(range);
    return true;
}

int32_t Scope::depth_of(const Expression& value) const {
    int32_t below = value.operation == Operation::let ? strategy_.lets[value.index].depth : 0;
    for (const Expression& operand : value.operands) below = std::max(below, depth_of(operand));
    return below + 1;
}

/// Once: what reads it is too deep as well.
void Scope::report_too_deep(SourceRange range) {
    if (!std::exchange(said_too_deep_, true))
        diagnostics_.report(message::names_too_deep(range, kDepthMost)
                                .help("say it in fewer steps, or let them not build on each other"));
}

void Scope::check_let(Entry& entry) {
    if (entry.progress != Progress::waiting) return;
    const auto position = static_cast<size_t>(&entry - entries_.data());
    entry.progress = Progress::open;
    open_.push_back(position);
    ExpressionChecker checker(*this, strategy_, diagnostics_);
    const Place outer = enter(entry.place);
    Expression value = checker.check(*entry.let->value);
    enter(outer);
    if (is_too_deep(value, entry.range)) value = poison(entry.let->value->range);
    if (value.operation != Operation::literal) belong(value, kOrderInstrument);
    open_.pop_back();
    Entry& done = entries_[position];
    done.progress = Progress::done;
    done.broken = done.broken || value.is_error();
    done.index = static_cast<uint32_t>(strategy_.lets.size());
    const int32_t depth = depth_of(value);
    strategy_.lets.push_back({done.name, done.place, std::move(value), done.range, depth});
}

Expression Scope::reference(const Entry& entry, SourceRange range) const {
    Expression result;
    result.range = range;
    if (!entry.let) {
        const Parameter& parameter = strategy_.parameters[entry.index];
        result.operation = Operation::parameter;
        result.unit = parameter.unit;
        if (has_instrument(parameter.unit)) result.instrument = kOrderInstrument;
        result.index = entry.index;
        return result;
    }
    if (entry.broken) return result;
    const Expression& value = strategy_.lets[entry.index].value;
    if (value.operation == Operation::literal) {  // a name for a number is the number
        result = value;
        result.range = range;
        return result;
    }
    result.operation = Operation::let;
    result.unit = value.unit;
    result.instrument = value.instrument;
    result.may_be_absent = value.may_be_absent;
    result.reads_target = value.reads_target;
    result.index = entry.index;
    return result;
}

void Scope::report_unknown(std::string_view name, SourceRange range) {
    if (std::ranges::find(unknown_, name) != unknown_.end()) return;
    unknown_.emplace_back(name);
    std::vector<std::string_view> candidates = all_words();
    for (const Entry& entry : entries_) candidates.push_back(entry.name);
    Diagnostic diagnostic = message::unknown_name(range, name);
    const auto elsewhere = std::ranges::find(entries_, name, &Entry::name);
    if (elsewhere != entries_.end())
        diagnostic.label(elsewhere->range, "it is known only in the block that it is declared in")
            .help("declare it outside of the block");
    else
        diagnostic.suggest(range, name, candidates);
    diagnostics_.report(std::move(diagnostic));
}

void Scope::report_circle(const Entry& from, SourceRange range) {
    const auto first = std::ranges::find(open_, static_cast<size_t>(&from - entries_.data()));
    Diagnostic diagnostic = message::let_cycle(from.range, from.name).label(range, "it is read again here");
    for (auto at = first; at != open_.end(); ++at) {
        entries_[*at].broken = true;
        if (at != first) diagnostic.label(entries_[*at].range, "by way of `" + entries_[*at].name + "`");
    }
    diagnostics_.report(std::move(diagnostic));
}

void Scope::check_all_lets() {
    for (size_t i = 0; i < entries_.size(); ++i) check_let(entries_[i]);
}

void Scope::report_unused() {
    if (said_too_deep_) return;  // what is further down was not read
    for (const Entry& entry : entries_) {
        if (entry.used) continue;
        if (entry.let)
            diagnostics_.report(message::unused_let(entry.range, entry.name).help("remove it, or use it in a clause"));
        else
            diagnostics_.report(
                message::unused_parameter(entry.range, entry.name).help("remove it, or use it in a clause"));
    }
}

}  // namespace weir::sema
