#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/schedule_model.h"
#include "cli/setup.h"
#include "runtime/core/decimal.h"
#include "runtime/core/time.h"

namespace weir::cli {
namespace {

struct Options {
    SetupOptions setup;
    ModelOptions model;
    bool json = false;
    int rows = 40;
};

/// From `time` on the schedule asks for `target`.
struct Point {
    Time time;
    int64_t target = 0;
};

/// Steps the strategy through its window in a market that stands still: one tick wide, at the order's limit or at a
/// price of 100, with nothing printing. Whatever is due counts as executed at once, so that what is left is the plan
/// alone.
class Rehearsal {
  public:
    Rehearsal(const backtest::Setup& run, const std::vector<Instrument>& hedges)
        : program_(run.engine.program),
          layout_(program_.layout),
          inputs_(static_cast<size_t>(layout_.size())),
          state_(static_cast<size_t>(program_.state_words)) {
        const ParentOrder& order = run.engine.order;
        const Instrument& instrument = run.engine.instrument;
        const int64_t tick = instrument.tick.value;
        int64_t price = order.limit != step::kAbsent ? order.limit : 100 * power_of_ten(instrument.price_decimals);
        price -= price % tick;
        set(step::Input::bid_price, price);
        set(step::Input::ask_price, price + tick);
        set(step::Input::bid_quantity, order.quantity.value);
        set(step::Input::ask_quantity, order.quantity.value);
        set(step::Input::last_price, price);
        set(step::Input::tick, tick);
        set(step::Input::lot, instrument.lot.value);
        set(step::Input::minimum_quantity, instrument.minimum_quantity.value);
        set(step::Input::minimum_value, instrument.minimum_value);
        set(step::Input::order_side, sign(order.side));
        set(step::Input::order_quantity, order.quantity.value);
        set(step::Input::order_limit, order.limit);
        set(step::Input::order_start, order.start.value);
        set(step::Input::order_end, order.end.value);
        set(step::Input::order_arrival, 2 * price + tick);
        set(step::Input::order_decision, order.decision);
        for (size_t i = 0; i < hedges.size(); ++i) add_hedge(static_cast<int>(i) + 1, hedges[i], sign(order.side));
        set(step::Input::seed, static_cast<int64_t>(run.engine.seed));
        for (size_t i = 0; i < run.engine.parameters.size(); ++i)
            inputs_[static_cast<size_t>(layout_.parameter(static_cast<int>(i)))] = run.engine.parameters[i];
        for (size_t i = 0; i < run.engine.clock_times.size(); ++i)
            inputs_[static_cast<size_t>(layout_.offset(step::Input::clock_time, 0, 0, static_cast<int>(i)))] =
                run.engine.clock_times[i];
        if (!run.engine.sessions.empty()) sessions_ = run.engine.sessions.front();
        if (sessions_.empty()) sessions_.emplace_back();
        for (const auto& table : run.engine.tables) tables_.push_back(table.data());
    }

    /// Every moment at which the target moves. The second is a sentence when the strategy stops itself.
    Parsed<std::vector<Point>> play(const ParentOrder& order) {
        std::vector<Point> points;
        step::Output output;
        for (int64_t now = order.start.value; now < order.end.value; now = output.wake) {
            set(step::Input::now, now);
            follow_sessions(now);
            program_.function(program_.self, inputs_.data(), tables_.data(), state_.data(), &output);
            if (output.status != step::Status::ok)
                return Parsed<std::vector<Point>>::failure(
                    fmt::format("the strategy stops itself at {} in a market that stands still", format_time({now})));
            if (points.empty() || points.back().target != output.trace.target)
                points.push_back({{now}, output.trace.target});
            set(step::Input::order_executed, output.trace.target);
            for (int leg = 1; leg < layout_.instruments; ++leg)
                at(step::Input::order_executed, leg) = output.targets[static_cast<size_t>(leg)];
        }
        return {std::move(points), {}};
    }

  private:
    /// Of an instrument, or of the ledger with its number.
    int64_t& at(step::Input input, int instrument) {
        const bool order = step::kInputs[static_cast<size_t>(input)].scope == step::InputScope::order;
        const int offset = order ? layout_.offset(input, 0, 0, instrument) : layout_.offset(input, instrument);
        return inputs_[static_cast<size_t>(offset)];
    }
    /// A hedge is done as soon as it is due, in a market of its own that stands still.
    void add_hedge(int index, const Instrument& instrument, int64_t side) {
        const int64_t tick = instrument.tick.value;
        const int64_t price = std::max(tick, 100 * power_of_ten(instrument.price_decimals) / tick * tick);
        at(step::Input::bid_price, index) = price;
        at(step::Input::ask_price, index) = price + tick;
        at(step::Input::open, index) = 1;
        at(step::Input::tick, index) = tick;
        at(step::Input::lot, index) = instrument.lot.value;
        at(step::Input::minimum_quantity, index) = instrument.minimum_quantity.value;
        at(step::Input::minimum_value, index) = instrument.minimum_value;
        at(step::Input::order_side, index) = -side;
    }
    void set(step::Input input, int64_t value) { inputs_[static_cast<size_t>(layout_.offset(input))] = value; }

