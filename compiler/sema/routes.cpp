// Where orders go: `route { … }`, and the items of a work that say the same for it alone.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/sema/checker.h"

namespace weir::sema {
namespace {

constexpr syntax::Decimal kZero{0, 0}, kOne{1, 0};

struct ScoreRow {
    std::string_view text;
    bool takes, rests;
};
constexpr std::array kScores = {
#define WEIR_SCORE(name, text, takes, rests) ScoreRow{text, takes != 0, rests != 0},
#include "compiler/sema/scores.def"
#undef WEIR_SCORE
};

std::string_view text_of(const Target& target) {
    switch (target.kind) {
        case syntax::TargetKind::lit:
            return "lit";
        case syntax::TargetKind::dark:
            return "dark";
        case syntax::TargetKind::rfq:
            return "rfq";
        case syntax::TargetKind::amm:
        case syntax::TargetKind::venue:
            break;
    }
    return target.name;
}

bool same_target(const Target& a, const Target& b) {
    return a.kind == b.kind && a.name == b.name;
}

/// What a line says of its own part: the ratio in `30% of child`.
const syntax::Expr* share_of_child(const syntax::Expr& source) {
    const auto* binary = std::get_if<syntax::Binary>(&source.kind);
    if (!binary || binary->op != syntax::BinaryOp::of) return nullptr;
    const auto* whole = std::get_if<syntax::NameRef>(&binary->right->kind);
    return whole && whole->name == "child" ? binary->left.get() : nullptr;
}

/// Of a share between 0 and 1, rounded down.
int64_t billionths(const syntax::Decimal& share) {
    int64_t value = share.digits;
    for (int32_t i = share.decimals; i < 9; ++i) value *= 10;
    for (int32_t i = share.decimals; i > 9; --i) value /= 10;
    return value;
}

}  // namespace

void StrategyChecker::read(const syntax::Route& source, SourceRange range) {
    Route result = route(source, range);
    result.phase = scope_.here().phase;
    for (const Route& other : strategy_.routes) {
        if (other.phase != result.phase) continue;
        diagnostics_.report(message::two_routes(range)
                                .here("the second")
                                .label(other.range, "the first")
                                .help("put the lines of both into one"));
        return;
    }
    strategy_.routes.push_back(std::move(result));
}

Route StrategyChecker::route(const syntax::Route& source, SourceRange range) {
    Route result;
    result.range = range;
    not_empty(source.lines, range, "route");
    for (const syntax::RouteLine& line : source.lines) route_line(line, result);
    return result;
}

void StrategyChecker::route_line(const syntax::RouteLine& line, Route& route) {
    if (const auto* to = std::get_if<syntax::RouteTo>(&line.kind)) return route_to(*to, line.range, route);
    if (const auto* bar = std::get_if<syntax::RouteBar>(&line.kind)) return route_bar(*bar, line.range, route);
    scored_by(std::get<syntax::ScoredBy>(line.kind), line.range, route);
}

std::vector<Target> StrategyChecker::targets(const std::vector<syntax::Target>& sources) {
    std::vector<Target> result;
    for (const syntax::Target& source : sources) result.push_back({source.kind, source.name.text, source.range});
    return result;
}

std::vector<Score> StrategyChecker::scores(const std::vector<syntax::Name>& names) {
    std::vector<Score> result;
    for (const syntax::Name& name : names) {
        if (name.text.empty()) continue;
        const auto found = std::ranges::find(kScores, name.text, &ScoreRow::text);
        if (found != kScores.end()) {
            result.push_back(static_cast<Score>(found - kScores.begin()));
            continue;
        }
        std::vector<std::string_view> texts;
        for (const ScoreRow& row : kScores) texts.push_back(row.text);
        Diagnostic diagnostic = message::unknown_score(name.range, name.text);
        if (!diagnostic.suggest(name.range, name.text, texts))
            diagnostic.help(
                "venues are compared by all_in, price, size, impact, fill_probability, latency, maker_fee "
                "or taker_fee");
        diagnostics_.report(std::move(diagnostic));
    }
    return result;
}

void StrategyChecker::route_to(const syntax::RouteTo& source, SourceRange range, Route& route) {
    RouteLine line;
    line.first = source.first;
    line.range = range;
    line.targets = targets(source.targets);
    line.by = scores(source.scores);
    const std::string_view share_of = "a share of the child, for example `40%`,";
    if (source.share) {
        line.share = expressions_.expect(*source.share, {Unit::ratio}, share_of);
        expressions_.require_within(*line.share, kZero, kOne, "a share of the child is between 0% and 100%");
    }
    if (source.up_to) {
        if (const syntax::Expr* part = share_of_child(*source.up_to)) {
            line.up_to = expressions_.expect(*part, {Unit::ratio}, share_of);
            expressions_.require_within(*line.up_to, kZero, kOne, "a share of the child is between 0% and 100%");
        } else {
            line.up_to = expressions_.expect(*source.up_to, {Unit::quantity, Unit::money},
                                             "a quantity, money, or a share such as `30% of child`,");
        }
    }
    if (source.share && source.up_to)
        diagnostics_.report(message::said_twice(source.up_to->range, "how much the line gets")
                                .label(source.share->range, "the first")
                                .help("`share` is an exact part, `up to` a largest one: say one of them"));
    if (source.minimum) line.minimum = child_size(*source.minimum);
    route.lines.push_back(std::move(line));
}

void StrategyChecker::route_bar(const syntax::RouteBar& source, SourceRange range, Route& route) {
    RouteBar bar;
    bar.range = range;
    for (const syntax::Quoted& venue : source.venues)
        bar.venues.push_back({syntax::TargetKind::venue, venue.text, venue.range});
    if (source.when) bar.when = expressions_.expect(*source.when, {Unit::boolean}, "");
    route.bars.push_back(std::move(bar));
}

void StrategyChecker::scored_by(const syntax::ScoredBy& source, SourceRange range, Route& route) {
    const bool takes = source.act == syntax::ScoredAct::take;
    std::vector<Score>& by = takes ? route.take_by : route.post_by;
    SourceRange& first = takes ? route.take_by_range : route.post_by_range;
    if (!by.empty()) {
        diagnostics_.report(message::said_twice(range, takes ? "take by" : "post by").label(first, "the first"));
        return;
    }
    first = range;
    by = scores(source.scores);
    for (size_t i = 0; i < by.size(); ++i) {
        const ScoreRow& row = kScores[static_cast<size_t>(by[i])];
        if (takes ? row.takes : row.rests) continue;
        const auto& name = *std::ranges::find(source.scores, row.text, &syntax::Name::text);
        diagnostics_.report(message::score_of_other_act(name.range, row.text, takes ? "takes" : "rests")
                                .help(takes ? "compare by all_in, price, size, impact, fill_probability, latency or "
                                              "taker_fee"
                                            : "compare by all_in, fill_probability, latency or maker_fee"));
    }
}

// ---------------------------------------------------------------------------------------------------- of a work

/// Targets, scores, or a route of its own.
void StrategyChecker::routing(const syntax::Item& item, Work& work) {
    if (!work.route) work.route.emplace().range = item.range;
    Route& own = *work.route;
    if (const auto* whole = std::get_if<syntax::Route>(&item.kind)) {
        for (const syntax::RouteLine& line : whole->lines) route_line(line, own);
    } else if (const auto* scored = std::get_if<syntax::ScoredBy>(&item.kind)) {
        scored_by(*scored, item.range, own);
    } else {
        RouteLine line;
        line.range = item.range;
        line.targets = targets(std::get<syntax::Targets>(item.kind).targets);
        own.lines.push_back(std::move(line));
    }
}

// ---------------------------------------------------------------------------------------------------- as a whole

/// Shares that are known when the script is read come to at most all.
void StrategyChecker::shares_within_all(const Route& route) {
    int64_t total = 0;
    const RouteLine* first = nullptr;
    for (const RouteLine& line : route.lines) {
        if (!line.share) continue;
        const auto bounds = bounds_of(*line.share, strategy_);
        if (!bounds || compare(bounds->low, kZero) < 0 || compare(bounds->low, kOne) > 0) return;
        total += billionths(bounds->low);
        if (total > 1'000'000'000 && first) {
            diagnostics_.report(
                message::shares_above_all(line.range, fmt::format("{}", static_cast<double>(total) / 1e7))
                    .here("with this they do")
                    .label(first->range, "the first share"));
            return;
        }
        if (!first) first = &line;
    }
}

void StrategyChecker::targets_once(const Route& route) {
    std::vector<const Target*> seen;
    for (const RouteLine& line : route.lines)
        for (const Target& target : line.targets) {
            const auto other = std::ranges::find_if(seen, [&](const Target* one) { return same_target(*one, target); });
            if (other != seen.end())
                diagnostics_.report(message::target_twice(target.range, text_of(target))
                                        .here("the second")
                                        .label((*other)->range, "the first"));
            else
                seen.push_back(&target);
        }
}

void StrategyChecker::bars_against(const Route& route, const std::vector<RouteBar>& bars) {
    for (const RouteLine& line : route.lines)
        for (const Target& target : line.targets)
            for (const RouteBar& bar : bars)
                for (const Target& barred : bar.venues)
                    if (!bar.when && same_target(target, barred))
                        diagnostics_.report(message::barred_target(target.range, target.name)
                                                .here("it is to be used here")
                                                .label(barred.range, "and never here")
                                                .help("say one of them"));
}

void StrategyChecker::routes_agree() {
    const auto check = [&](const Route& route, PhaseId phase) {
        shares_within_all(route);
        targets_once(route);
        bars_against(route, route.bars);
        for (const Route& outer : strategy_.routes)
            if (&outer != &route && (outer.phase == kNoPhase || outer.phase == phase)) bars_against(route, outer.bars);
    };
    for (const Route& route : strategy_.routes) check(route, route.phase);
    for (const Work& work : strategy_.works)
        if (work.route) check(*work.route, work.place.phase);
}

}  // namespace weir::sema
