// What can be broken in a value: a unit, a name, an operator, a length of time. Part of `near_misses.cpp`.
#pragma once

#include <algorithm>
#include <random>

#include "near_misses.h"

namespace weir::sema::test {

using namespace syntax;

/// What a place takes, and what is put there instead: never of a kind that it takes.
enum Kinds : unsigned { kDuration = 1, kRatio = 2, kPrice = 4, kQuantity = 8, kMoney = 16, kCondition = 32 };
struct Value {
    Kinds kind;
    std::string_view text;
};
constexpr Value kValues[] = {{kDuration, "90 s"},   {kRatio, "7%"},        {kPrice, "12 ticks"},
                             {kQuantity, "5 lots"}, {kMoney, "900 quote"}, {kCondition, "(mid > bid)"}};

class BrokenValues {
  protected:
    BrokenValues(const SourceFile& file, uint64_t seed) : file_(file), random_(seed) {}

    using Codes = std::vector<Code>;

    std::string text(SourceRange range) const { return std::string(file_.text(range)); }
    SourceRange between(uint32_t begin, uint32_t end) const { return {file_.id(), begin, end}; }

    /// Within one statement.
    void add(std::string_view kind, SourceRange at, std::string replacement, Codes codes) {
        add(kind, statement_, at, std::move(replacement), std::move(codes));
    }
    void add(std::string_view kind, SourceRange blamed, SourceRange at, std::string replacement, Codes codes) {
        found_.push_back({kind, blamed, at, std::move(replacement), std::move(codes)});
    }

    // ---- values
    /// A value of a clause: what of it can be broken, and a value of another kind in its place.
    void value(const ExprPtr& expr, unsigned takes) {
        if (expr == nullptr) return;
        if (takes != 0) {
            if ((takes & kPrice) != 0) takes |= kMoney;  // `900 quote` is a price, too
            std::vector<std::string_view> others;
            for (const Value& one : kValues)
                if ((takes & one.kind) == 0) others.push_back(one.text);
            const SourceRange all = whole(*expr);
            add("value of another kind", all, "(" + std::string(others[random_() % others.size()]) + ")",
                {Code::wrong_unit});
            if ((takes & kDuration) != 0) add("time of day", all, "09:30", {Code::time_of_day});
        }
        parts(*expr);
    }
    /// With the parentheses around it.
    SourceRange whole(const Expr& expr) const {
        SourceRange range = expr.range;
        const std::string& script = file_.text();
        if (!expr.parenthesised) return range;
        return between(static_cast<uint32_t>(script.rfind('(', range.begin - 1)),
                       static_cast<uint32_t>(script.find(')', range.end) + 1));
    }

    void parts(const Expr& expr) {
        std::visit([&](const auto& kind) { part(expr, kind); }, expr.kind);
    }
    void parts(const ExprPtr& expr) {
        if (expr != nullptr) parts(*expr);
    }

