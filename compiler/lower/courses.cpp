// Which venues a work may use: its own lines, or those of its phase, or those of the strategy, or every lit venue.
#include <algorithm>
#include <utility>

#include "compiler/lower/routes.h"

namespace weir::lower {
namespace {

using syntax::TargetKind;

/// The innermost route that has what is asked for: of the work, its phase, the strategy.
std::vector<const sema::Route*> routes_of(const sema::Strategy& strategy, const sema::Work* work) {
    std::vector<const sema::Route*> routes;
    if (work && work->route) routes.push_back(&*work->route);
    const sema::PhaseId phase = work ? work->place.phase : sema::kNoPhase;
    if (phase != sema::kNoPhase)
        for (const sema::Route& route : strategy.routes)
            if (route.phase == phase) routes.push_back(&route);
    for (const sema::Route& route : strategy.routes)
        if (route.phase == sema::kNoPhase) routes.push_back(&route);
    return routes;
}

bool names(const sema::Target& target, const Venue& venue) {
    switch (target.kind) {
        case TargetKind::lit:
            return venue.kind == VenueKind::lit;
        case TargetKind::dark:
            return venue.kind == VenueKind::dark;
        case TargetKind::rfq:
            return venue.kind == VenueKind::rfq;
        case TargetKind::amm:
            return venue.kind == VenueKind::amm && venue.name == target.name;
        case TargetKind::venue:
            return venue.name == target.name;
    }
    return false;
}

bool names(const sema::RouteBar& bar, const Venue& venue) {
    return std::ranges::any_of(bar.venues, [&](const sema::Target& target) { return names(target, venue); });
}

std::vector<Venue> venues_of(const Market& market) {
    return market.venues.empty() ? std::vector<Venue>{{}} : market.venues;
}

/// An auction is held at one venue: the first that is lit.
void keep_one_lit(Course& course) {
    bool found = false;
    for (Course::Line& line : course.lines)
        std::erase_if(line.outlets, [&](const Outlet& outlet) { return outlet.dark || std::exchange(found, true); });
}

}  // namespace

int views_of(const Market& market) {
    return market.venues.size() > 1 ? static_cast<int>(market.venues.size()) + 1 : 1;
}

std::vector<uint8_t> barred_venues(const sema::Strategy& strategy, const Market& market) {
    std::vector<uint8_t> barred;
    for (size_t v = 0; v < market.venues.size(); ++v)
        for (const sema::Route& route : strategy.routes) {
            if (route.phase != sema::kNoPhase) continue;
            const auto bars = [&](const sema::RouteBar& bar) { return !bar.when && names(bar, market.venues[v]); };
            if (std::ranges::any_of(route.bars, bars)) barred.push_back(static_cast<uint8_t>(v));
        }
    return barred;
}

std::optional<int> view_of(const Market& market, std::string_view venue) {
    const auto found = std::ranges::find(market.venues, venue, &Venue::name);
    if (found == market.venues.end()) return std::nullopt;
    return market.venues.size() == 1 ? 0 : static_cast<int>(found - market.venues.begin()) + 1;
}

size_t Course::outlets() const {
    size_t count = 0;
    for (const Line& line : lines) count += line.outlets.size();
    return count;
}

Course course_of(const sema::Strategy& strategy, const sema::Work* work, const Market& market) {
    Course course;
    const std::vector<const sema::Route*> routes = routes_of(strategy, work);
    for (const sema::Route* route : routes) {
        for (const sema::RouteBar& bar : route->bars) course.bars.push_back(&bar);
        if (course.take_by.empty()) course.take_by = route->take_by;
        if (course.post_by.empty()) course.post_by = route->post_by;
        if (!course.lines.empty() || (!work && route->lines.empty())) continue;
        for (const bool first : {true, false})
            for (const sema::RouteLine& line : route->lines)
                if (line.first == first && work) course.lines.push_back({&line, {}});
    }
    if (course.take_by.empty()) course.take_by = {sema::Score::all_in};
    if (course.post_by.empty()) course.post_by = {sema::Score::all_in};
    if (course.lines.empty()) course.lines.emplace_back();

    const std::vector<Venue> venues = venues_of(market);
    std::vector<bool> used(venues.size(), false);
    for (size_t v = 0; v < venues.size(); ++v)
        for (const sema::RouteBar* bar : course.bars)
            if (!bar->when && names(*bar, venues[v])) used[v] = true;
    for (Course::Line& line : course.lines) {
        const auto take = [&](size_t v) {
            if (used[v]) return;
            used[v] = true;
            const auto view = static_cast<uint8_t>(venues.size() == 1 ? 0 : v + 1);
            line.outlets.push_back({venues[v].name, view, venues[v].kind == VenueKind::dark});
        };
        if (!line.said)
            for (size_t v = 0; v < venues.size(); ++v)
                if (venues[v].kind == VenueKind::lit) take(v);
        if (!line.said) continue;
        for (const VenueKind kind : {VenueKind::lit, VenueKind::dark})
            for (const sema::Target& target : line.said->targets)
                for (size_t v = 0; v < venues.size(); ++v)
                    if (venues[v].kind == kind && names(target, venues[v])) take(v);
    }
    if (work && work->kind <= sema::WorkKind::at_close) keep_one_lit(course);
    const bool barred = std::ranges::any_of(
        course.bars, [&](const sema::RouteBar* bar) { return bar->when && names(*bar, venues[0]); });
    std::erase_if(course.lines,
                  [](const Course::Line& line) { return line.outlets.empty() && !(line.said && line.said->share); });
    course.plain = venues.size() == 1 && venues[0].kind == VenueKind::lit && !barred && course.lines.size() == 1 &&
                   course.outlets() == 1 &&
                   !(course.lines[0].said && (course.lines[0].said->share || course.lines[0].said->up_to));
    return course;
}

// ---------------------------------------------------------------------------------------------------- what is there

namespace {

template <class Visit>
void each_route(const sema::Strategy& strategy, Visit&& visit) {
    for (const sema::Route& route : strategy.routes) visit(route);
    for (const sema::Work& work : strategy.works)
        if (work.route) visit(*work.route);
}

template <class Visit>
void each_target(const sema::Strategy& strategy, Visit&& visit) {
    each_route(strategy, [&](const sema::Route& route) {
        for (const sema::RouteLine& line : route.lines)
            for (const sema::Target& target : line.targets) visit(target);
    });
    for (const sema::Participation& participation : strategy.participations)
        for (const sema::Target& venue : participation.venues) visit(venue);
}

}  // namespace

Market with_nominal_venues(const sema::Strategy& strategy, Market market) {
    if (market.deployed || !market.venues.empty()) return market;
    std::vector<Venue> lit;
    bool dark = false;
    each_target(strategy, [&](const sema::Target& target) {
        dark = dark || target.kind == TargetKind::dark;
        const bool known = std::ranges::find(lit, target.name, &Venue::name) != lit.end();
        if (target.kind == TargetKind::venue && !known) lit.push_back({target.name, VenueKind::lit});
    });
    if (lit.empty() && !dark) return market;
    if (lit.empty()) lit.push_back({"lit", VenueKind::lit});
    market.venues = std::move(lit);
    if (dark) market.venues.push_back({"dark", VenueKind::dark});
    return market;
}

void report_venues(const sema::Strategy& strategy, const Market& market, Diagnostics& diagnostics) {
    const auto known = [&](const sema::Target& target) {
        return std::ranges::any_of(market.venues, [&](const Venue& venue) { return venue.name == target.name; });
    };
    const auto name = [&](const sema::Target& target) {
        if (target.kind != TargetKind::venue || known(target)) return;
        if (!market.deployed && market.venues.empty()) return;
        Diagnostic diagnostic = market.deployed ? message::unknown_venue(target.range, target.name)
                                                : message::venue_not_there(target.range, target.name);
        std::string there;
        for (const Venue& venue : market.venues) there += (there.empty() ? "`" : ", `") + venue.name + "`";
        if (there.empty())
            diagnostic.help("it has one venue, without a name; venues are named by `--venue NAME=TAPE`");
        else
            diagnostic.help("there is " + there);
        diagnostics.report(std::move(diagnostic));
    };
    each_route(strategy, [&](const sema::Route& route) {
        for (const sema::RouteBar& bar : route.bars)
            for (const sema::Target& target : bar.venues)
                if (!known(target) && !market.venues.empty())
                    diagnostics.report(message::venue_not_there(target.range, target.name)
                                           .help("so there is nothing that it could be kept from"));
    });
    const bool has_dark = std::ranges::find(market.venues, VenueKind::dark, &Venue::kind) != market.venues.end();
    bool said = false;
    each_target(strategy, [&](const sema::Target& target) {
        name(target);
        if (target.kind == TargetKind::dark && !has_dark && market.deployed && !std::exchange(said, true))
            diagnostics.report(message::no_dark_venue(target.range)
                                   .help("its part goes to the lines after it; `--dark NAME` adds one"));
        if (!market.deployed) return;
        if (target.kind == TargetKind::rfq) diagnostics.report(message::target_not_run(target.range, "an rfq venue"));
        if (target.kind == TargetKind::amm) diagnostics.report(message::target_not_run(target.range, "a pool"));
    });
}

}  // namespace weir::lower
