#include "bench/step/scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>

#include "compiler/compiler.h"
#include "compiler/plan/interpreter.h"

namespace weir::bench {
namespace {

using step::Input;

constexpr size_t kEvents = 16'384;
constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kStart = 1'700'000'000 * kSecond;
constexpr int64_t kDuration = 1800 * kSecond;
constexpr int64_t kQuantity = 25 * 100'000'000LL;  // 25 BTC
constexpr int64_t kNear = 10'000;                  // ticks between the mid and a resting child that may fill

[[noreturn]] void fail(const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(1);
}

lower::Market bitcoin() {
    return {{.price = 2, .quantity = 8, .money = 8}, "BTC", "USD"};
}

plan::Bindings bindings(const plan::Plan& plan) {
    plan::Bindings out;
    out.tick = 1;
    out.lot = 1'000;
    out.minimum_quantity = 1'000;
    out.minimum_value = 10LL * 100'000'000;  // 10 USD
    for (const plan::Parameter& parameter : plan.parameters) out.parameters.push_back(parameter.value);
    return out;
}

plan::Plan compile(const std::string& name) {
    const std::string path = std::string(WEIR_SOURCE_DIR) + "/stdlib/" + name + ".weir";
    std::ifstream in(path);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const SourceFile file(path, text);
    const auto checked = compiler::check(file, [](const sema::Program&) { return bitcoin(); });
    if (checked.diagnostics.has_errors()) fail(path + " does not compile");
    return plan::specialise(checked.plans[0], bindings(checked.plans[0]));
}

/// How lively the market of a strategy is, and the order's limit.
struct Setting {
    int64_t walk = 20;  // most that the mid moves in one event, in ticks
    int64_t limit = 3'200'000;
};
Setting setting_of(const std::string& name) {
    if (name == "bracket") return {.walk = 300, .limit = step::kAbsent};  // it enters at the touch, and is stopped out
    return {};
}

/// A U-shaped curve of volume, the usual spread of a day, shares that are early; in the order of `kinds`.
std::vector<std::vector<int64_t>> make_tables(const std::vector<step::TableKind>& kinds) {
    std::vector<std::vector<int64_t>> out;
    double urgency = 1;
    for (const step::TableKind kind : kinds) {
        if (kind == step::TableKind::shortfall_curve) urgency += 0.5;
        const auto entry = [&](int i) -> int64_t {
            const double x = static_cast<double>(i) / step::kTableIntervals;
            if (kind == step::TableKind::baseline_spread) return 800 + (i * 37) % 400;
            const double share = kind == step::TableKind::shortfall_curve
                                     ? 1 - std::pow(1 - x, urgency)
                                     : x + 0.1 * std::sin(2 * 3.14159265358979 * x);
            return std::llround(share * 4294967296.0);
        };
        std::vector<int64_t>& table = out.emplace_back();
        for (int i = 0; i <= step::kTableIntervals; ++i) table.push_back(entry(i));
    }
    return out;
}

/// The market and the venue, played against the interpreter, which tells what to record.
class Loop {
  public:
    Loop(Scene& scene, Setting setting, uint64_t seed)
        : scene_(scene), setting_(setting), layout_(scene.plan.layout), random_(seed) {
        inputs_.resize(static_cast<size_t>(layout_.size()));
        set(Input::now, kStart);
        set(Input::tick, 1);
        set(Input::lot, 1'000);
        set(Input::minimum_quantity, 1'000);
        set(Input::minimum_value, 10LL * 100'000'000);
        for (int ledger = 0; ledger < layout_.ledgers; ++ledger) {
            set(Input::order_side, ledger == 0 ? 1 : -1, ledger);  // the second protects the first
            set(Input::order_quantity, ledger == 0 ? kQuantity : 0, ledger);
            set(Input::order_limit, ledger == 0 ? setting_.limit : step::kAbsent, ledger);
            set(Input::order_start, kStart, ledger);
            set(Input::order_end, kStart + kDuration, ledger);
            set(Input::order_arrival, 6'000'001, ledger);
            set(Input::order_decision, step::kAbsent, ledger);
        }
        set(Input::resumed, step::kAbsent);
        set(Input::seed, 42);
        for (size_t i = 0; i < scene.plan.parameters.size(); ++i)
            inputs_[static_cast<size_t>(layout_.parameter(static_cast<int>(i)))] = scene.plan.parameters[i].value;
        market();
        scene.first = previous_ = inputs_;
    }

    void run() {
        const plan::Interpreter interpreter(scene_.plan);
        const step::Program program = interpreter.program();
        std::vector<int64_t> state(static_cast<size_t>(program.state_words));
        step::Output out{};
        for (size_t event = 0; event < kEvents; ++event) {
            const int64_t next = get(Input::now) + 1 + below(2 * kSecond / 10);
            const bool wakes = event > 0 && out.wake <= next;
            set(Input::now, wakes ? out.wake : next);
            if (!wakes) market();
            if (event > 0) venue(out);
            record();
            program.function(program.self, inputs_.data(), scene_.table_pointers.data(), state.data(), &out);
            if (out.status != step::Status::ok) fail("the strategy stopped in its scene");
            scene_.wanted.push_back(out);
        }
    }

  private:
    int64_t below(int64_t n) { return static_cast<int64_t>(random_() % static_cast<uint64_t>(n)); }
    void set(Input input, int64_t value, int slot = 0) {
        inputs_[static_cast<size_t>(layout_.offset(input, 0, 0, slot))] = value;
    }
    int64_t get(Input input, int slot = 0) const {
        return inputs_[static_cast<size_t>(layout_.offset(input, 0, 0, slot))];
    }
    void add(Input input, int64_t value, int slot = 0) { set(input, get(input, slot) + value, slot); }

    /// A quote moves, and every third time a trade prints; now and then the spread blows out for a while.
    void market() {
        mid_ += below(2 * setting_.walk + 1) - setting_.walk;
        if (below(2000) == 0) wide_ = 150;
        const int64_t half = 100 + below(150) + (wide_-- > 0 ? 9'000 : 0);
        set(Input::bid_price, mid_ - half);
        set(Input::ask_price, mid_ + half);
        set(Input::bid_quantity, 10'000'000 + below(500'000'000));
        set(Input::ask_quantity, 10'000'000 + below(500'000'000));
        if (below(3) != 0) return;
        const int64_t size = 1'000 * (1 + below(60'000));
        set(Input::last_price, mid_);
        add(Input::volume, size);
        add(Input::turnover, size * (mid_ / 100));
        add(Input::trade_count, 1);
    }

    /// What was wanted is working at once; a crossing child fills at the next event, a resting one in parts while the
    /// market is near.
    void venue(const step::Output& out) {
        std::array<int64_t, step::kMaxLedgers> working{};
        for (int slot = 0; slot < layout_.slots; ++slot) {
            const step::Desired& desired = out.desired[static_cast<size_t>(slot)];
            const int ledger = scene_.plan.slots[static_cast<size_t>(slot)].ledger;
            const int64_t filled = filled_of(desired);
            add(Input::order_executed, filled, ledger);
            add(Input::order_executed_value, filled / 100 * desired.price, ledger);
            add(Input::slot_executed, filled, slot);
            set(Input::slot_working, desired.quantity - filled, slot);
            working[static_cast<size_t>(ledger)] += desired.quantity - filled;
        }
        for (int ledger = 0; ledger < layout_.ledgers; ++ledger)
            set(Input::order_working, working[static_cast<size_t>(ledger)], ledger);
        if (layout_.ledgers > 1) set(Input::order_quantity, get(Input::order_executed), 1);
    }
    int64_t filled_of(const step::Desired& desired) {
        if (desired.quantity == 0) return 0;
        if (desired.crossing) return desired.quantity;
        const bool near = std::abs(desired.price - mid_) <= kNear;
        return near && below(12) == 0 ? std::min(desired.quantity, 1'000 * below(20'000)) : 0;
    }

    void record() {
        for (size_t i = 0; i < inputs_.size(); ++i)
            if (inputs_[i] != previous_[i]) scene_.changes.push_back({static_cast<int32_t>(i), inputs_[i]});
        scene_.ends.push_back(static_cast<uint32_t>(scene_.changes.size()));
        previous_ = inputs_;
    }

    Scene& scene_;
    Setting setting_;
    step::Layout layout_;
    std::mt19937_64 random_;
    std::vector<int64_t> inputs_, previous_;
    int64_t mid_ = 3'000'000;
    int64_t wide_ = 0;
};

}  // namespace

Scene make_scene(const std::string& name, uint64_t seed) {
    Scene scene;
    scene.plan = compile(name);
    scene.tables = make_tables(scene.plan.tables);
    for (const auto& table : scene.tables) scene.table_pointers.push_back(table.data());
    Loop(scene, setting_of(name), seed).run();
    return scene;
}

}  // namespace weir::bench
