// The signature: types, defaults, ranges.
#include "compiler/sema/checker.h"
#include "step/step.h"

namespace weir::sema {
namespace {

std::vector<std::string_view> parameter_types() {
    std::vector<std::string_view> names;
#define WEIR_UNIT(name, text, parameter, money, quantity, time) \
    if (parameter) names.push_back(text);
#include "compiler/sema/units.def"
#undef WEIR_UNIT
    return names;
}

}  // namespace

std::optional<Unit> named_unit(const syntax::Name& type, Diagnostics& diagnostics) {
    const std::optional<Unit> unit = parameter_unit(type.text);
    if (unit || type.text.empty()) return unit;
    Diagnostic diagnostic = message::unknown_type(type.range, type.text);
    const std::vector<std::string_view> types = parameter_types();
    if (!diagnostic.suggest(type.range, type.text, types))
        diagnostic.help("it is a ratio, price, quantity, money, duration, rate, count or level");
    diagnostics.report(std::move(diagnostic));
    return std::nullopt;
}

void StrategyChecker::parameter(const syntax::Parameter& source) {
    Parameter parameter;
    parameter.name = source.name.text;
    parameter.doc = source.doc;
    parameter.live = source.live;
    parameter.range = source.range;
    parameter.name_range = source.name.range;
    parameter.unit = named_unit(source.type, diagnostics_).value_or(Unit::error);
    parameter.value = parameter_literal(source.value, parameter);
    parameter.low = parameter_literal(source.low, parameter);
    parameter.high = parameter_literal(source.high, parameter);
    check_range(source, parameter);
    if (strategy_.parameters.size() == step::kMaxParameters)
        diagnostics_.report(message::too_many_parameters(source.range, step::kMaxParameters));
    strategy_.parameters.push_back(std::move(parameter));
    scope_.declare_parameter(static_cast<uint32_t>(strategy_.parameters.size() - 1), source.name);
}

std::optional<Literal> StrategyChecker::parameter_literal(const syntax::ExprPtr& source, const Parameter& parameter) {
    if (!source || parameter.unit == Unit::error) return std::nullopt;
    const Expression value = expressions_.expect(*source, {parameter.unit}, "");
    if (value.is_error()) return std::nullopt;
    const Measure measure = value.literal.measure;
    const bool fixed = measure != Measure::ticks && measure != Measure::lots;
    if (value.operation == Operation::literal && fixed) return value.literal;
    diagnostics_.report(message::not_constant(source->range)
                            .help(fixed ? "write a number with its unit"
                                        : "how much a tick or a lot is depends on the instrument: let the parameter be "
                                          "a count, and write `name * 1 tick` where it is used"));
    return std::nullopt;
}

bool StrategyChecker::has_range(const Expression& named, std::string_view what, std::string_view example) {
    if (bounds_of(named, strategy_)) return true;
    const Parameter& parameter = strategy_.parameters[named.index];
    const bool written = named.index < source_.parameters.size() && source_.parameters[named.index].low != nullptr;
    const bool said = parameter.live || written;
    if (!said && tree_is_whole_)
        diagnostics_.report(message::range_needed(named.range, parameter.name, what)
                                .label(parameter.name_range, "declared without a range")
                                .help("add a range, for example `" + std::string(example) + "`"));
    return false;
}

/// A range the wrong way round is reported, and then is none: what was meant is not known.
void StrategyChecker::check_range(const syntax::Parameter& source, Parameter& parameter) {
    const bool readable = parameter.unit != Unit::error;
    if (parameter.live && readable && !source.low && tree_is_whole_)
        diagnostics_.report(message::live_without_range(source.name.range, source.name.text)
                                .help("say how far it may be moved, for example `from 1% to 25%`"));
    if (!parameter.low || !parameter.high) return;
    if (compare(parameter.low->value, parameter.high->value) > 0) {
        diagnostics_.report(
            message::range_reversed(cover(source.low->range, source.high->range))
                .fix(cover(source.low->range, source.high->range),
                     std::string(file_.text(source.high->range)) + " to " + std::string(file_.text(source.low->range)))
                .help("write the smaller bound first"));
        parameter.low.reset();
        parameter.high.reset();
        return;
    }
    if (!parameter.value) return;
    if (compare(parameter.value->value, parameter.low->value) >= 0 &&
        compare(parameter.value->value, parameter.high->value) <= 0)
        return;
    diagnostics_.report(message::default_outside_range(source.value->range, parameter.name)
                            .label(cover(source.low->range, source.high->range), "its range"));
}

}  // namespace weir::sema