    void follow_sessions(int64_t now) {
        const engine::Session* current = &sessions_.front();
        for (const engine::Session& one : sessions_)
            if (one.from == step::kAbsent || one.from <= now) current = &one;
        set(step::Input::session_open, current->open);
        set(step::Input::session_close, current->close);
        set(step::Input::open_cutoff, current->open_cutoff);
        set(step::Input::close_cutoff, current->close_cutoff);
    }

    const step::Program& program_;
    step::Layout layout_;
    std::vector<int64_t> inputs_, state_;
    std::vector<const int64_t*> tables_;
    std::vector<engine::Session> sessions_;
};

void print_json(const std::vector<Point>& points, const Ready& ready) {
    const Instrument& instrument = ready.run.engine.instrument;
    boost::json::array rows;
    for (const Point& point : points)
        rows.push_back({{"time", format_time(point.time)},
                        {"target", format_decimal(point.target, instrument.quantity_decimals)}});
    const boost::json::object result{
        {"strategy", ready.generic.name},
        {"quantity", format_decimal(ready.run.engine.order.quantity.value, instrument.quantity_decimals)},
        {"start", format_time(ready.run.engine.order.start)},
        {"end", format_time(ready.run.engine.order.end)},
        {"points", std::move(rows)}};
    fmt::print("{}\n", boost::json::serialize(result));
}

void print_table(const std::vector<Point>& points, const Ready& ready, int rows) {
    const Instrument& instrument = ready.run.engine.instrument;
    const int64_t quantity = ready.run.engine.order.quantity.value;
    const size_t every = std::max<size_t>(1, points.size() / static_cast<size_t>(rows));
    fmt::print("{:<18} {:>18} {:>8}\n", "from", "target", "share");
    for (size_t i = 0; i < points.size(); ++i) {
        if (i % every != 0 && i + 1 != points.size()) continue;
        const double share = static_cast<double>(points[i].target) / static_cast<double>(quantity);
        fmt::print("{:<18} {:>18} {:>7.2f}% {}\n", format_time_of_day(points[i].time, instrument.time_zone),
                   format_decimal(points[i].target, instrument.quantity_decimals), share * 100,
                   std::string(static_cast<size_t>(share * 40), '#'));
    }
    if (every > 1) fmt::print("every {}. of {} moves; --rows for more, --json for all\n", every, points.size());
}

int run(const Options& options) {
    const auto ready = make_ready(options.setup);
    if (!ready) return kFailed;
    for (const std::string& note : ready->notes) fmt::print(stderr, "note: {}\n", note);
    const auto points = Rehearsal(ready->run, ready->hedges).play(ready->run.engine.order);
    if (!points) {
        fmt::print(stderr, "error: {}\n", points.error);
        return kFailed;
    }
    const bool moves = !points.value.empty() && points.value.back().target > 0;
    if (!moves && !options.json)
        fmt::print("`{}` has no schedule: it follows the market's volume\n", ready->generic.name);
    else if (options.json)
        print_json(points.value, *ready);
    else
        print_table(points.value, *ready, options.rows);
    return kOk;
}

}  // namespace

namespace {

/// What has to be given depends on whether there is a model.
void require_options(const CLI::App& command, const Options& options) {
    check_model_use(command, options.model);
    if (!options.model.model.empty()) return;
    for (const char* name : {"FILE", "--order"})
        if (command.get_option(name)->count() == 0) throw CLI::RequiredError(name);
    if (options.setup.tape.empty() && options.setup.venue.empty()) throw CLI::RequiredError("--tape");
}

}  // namespace

void add_schedule(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("schedule", "The planned trajectory of an order; nothing is traded");
    auto options = std::make_shared<Options>();
    add_setup_options(*command, options->setup);
    for (const char* name : {"FILE", "--order"}) command->get_option(name)->required(false);
    add_model_options(*command, options->model);
    command->add_flag("--json", options->json, "Every move of the target, as JSON");
    command->add_option("--rows", options->rows, "About how many rows to print")
        ->check(CLI::Range(2, 100000))
        ->capture_default_str();
    command->footer(
        "Of a script: FILE, --tape and --order. Of a model: --model, --price, --quantity, --days, --intervals, --eta,\n"
        "--sigma or --volatility, --lambda or --frontier.\n\n"
        "Examples:\n  weir schedule stdlib/twap.weir --tape day.tape --order \"buy 20_000 shares from 10:00 to 15:30\" "
        "--set \"slice=5 min\"\n"
        "  weir schedule --model almgren-chriss --price 50 --quantity 1_000_000 --days 5 --intervals 5 --eta 2.5e-6 "
        "--volatility 30% --lambda 1e-6\n"
        "  weir schedule --model almgren-chriss --price 50 --quantity 1_000_000 --days 5 --intervals 65 --eta 2.5e-6 "
        "--volatility 30% --lambda 1e-6 --lot 100 --cap 10% --volume 400_000\n"
        "  weir schedule --model almgren-chriss --price 50 --quantity 1_000_000 --days 5 --intervals 5 --eta 2.5e-6 "
        "--volatility 30% --frontier 12");
    command->callback([&action, command, options] {
        require_options(*command, *options);
        action = [options] {
            if (!options->setup.commands.empty()) {
                fmt::print(
                    stderr,
                    "error: a schedule is what is planned before anything happens: leave --commands to `weir run`\n");
                return static_cast<int>(kUsage);
            }
            return options->model.model.empty() ? run(*options)
                                                : run_model(options->model, options->json, options->rows);
        };
    });
}

}  // namespace weir::cli
