#include "runtime/market/curve.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/fail.h"
#include "cli/files.h"
#include "runtime/core/decimal.h"
#include "runtime/core/time.h"

namespace weir::cli {
namespace {

// ---- build
// --------------------------------------------------------------------------------------------------------------

struct BuildCommand {
    std::vector<std::string> tapes, without;
    std::string out, session, bucket = "5 min";
};

/// What became of the days, in one line each where it is not plain.
void print_days(const market::Curve& curve) {
    fmt::print("{} whole days, {} half days, of {}\n", curve.whole.days, curve.half.days, curve.days.size());
    constexpr const char* kUses[] = {"used", "half day", "left out"};
    for (const market::CurveDay& day : curve.days)
        if (!day.why.empty())
            fmt::print("  {}  {}: {}\n", format_date(day.date), kUses[static_cast<size_t>(day.use)], day.why);
}

int run_build(const BuildCommand& command) {
    market::CurveOptions options;
    options.session = command.session;
    const auto bucket = parse_duration(command.bucket);
    if (!bucket) return fail(fmt::format("--bucket: {}", bucket.error));
    options.bucket = bucket.value;
    for (const std::string& text : command.without) {
        const auto date = parse_date(text);
        if (!date) return fail(fmt::format("--without: {}", date.error));
        options.without.push_back(date.value);
    }
    const Output out{"--out", command.out};
    if (const std::string fault = output_fault({&out, 1}, command.tapes); !fault.empty()) return fail(fault);
    std::vector<std::unique_ptr<market::Tape>> tapes;
    std::vector<const market::Tape*> views;
    for (const std::string& path : command.tapes) {
        market::TapeError error;
        tapes.push_back(market::Tape::open(path, error));
        if (!tapes.back()) return fail(error.message);
        views.push_back(tapes.back().get());
    }
    const auto curve = market::build_curve(views, options);
    if (!curve) return fail(curve.error);
    if (const auto fault = market::write_curve(curve.value, command.out)) return fail(*fault);
    fmt::print("{}: {}, ", command.out, curve.value.symbol);
    print_days(curve.value);
    if (!curve.value.whole.has_volume() && !curve.value.half.has_volume())
        fmt::print("note: the tapes have no volume: the curve is of spreads alone\n");
    return kOk;
}

void add_build(CLI::App& curve, Action& action) {
    auto* build = curve.add_subcommand("build", "Make a curve from the tapes of several days");
    auto command = std::make_shared<BuildCommand>();
    build->add_option("TAPE", command->tapes, "Tapes of one instrument: ticks, or minute bars")->required();
    build->add_option("-o,--out", command->out, "The curve file to write")->required();
    build->add_option("--session", command->session,
                      "The venue's calendar: XNYS, XNAS, XLON, XTKS or always; without it hours and half days are "
                      "those that the days show");
    build->add_option("--bucket", command->bucket, "The length of a bucket, in whole minutes")->capture_default_str();
    build->add_option("--without", command->without, "A day to leave out, as in 2026-01-05; may be repeated")
        ->allow_extra_args(false);
    build->footer(
        "Examples:\n  weir curve build history.tape day.tape --session XNYS -o share.curve\n"
        "  weir tape generate --days 8 --messages 20000 -o days.tape && weir curve build days.tape -o days.curve");
    build->callback([&action, command] { action = [command] { return run_build(*command); }; });
}

// ---- show
// ---------------------------------------------------------------------------------------------------------------

struct ShowCommand {
    std::string path;
    bool json = false, half = false;
    int rows = 40;
};

std::string clock(size_t bucket, const market::Curve& curve) {
    const int64_t minute = static_cast<int64_t>(bucket) * (curve.bucket.value / (60 * kSecond));
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

/// Several buckets as one row.
struct Row {
    size_t first = 0;
    int64_t share = 0, before = 0;  // 10^-12
    double volume = 0, spread = 0, squared = 0;
    int volumes = 0, spreads = 0, squares = 0;

    void add(const market::Bucket& bucket) {
        share += bucket.share;
        if (bucket.volume != step::kAbsent) volume += static_cast<double>(bucket.volume), ++volumes;
        if (bucket.spread != step::kAbsent) spread += static_cast<double>(bucket.spread), ++spreads;
        if (bucket.volatility != step::kAbsent)
            squared += static_cast<double>(bucket.volatility) * static_cast<double>(bucket.volatility), ++squares;
    }
};

std::vector<Row> rows_of(const market::Profile& profile, int wanted) {
    const auto shown = [](const market::Bucket& bucket) { return bucket != market::Bucket{}; };
    const auto first = std::ranges::find_if(profile.buckets, shown);
    const auto last = std::find_if(profile.buckets.rbegin(), profile.buckets.rend(), shown).base();
    const auto count = static_cast<size_t>(std::max<std::ptrdiff_t>(0, last - first));
    const size_t each = (count + static_cast<size_t>(wanted) - 1) / static_cast<size_t>(wanted);
    std::vector<Row> rows;
    int64_t before = 0;
    for (size_t i = 0; i < count; ++i) {
        const auto at = static_cast<size_t>(first - profile.buckets.begin()) + i;
        if (i % each == 0) rows.push_back({.first = at, .before = before});
        rows.back().add(profile.buckets[at]);
        before += profile.buckets[at].share;
    }
    return rows;
}

std::string decimal(double value, int decimals) {
    return format_decimal(static_cast<int64_t>(value + 0.5), decimals);
}

void print_profile(const market::Curve& curve, const market::Profile& profile, int wanted) {
    constexpr int kWidth = 36;
    const std::vector<Row> rows = rows_of(profile, wanted);
    int64_t most = 1;
    for (const Row& row : rows) most = std::max(most, row.share);
    fmt::print("{:<6} {:>7} {:>7} {:>14} {:>12} {:>9}  {}\n", "from", "share", "passed", "volume", "spread", "a minute",
               "volume");
    for (const Row& row : rows) {
        const auto percent = [](int64_t share) {
            return static_cast<double>(share) * 100 / static_cast<double>(market::kShareOfDay);
        };
        const auto bar = static_cast<size_t>(static_cast<double>(row.share) * kWidth / static_cast<double>(most) + 0.5);
        fmt::print(
            "{:<6} {:>6.2f}% {:>6.2f}% {:>14} {:>12} {:>9}  {}\n", clock(row.first, curve), percent(row.share),
            percent(row.before), row.volumes == 0 ? "-" : decimal(row.volume, curve.quantity_decimals),
            row.spreads == 0 ? "-" : decimal(row.spread / row.spreads, curve.price_decimals + market::kSpreadDecimals),
            row.squares == 0 ? "-" : fmt::format("{:.2f} bps", std::sqrt(row.squared / row.squares) / 1e5),
            std::string(bar, '#'));
    }
}

boost::json::array buckets_json(const market::Curve& curve, const market::Profile& profile) {
    boost::json::array rows;
    for (size_t i = 0; i < profile.buckets.size(); ++i) {
        const market::Bucket& bucket = profile.buckets[i];
        if (bucket == market::Bucket{}) continue;
        boost::json::object row{{"from", clock(i, curve)}, {"share", format_decimal(bucket.share, 12)}};
        const auto add = [&](const char* name, int64_t value, int decimals) {
            if (value != step::kAbsent) row[name] = format_decimal(value, decimals);
        };
        add("volume", bucket.volume, curve.quantity_decimals);
        add("spread", bucket.spread, curve.price_decimals + market::kSpreadDecimals);
        add("volatility", bucket.volatility, 9);
        rows.push_back(std::move(row));
    }
    return rows;
}

void print_json(const market::Curve& curve) {
    constexpr const char* kUses[] = {"whole", "half", "left_out"};
    boost::json::array days;
    for (const market::CurveDay& day : curve.days)
        days.push_back({{"date", format_date(day.date)},
                        {"use", kUses[static_cast<size_t>(day.use)]},
                        {"volume", format_decimal(day.volume, curve.quantity_decimals)},
                        {"why", day.why}});
    boost::json::object result{{"symbol", curve.symbol},     {"base", curve.base},
                               {"currency", curve.currency}, {"time_zone", curve.zone},
                               {"session", curve.session},   {"bucket", format_duration(curve.bucket)},
                               {"days", std::move(days)}};
    for (const auto& [name, profile] : {std::pair{"whole", &curve.whole}, std::pair{"half", &curve.half}})
        result[name] = {{"days", profile->days}, {"buckets", buckets_json(curve, *profile)}};
    fmt::print("{}\n", boost::json::serialize(result));
}

int run_show(const ShowCommand& command) {
    const auto curve = market::read_curve(command.path);
    if (!curve) return fail(curve.error);
    if (command.json) {
        print_json(curve.value);
        return kOk;
    }
    const market::Profile& profile = command.half ? curve.value.half : curve.value.whole;
    if (profile.days == 0)
        return fail(fmt::format("{}: it has no {} days", command.path, command.half ? "half" : "whole"));
    fmt::print("{} on the clock of {}{}, by {}\n", curve.value.symbol, curve.value.zone,
               curve.value.session.empty() ? "" : fmt::format(", session {}", curve.value.session),
               format_duration(curve.value.bucket));
    print_days(curve.value);
    print_profile(curve.value, profile, command.rows);
    return kOk;
}

void add_show(CLI::App& curve, Action& action) {
    auto* show = curve.add_subcommand("show", "Draw a curve, and say which days it is made from");
    auto command = std::make_shared<ShowCommand>();
    show->add_option("CURVE", command->path, "The curve file")->required();
    show->add_flag("--half", command->half, "The profile of half days");
    show->add_flag("--json", command->json, "Everything in it, as JSON");
    show->add_option("--rows", command->rows, "At most so many rows")
        ->check(CLI::Range(1, 1440))
        ->capture_default_str();
    show->footer("Examples:\n  weir curve show share.curve\n  weir curve show share.curve --rows 10");
    show->callback([&action, command] { action = [command] { return run_show(*command); }; });
}

}  // namespace

void add_curve(CLI::App& app, Action& action) {
    auto* curve = app.add_subcommand("curve", "Usual volume, spread and volatility by time of day: build, show");
    curve->require_subcommand(1);
    curve->footer(
        "Examples:\n  weir curve build history.tape day.tape -o share.curve\n  weir curve show share.curve\n"
        "  weir run stdlib/vwap.weir --tape day.tape --curve share.curve --order \"buy 500 shares from 10:00 to "
        "11:00\"");
    add_build(*curve, action);
    add_show(*curve, action);
}

}  // namespace weir::cli
