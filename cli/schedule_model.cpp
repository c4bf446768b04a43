#include "cli/schedule_model.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/fail.h"
#include "runtime/models/almgren_chriss.h"

namespace weir::cli {
namespace {

constexpr const char* kModelGroup = "Model";
constexpr double kDaysOfYear = 250;  // of trading, as in the paper

struct Problem {
    models::CostModel model;
    models::Limits limits;
    bool buys = false;
    int decimals = 6;  // of quantities, when they are written
    std::optional<int64_t> frontier;
};

/// Reads the words; the first that cannot be read has been complained of.
class Reader {
  public:
    explicit Reader(const ModelOptions& options) : options_(options) {}

    std::optional<Problem> read() {
        models::CostModel& model = problem_.model;
        const bool done =
            number("price", options_.price, model.price) && number("quantity", options_.quantity, model.quantity) &&
            number("days", options_.days, model.horizon) && whole("intervals", options_.intervals, model.intervals) &&
            number("eta", options_.eta, model.eta) && number("gamma", options_.gamma, model.gamma) &&
            number("epsilon", options_.epsilon, model.epsilon) && volatility() &&
            number("lambda", options_.lambda, model.lambda) && number("drift", options_.drift, model.alpha) &&
            limits() && frontier();
        if (!done) return std::nullopt;
        problem_.buys = options_.side == "buy";
        if (problem_.buys) model.alpha = -model.alpha;
        return std::move(problem_);
    }

  private:
    static bool complain(const std::string& message) {
        fail(message);
        return false;
    }

    static std::optional<double> parse(std::string text) {
        std::erase(text, '_');
        double value = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + (text.starts_with('+') ? 1 : 0), end, value);
        if (error != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
        return value;
    }

    static bool number(std::string_view option, const std::string& text, double& value) {
        if (text.empty()) return true;
        const auto read = parse(text);
        if (!read)
            return complain(fmt::format("--{} `{}`: it is no number; write one as in `0.0625`, `2.5e-6` or `1_000_000`",
                                        option, text));
        value = *read;
        return true;
    }

    static bool whole(std::string_view option, const std::string& text, int64_t& value) {
        const auto read = parse(text);
        if (!read || *read != std::floor(*read) || std::fabs(*read) > 9e18)
            return complain(fmt::format("--{} `{}`: it is no whole number; write one as in `20`", option, text));
        value = static_cast<int64_t>(*read);
        return true;
    }

    /// `30%` as 0.3: without the sign it would be a guess what is meant.
    static bool percent(std::string_view option, const std::string& text, double& value) {
        const auto read = text.ends_with('%') ? parse(text.substr(0, text.size() - 1)) : std::nullopt;
        if (!read || *read < 0)
            return complain(
                fmt::format("--{} `{}`: write a percentage that is not negative, as in `30%`", option, text));
        value = *read / 100;
        return true;
    }

    bool volatility() {
        if (!options_.sigma.empty()) return number("sigma", options_.sigma, problem_.model.sigma);
        double annual = 0;
        if (!percent("volatility", options_.volatility, annual)) return false;
        problem_.model.sigma = annual * problem_.model.price / std::sqrt(kDaysOfYear);
        return true;
    }

    bool limits() {
        problem_.limits.one_way = options_.one_way;
        if (!options_.lot.empty()) {
            if (!number("lot", options_.lot, problem_.limits.lot)) return false;
            if (!(problem_.limits.lot > 0))
                return complain(fmt::format("--lot `{}`: a lot is greater than 0, as in `100`", options_.lot));
            const size_t point = options_.lot.find('.');
            problem_.decimals = point == std::string::npos
                                    ? 0
                                    : static_cast<int>(std::min<size_t>(options_.lot.size() - point - 1, 12));
        }
        return options_.cap.empty() || caps();
    }