    void part(const Expr&, const ErrorExpr&) {}
    void part(const Expr&, const TimeOfDay&) {}
    void part(const Expr&, const Number& number) {
        const std::string& unit = number.unit.text;
        if (unit.empty() || unit == "%") return;
        const std::string wrong = std::islower(unit[0]) != 0 ? unit + "q" : unit + "_Q";
        add("misspelt unit", number.unit.range, wrong, {Code::unknown_unit});
    }
    void part(const Expr& expr, const NameRef& ref) {
        if (ref.name.find(' ') == std::string::npos)
            add("misspelt name", expr.range, ref.name + "q", {Code::unknown_name});
    }
    void part(const Expr&, const Member& member) {
        add("misspelt member", member.member.range, member.member.text + "q", {Code::unknown_member});
    }
    void part(const Expr& expr, const Call& call) {
        const std::string& name = call.function.text;
        add("misspelt function", call.function.range, name + "q", {Code::unknown_function});
        add("too many arguments", between(expr.range.end - 1, expr.range.end), ", mid)", {Code::wrong_argument_count});
        if (call.arguments.size() == 2 && name != "min" && name != "max" && name != "gain") {
            parts(call.arguments[0]);
            window(call.arguments[1]);
        } else if (name != "normal" && name != "pressure") {
            for (const ExprPtr& one : call.arguments) parts(one);
        }
    }
    /// A length of time that is written: seconds in place of minutes mean something, a few nanoseconds nothing.
    void window(const ExprPtr& expr) {
        value(expr, kDuration);
        if (std::holds_alternative<Number>(expr->kind))
            add("nanoseconds for a window", expr->range, "20 ns", {Code::window_too_short});
    }
    /// Two and a half levels, messages, times.
    void whole_number(const ExprPtr& expr) {
        const auto* number = expr == nullptr ? nullptr : std::get_if<Number>(&expr->kind);
        if (number != nullptr && number->unit.text.empty() && number->value.decimals == 0)
            add("fraction for a count", between(expr->range.end, expr->range.end), ".5", {Code::wrong_unit});
    }
    void part(const Expr&, const Since& since) { parts(since.start); }
    void part(const Expr&, const Named& named) { parts(named.value); }
    void part(const Expr&, const Curve& curve) {
        parts(curve.input);
        if (curve.points.size() < 2) return;
        const CurvePoint &first = curve.points[0], &second = curve.points[1];
        add("points of a curve that fall", first.at->range, text(second.at->range), {Code::curve_not_rising});
        add("curve of one point", between(first.range.end, curve.points.back().range.end), "",
            {Code::curve_of_one_point});
    }
    void part(const Expr&, const Unary& unary) { parts(unary.operand); }
    void part(const Expr&, const For& sustained) {
        parts(sustained.condition);
        value(sustained.duration, kDuration);
    }
    void part(const Expr&, const Ago& ago) { parts(ago.operand), parts(ago.duration); }
    void part(const Expr&, const Sampled& sampled) { parts(sampled.operand); }
    void part(const Expr&, const Seen& seen) { parts(seen.operand); }
    void part(const Expr&, const Settled& settled) {
        add("misspelt work", settled.work.range, settled.work.text + "q", {Code::unknown_work});
    }
    void part(const Expr& expr, const Relative& relative) {
        add("lost `than`", relative.op_range, relative.favour == Favour::better ? "better" : "worse",
            {Code::unexpected});
        add("side for a price", whole(*relative.right), "buy",
            {Code::wrong_unit, Code::cannot_compare, Code::cannot_combine});
        number_of_another_kind(relative.by, {Code::wrong_unit});
        const bool distance = std::holds_alternative<Number>(relative.left->kind);
        if (distance && relative.by == nullptr)
            add("twice better", between(expr.range.end, expr.range.end), " better than mid",
                {Code::chained_comparison});
        parts(relative.left), parts(relative.right), parts(relative.by);
    }
    void part(const Expr& expr, const Binary& binary) {
        const BinaryOp op = binary.op;
        if (op >= BinaryOp::less && op <= BinaryOp::not_equal) {
            if (!binary.right->parenthesised || whole(*binary.right).end == expr.range.end)
                add("chained comparison", between(expr.range.end, expr.range.end), " < 2", {Code::chained_comparison});
            number_of_another_kind(binary.left, {Code::cannot_compare});
            number_of_another_kind(binary.right, {Code::cannot_compare});
        }
        if (op == BinaryOp::add || op == BinaryOp::subtract) {
            number_of_another_kind(binary.left, {Code::cannot_combine});
            number_of_another_kind(binary.right, {Code::cannot_combine});
        }
        if (op == BinaryOp::of) number_of_another_kind(binary.left, {Code::wrong_unit});
        if (op == BinaryOp::logical_and || op == BinaryOp::logical_or)
            add("no condition", whole(*binary.right), "3 ticks", {Code::wrong_unit});
        parts(binary.left), parts(binary.right);
    }
    /// `3 ticks` becomes `3 s`: one side of a comparison, or of a sum.
    void number_of_another_kind(const ExprPtr& expr, Codes codes) {
        const auto* number = expr == nullptr ? nullptr : std::get_if<Number>(&expr->kind);
        if (number == nullptr || number->unit.text.empty()) return;
        const bool duration = std::ranges::find(kDurations, number->unit.text) != std::end(kDurations);
        add("unit of another kind", number->unit.range, duration ? " lots" : " s", std::move(codes));
    }
    static constexpr std::string_view kDurations[] = {"ns", "us", "ms", "s", "min", "h", "d", "day", "days"};

    const SourceFile& file_;
    std::mt19937_64 random_;
    SourceRange statement_;  // that is being read
    std::vector<Break> found_;
};

}  // namespace weir::sema::test
