// The soak: interpreter, native -O0 and native -O2 on random scripts and on the standard library, step for step and bit
// for bit, for as many steps as are asked for. `./dev soak` builds and runs it.
//
//     soak STEPS [FIRST [THREADS]]
//
// The work is a row of numbered units (unit.h). A difference ends the soak and names its unit; from there
// `soak 1 NUMBER` replays it, and `soak STEPS NUMBER` goes on. Which units there are depends on neither the machine nor
// the number of threads.
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/soak/unit.h"

namespace weir::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kProgressEvery{15};

struct Wanted {
    int64_t steps = 0;
    int64_t first = 1;
    int64_t threads = 1;
};

std::optional<int64_t> number_of(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c != '_' && c != ',') digits += c;
    int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || value < 1) return std::nullopt;
    return value;
}

/// What all threads add to.
class Tally {
  public:
    explicit Tally(const Wanted& wanted) : wanted_(wanted), next_(wanted.first) {}

    /// The next unit, as long as there is something left to do.
    std::optional<int64_t> take() {
        const std::lock_guard lock(mutex_);
        if (failed_ || steps_ + under_way_ >= wanted_.steps) return std::nullopt;
        under_way_ += kStepsOfUnit;
        return next_++;
    }

    void add(int64_t number, const UnitResult& result) {
        const std::lock_guard lock(mutex_);
        under_way_ -= kStepsOfUnit;
        steps_ += result.steps;
        orders_ += result.orders;
        placing_ += result.placing;
        stopped_ += result.stopped;
        ++(result.rejected.empty() ? programs_ : rejected_);
        if (!result.diverged.empty()) fail(number, result.diverged);
        if (rejected_ > 10 && rejected_ * 50 > programs_) fail(number, "too many rejected scripts: " + result.rejected);
        if (Clock::now() >= progress_at_) print_progress();
    }

    int finish() {
        if (failed_) return 1;
        fmt::print(
            "{} steps of {} programs ({} random scripts were rejected), {} orders, compared three ways: 0 divergences; "
            "{} steps wanted orders, {} stopped; units {} to {}, {:.0f} s\n",
            steps_, programs_, rejected_, orders_, placing_, stopped_, wanted_.first, next_ - 1, elapsed());
        return 0;
    }

  private:
    void fail(int64_t number, const std::string& what) {
        failed_ = true;
        fmt::print("unit {} after {} steps: {}\nreplay: ./dev soak 1 {}\n", number, steps_, what, number);
    }
    void print_progress() {
        fmt::print("{:5.1f} %  {} steps, {} programs, next unit {}, {:.0f} s\n",
                   100.0 * static_cast<double>(steps_) / static_cast<double>(wanted_.steps), steps_, programs_, next_,
                   elapsed());
        std::fflush(stdout);
        progress_at_ = Clock::now() + kProgressEvery;
    }
    double elapsed() const { return std::chrono::duration<double>(Clock::now() - began_).count(); }

    Wanted wanted_;
    std::mutex mutex_;
    int64_t next_, steps_ = 0, under_way_ = 0, programs_ = 0, rejected_ = 0, orders_ = 0, placing_ = 0, stopped_ = 0;
    bool failed_ = false;
    Clock::time_point began_ = Clock::now(), progress_at_ = began_ + kProgressEvery;
};

int soak(const Wanted& wanted) {
    Tally tally(wanted);
    std::vector<std::jthread> threads;
    for (int64_t i = 0; i < wanted.threads; ++i)
        threads.emplace_back([&] {
            while (const auto number = tally.take())
                tally.add(*number, run_unit(static_cast<uint64_t>(*number), wanted.steps));
        });
    threads.clear();
    return tally.finish();
}

}  // namespace
}  // namespace weir::test

int main(int count, char** arguments) {
    weir::test::Wanted wanted;
    int64_t* const fields[] = {&wanted.steps, &wanted.first, &wanted.threads};
    bool good = count >= 2 && count <= 4;
    for (int i = 1; good && i < count; ++i) {
        const auto number = weir::test::number_of(arguments[i]);
        good = number.has_value();
        if (good) *fields[i - 1] = *number;
    }
    if (!good) {
        fmt::print(stderr, "usage: soak STEPS [FIRST [THREADS]], whole numbers of at least 1\n");
        return 2;
    }
    return weir::test::soak(wanted);
}