    bool caps() {
        double cap = 0;
        if (!percent("cap", options_.cap, cap)) return false;
        std::vector<double>& most = problem_.limits.most;
        for (size_t begin = 0; begin <= options_.volume.size();) {
            const size_t comma = std::min(options_.volume.find(',', begin), options_.volume.size());
            const std::string part = options_.volume.substr(begin, comma - begin);
            double volume = 0;
            if (part.empty() || !number("volume", part, volume) || volume < 0)
                return complain(
                    fmt::format("--volume `{}`: write what the market trades in an interval, as in "
                                "`5_000_000`, or one number for each interval with commas between",
                                options_.volume));
            most.push_back(cap * volume);
            begin = comma + 1;
        }
        if (most.size() == 1 && problem_.model.intervals > 0)
            most.assign(static_cast<size_t>(std::min(problem_.model.intervals, models::kIntervalsMost)), most[0]);
        return true;
    }

    bool frontier() {
        if (options_.frontier.empty()) return true;
        int64_t points = 0;
        if (!whole("frontier", options_.frontier, points)) return false;
        problem_.frontier = points;
        return true;
    }

    const ModelOptions& options_;
    Problem problem_;
};

/// The model names its inputs; they are options here, but for one all of the same name.
int refuse(const std::string& fault) {
    constexpr std::string_view kHorizon = "horizon";
    return fail(fault.starts_with(kHorizon) ? fmt::format("--days{}", fault.substr(kHorizon.size())) : "--" + fault);
}

double value_of(const Problem& problem) {
    return problem.model.price * problem.model.quantity;
}

double bps(const Problem& problem, double money) {
    return money / value_of(problem) * 1e4;
}

// ---- one schedule ---------------------------------------------------------------------------------------------------

boost::json::value finite(double value) {
    return std::isfinite(value) ? boost::json::value(value) : boost::json::value();
}

boost::json::object costs_json(const Problem& problem, const models::Schedule& schedule) {
    return {{"lambda", problem.model.lambda},
            {"kappa", schedule.kappa},
            {"half_life_days", finite(schedule.half_life())},
            {"expected_cost", schedule.cost},
            {"expected_cost_bps", bps(problem, schedule.cost)},
            {"variance", schedule.variance},
            {"standard_deviation", std::sqrt(schedule.variance)}};
}

void print_json(const Problem& problem, const models::Schedule& schedule) {
    boost::json::array points;
    const double day = problem.model.horizon / static_cast<double>(problem.model.intervals);
    for (size_t k = 1; k < schedule.holdings.size(); ++k)
        points.push_back({{"interval", k},
                          {"from_day", day * static_cast<double>(k - 1)},
                          {"trade", schedule.trades[k - 1]},
                          {"left", schedule.holdings[k]}});
    boost::json::object result{{"model", "almgren-chriss"}, {"side", problem.buys ? "buy" : "sell"}};
    for (const auto& [name, value] : costs_json(problem, schedule)) result[name] = value;
    if (problem.limits.any()) result["kkt_residual"] = schedule.kkt_residual;
    result["points"] = std::move(points);
    fmt::print("{}\n", boost::json::serialize(result));
}

void print_costs(const Problem& problem, const models::Schedule& schedule) {
    fmt::print("Kappa               {:.10g} a day", schedule.kappa);
    if (schedule.kappa > 0) fmt::print(", half-life {:.4g} days", schedule.half_life());
    fmt::print("\nExpected cost       {:.6f}, {:.2f} bps\n", schedule.cost, bps(problem, schedule.cost));
    fmt::print("Standard deviation  {:.6f}, {:.2f} bps\n", std::sqrt(schedule.variance),
               bps(problem, std::sqrt(schedule.variance)));
    fmt::print("Variance            {:.12e}\n", schedule.variance);
    if (problem.limits.any()) fmt::print("KKT residual        {:.1e}\n", schedule.kkt_residual);
}

void print_table(const Problem& problem, const models::Schedule& schedule, int rows) {
    print_costs(problem, schedule);
    const size_t count = schedule.trades.size();
    const size_t every = std::max<size_t>(1, count / static_cast<size_t>(rows));
    const double day = problem.model.horizon / static_cast<double>(count);
    fmt::print("\n{:>8} {:>10} {:>20} {:>20} {:>8}\n", "interval", "from day", problem.buys ? "to buy" : "to sell",
               "left", "done");
    for (size_t k = 1; k <= count; ++k) {
        if (k % every != 0 && k != 1 && k != count) continue;
        const double done = 1 - schedule.holdings[k] / problem.model.quantity;
        const double drawn = std::clamp(done, 0.0, 1.0) * 30;  // a drift can go beyond the order, and back
        const std::string bar(static_cast<size_t>(drawn), '#');
        fmt::print("{:>8} {:>10.6g} {:>20.{}f} {:>20.{}f} {:>7.2f}%{}{}\n", k, day * static_cast<double>(k - 1),
                   schedule.trades[k - 1], problem.decimals, schedule.holdings[k], problem.decimals, done * 100,
                   bar.empty() ? "" : " ", bar);
    }
    if (every > 1) fmt::print("every {}. of {} intervals; --rows for more, --json for all\n", every, count);
}

/// Numbers beyond what a double holds are no schedule.
bool is_finite(const models::Schedule& schedule) {
    const auto finite = [](double value) { return std::isfinite(value); };
    return finite(schedule.kappa) && finite(schedule.cost) && finite(schedule.variance) &&
           std::ranges::all_of(schedule.trades, finite) && std::ranges::all_of(schedule.holdings, finite);
}

int refuse_infinite() {
    return fail(
        "the schedule of these inputs is not finite: one of them is too large or too small for the others; look at "
        "--drift, --lambda, --eta, --sigma, --quantity and --price");
}

int print_schedule(const Problem& problem, bool json, int rows) {
    const auto schedule = models::schedule(problem.model, problem.limits);
    if (!schedule) return refuse(schedule.error);
    if (!is_finite(schedule.value)) return refuse_infinite();
    const auto against = std::ranges::count_if(schedule.value.trades, [](double trade) { return trade < 0; });
    if (against > 0)
        fmt::print(stderr, "note: the drift makes {} of {} trades go against the order; --one-way keeps them out\n",
                   against, schedule.value.trades.size());
    if (json)
        print_json(problem, schedule.value);
    else
        print_table(problem, schedule.value, rows);
    return kOk;
}

// ---- the frontier ---------------------------------------------------------------------------------------------------

/// A point of the frontier: the risk aversion is in the problem.
struct FrontierPoint {
    Problem problem;
    models::Schedule schedule;
};

void print_table(const std::vector<FrontierPoint>& points) {
    fmt::print("{:>12} {:>12} {:>20} {:>10} {:>20} {:>10}\n", "lambda", "kappa", "expected cost", "bps",
               "standard deviation", "bps");
    for (const auto& [problem, schedule] : points) {
        const double deviation = std::sqrt(schedule.variance);
        fmt::print("{:>12.4e} {:>12.6g} {:>20.2f} {:>10.2f} {:>20.2f} {:>10.2f}\n", problem.model.lambda,
                   schedule.kappa, schedule.cost, bps(problem, schedule.cost), deviation, bps(problem, deviation));
    }
}

void print_json(const std::vector<FrontierPoint>& points) {
    boost::json::array rows;
    for (const auto& [problem, schedule] : points) rows.push_back(costs_json(problem, schedule));
    const boost::json::object result{{"model", "almgren-chriss"}, {"frontier", std::move(rows)}};
    fmt::print("{}\n", boost::json::serialize(result));
}

int print_frontier(Problem problem, bool json) {
    const auto lambdas = models::frontier(problem.model, *problem.frontier);
    if (!lambdas) return refuse(lambdas.error);
    std::vector<FrontierPoint> points;
    for (const double lambda : lambdas.value) {
        problem.model.lambda = lambda;
        auto schedule = models::schedule(problem.model, problem.limits);
        if (!schedule) return refuse(schedule.error);
        if (!is_finite(schedule.value)) return refuse_infinite();
        points.push_back({problem, std::move(schedule.value)});
    }
    if (json)
        print_json(points);
    else
        print_table(points);
    return kOk;
}

/// The options that the model needs and that are not given; empty when all are.
std::string missing_option(const ModelOptions& options) {
    if (options.price.empty()) return "--price";
    if (options.quantity.empty()) return "--quantity";
    if (options.days.empty()) return "--days";
    if (options.intervals.empty()) return "--intervals";
    if (options.eta.empty()) return "--eta";
    if (options.sigma.empty() && options.volatility.empty()) return "--sigma or --volatility";
    if (options.lambda.empty() && options.frontier.empty()) return "--lambda or --frontier";
    return "";
}

}  // namespace

void add_model_options(CLI::App& command, ModelOptions& options) {
    command.add_option("--model", options.model, "A schedule from this model, without a script")
        ->check(CLI::IsMember({"almgren-chriss"}))
        ->group(kModelGroup);
    const auto add = [&](const char* name, std::string& text, const char* description) {
        return command.add_option(name, text, description)->group(kModelGroup);
    };
    add("--side", options.side, "sell or buy: only a drift makes a difference")
        ->check(CLI::IsMember({"sell", "buy"}))
        ->capture_default_str();
    add("--price", options.price, "Of a unit when the order begins");
    add("--quantity", options.quantity, "To be traded");
    add("--days", options.days, "For it, of trading; also parts of one");
    add("--intervals", options.intervals, "In them, each with a trade");
    add("--eta", options.eta, "Temporary impact: price per quantity a day");
    add("--gamma", options.gamma, "Permanent impact: price per quantity; 0 when left out");
    add("--epsilon", options.epsilon, "Fixed cost of a unit, as half the spread and fees; 0 when left out");
    auto* sigma = add("--sigma", options.sigma, "Volatility: price per square root of a day");
    add("--volatility", options.volatility, "The same as a percentage of the price in a year of 250 days")
        ->excludes(sigma);
    auto* lambda = add("--lambda", options.lambda, "Risk aversion: cost accepted for a unit of variance; 0 for none");
    add("--drift", options.drift, "Expected move of the price in a day; 0 when left out");
    add("--lot", options.lot, "Trades are multiples of it");
    auto* cap = add("--cap", options.cap, "Most that a trade may be of the volume of its interval, as in 10%");
    auto* volume = add("--volume", options.volume, "Of an interval, or of each with commas between");
    cap->needs(volume);
    volume->needs(cap);
    command.add_flag("--one-way", options.one_way, "No trade against the order, whatever the drift")
        ->group(kModelGroup);
    add("--frontier", options.frontier, "The efficient frontier instead, at so many risk aversions")->excludes(lambda);
}

void check_model_use(const CLI::App& command, const ModelOptions& options) {
    const bool has_model = !options.model.empty();
    for (const CLI::Option* option : command.get_options()) {
        const std::string name = option->get_name();
        const bool shared = name.starts_with("--help") || name == "--json" || name == "--rows";
        if (option->count() == 0 || shared) continue;
        if (!has_model && option->get_group() == kModelGroup) throw CLI::RequiresError(name, "--model");
        if (has_model && option->get_group() != kModelGroup) throw CLI::ExcludesError("--model", name);
    }
    const std::string missing = has_model ? missing_option(options) : "";
    if (!missing.empty()) throw CLI::RequiredError(missing);
}

int run_model(const ModelOptions& options, bool json, int rows) {
    const auto problem = Reader(options).read();
    if (!problem) return kFailed;
    return problem->frontier ? print_frontier(*problem, json) : print_schedule(*problem, json, rows);
}

}  // namespace weir::cli
