#include "compiler/sema/functions.h"

#include <algorithm>

#include "compiler/sema/expressions.h"
#include "compiler/sema/scope.h"

namespace weir::sema {
namespace {

/// What a parameter may be while a body is checked by itself: any value of its unit, or none. A window must be known
/// when the script is read, so a duration is one that suits each window.
Expression stand_in(Unit unit, SourceRange range) {
    constexpr int64_t kAnyWindow = 64'000'000'000;
    Expression argument = make(unit == Unit::duration ? Operation::literal : Operation::argument, unit, range, {});
    if (unit == Unit::duration)
        argument.literal = {{kAnyWindow, 0}, Measure::nanoseconds, {}};
    else
        argument.may_be_absent = true;
    return argument;
}

}  // namespace

void Functions::declare(const syntax::Function& function) {
    const syntax::Name& name = function.name;
    if (name.text.empty()) return;
    if (is_built_in(name.text) || word_of(name.text)) {
        diagnostics_.report(message::shadows_prelude(name.range, name.text)
                                .here("this name belongs to the language")
                                .help("choose another name, for example `my_" + name.text + "`"));
    } else if (const syntax::Function* other = find(name.text)) {
        diagnostics_.report(
            message::duplicate_name(name.range, name.text).label(other->name.range, "it is first declared here"));
    } else {
        entries_.push_back({&function});
    }
}

const syntax::Function* Functions::find(std::string_view name) const {
    const auto found =
        std::ranges::find(entries_, name, [](const Entry& e) -> std::string_view { return e.function->name.text; });
    return found == entries_.end() ? nullptr : found->function;
}

std::vector<std::string_view> Functions::names() const {
    std::vector<std::string_view> names;
    for (const Entry& entry : entries_) names.push_back(entry.function->name.text);
    return names;
}

bool Functions::usable(const syntax::Function& function) {
    const auto found = std::ranges::find(entries_, &function, &Entry::function);
    const auto index = static_cast<size_t>(found - entries_.begin());
    if (found->progress == Progress::open) report_circle(index);
    if (found->progress != Progress::waiting) return !found->broken;
    found->progress = Progress::open;
    open_.push_back(index);
    const bool right = check_signature(function) && check_body(function);
    open_.pop_back();
    Entry& entry = entries_[index];
    entry.progress = Progress::done;
    entry.broken |= !right;
    return !entry.broken;
}

void Functions::check_all() {
    for (const Entry& entry : entries_) usable(*entry.function);
}

bool Functions::check_signature(const syntax::Function& function) {
    bool right = function.value != nullptr;
    for (size_t i = 0; i < function.parameters.size(); ++i) {
        const syntax::FunctionParameter& parameter = function.parameters[i];
        right = named_unit(parameter.type, diagnostics_).has_value() && right;
        right = !shadows_prelude(parameter.name, diagnostics_) && right;
        const auto same_name = [&](const syntax::FunctionParameter& other) {
            return other.name.text == parameter.name.text;
        };
        const auto first = std::ranges::find_if(function.parameters, same_name);
        if (first - function.parameters.begin() < static_cast<ptrdiff_t>(i)) {
            diagnostics_.report(message::duplicate_name(parameter.name.range, parameter.name.text)
                                    .label(first->name.range, "it is first declared here"));
            right = false;
        }
    }
    if (!function.result.text.empty()) right = named_unit(function.result, diagnostics_).has_value() && right;
    return right;
}

bool Functions::check_body(const syntax::Function& function) {
    Strategy nobody;
    Scope scope(nobody, *this, diagnostics_);
    std::vector<Expression> arguments;
    for (const syntax::FunctionParameter& parameter : function.parameters)
        arguments.push_back(stand_in(*parameter_unit(parameter.type.text), parameter.range));
    Scope::Frame frame{&function, std::move(arguments)};
    ExpressionChecker checker(scope, nobody, diagnostics_);
    const Scope::Inside inside(scope, frame);
    const bool right = !checker.body_of(function).is_error();
    if (right)
        for (const size_t unread : frame.unread())
            diagnostics_.report(
                message::unused_parameter(function.parameters[unread].name.range, function.parameters[unread].name.text)
                    .help("remove it, or use it in the function"));
    return right;
}

void Functions::report_circle(size_t from) {
    const auto first = std::ranges::find(open_, from);
    const syntax::Name& name = entries_[from].function->name;
    if (entries_[from].broken) return;
    Diagnostic diagnostic = message::function_cycle(name.range, name.text);
    for (auto at = first; at != open_.end(); ++at) {
        entries_[*at].broken = true;
        const syntax::Name& other = entries_[*at].function->name;
        if (at != first) diagnostic.label(other.range, "by way of `" + other.text + "`");
    }
    diagnostics_.report(std::move(diagnostic).help("a function cannot use itself: a script ends in bounded time"));
}

}  // namespace weir::sema
