#include "compiler/verify/solve.h"

#include <fmt/format.h>
#include <z3++.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>

namespace weir::verify {
namespace {

constexpr const char *kIntegers = "(set-logic QF_LIA)\n", *kReals = "(set-logic QF_LRA)\n";

bool is_of_integers(const std::string& text) {
    return text.find(" Int)\n") != std::string::npos;
}

/// A fraction is rounded down, and what is beyond 126 bits is brought there: who wants the number asks of integers.
__int128 number_of(const z3::expr& value) {
    if (value.is_bool()) return value.is_true();
    constexpr __int128 kMost = static_cast<__int128>(1) << 126;
    const std::string text = value.get_decimal_string(1);  // `-12`, `-12.5?`
    __int128 number = 0;
    size_t at = text.starts_with('-') ? 1 : 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at)
        number = std::min(kMost, std::min(kMost / 10, number) * 10 + (text[at] - '0'));
    const bool fraction = text.find_first_of("123456789?", at) != std::string::npos;
    return text.starts_with('-') ? -number - fraction : number;
}

/// Interrupts a context once a stop is requested, and again until it goes: the solver forgets an interrupt that comes
/// before it begins.
class Interruption {
  public:
    Interruption(const std::stop_token& stop, z3::context& context) {
        if (!stop.stop_possible()) return;
        thread_ = std::jthread([stop, &context](const std::stop_token& over) {
            std::mutex mutex;
            std::condition_variable_any clock;
            std::unique_lock lock(mutex);
            while (!over.stop_requested()) {
                clock.wait_for(lock, over, std::chrono::milliseconds(5), [] { return false; });
                if (stop.stop_requested()) context.interrupt();
            }
        });
    }

  private:
    std::jthread thread_;  // is told that it is over, and waited for, where this ends
};

/// One text, and what goes on from it.
class Session {
  public:
    Session(const char* logic, const std::stop_token& stop)
        : logic_(logic),
          solver_(context_, z3::solver::simple()),
          sorts_(context_),
          declared_(context_),
          interruption_(stop, context_) {}

    /// `more` speaks of what earlier texts declared.
    void add(const std::string& more) {
        const std::string text = logic_ + more;
        for (const z3::expr& one : context_.parse_string(text.c_str(), sorts_, declared_)) solver_.add(one);
        for (size_t at = more.find("(declare-const "); at != std::string::npos;
             at = more.find("(declare-const ", at + 1)) {
            const size_t name = at + 15, end = more.find(' ', name);
            const z3::sort sort = more.compare(end + 1, 4, "Bool") == 0   ? context_.bool_sort()
                                  : more.compare(end + 1, 4, "Real") == 0 ? context_.real_sort()
                                                                          : context_.int_sort();
            declared_.push_back(context_.constant(more.substr(name, end - name).c_str(), sort).decl());
        }
    }

    Reply ask(uint64_t limit) {
        set(limit);
        const z3::check_result result = solver_.check();
        if (result == z3::unsat) return {Answer::none, {}};
        if (result != z3::sat) return {};
        Reply reply{Answer::some, {}};
        const z3::model model = solver_.get_model();
        for (unsigned i = 0; i < model.num_consts(); ++i) {
            const z3::func_decl declared = model.get_const_decl(i);
            reply.numbers[declared.name().str()] = number_of(model.get_const_interp(declared));
        }
        return reply;
    }

    /// Which of the assertions of a text, by order, cannot all be so; none when they can, or that is not found.
    std::vector<size_t> core(const std::string& text, uint64_t limit) {
        std::vector<size_t> out;
        z3::expr_vector tracks(context_);
        for (const z3::expr& one : context_.parse_string((logic_ + text).c_str())) {
            tracks.push_back(context_.bool_const(("t" + std::to_string(tracks.size())).c_str()));
            solver_.add(z3::implies(tracks.back(), one));
        }
        set(limit);
        if (solver_.check(tracks) != z3::unsat) return out;
        for (const z3::expr& track : solver_.unsat_core())
            out.push_back(std::stoul(track.decl().name().str().substr(1)));
        return out;
    }

    /// Spent since it was asked for last, in the solver's count.
    uint64_t spent() {
        const z3::stats statistics = solver_.statistics();
        for (unsigned i = 0; i < statistics.size(); ++i)
            if (statistics.key(i) == "rlimit count")
                return statistics.uint_value(i) - std::exchange(seen_, statistics.uint_value(i));
        return 0;
    }

  private:
    void set(uint64_t limit) {
        z3::params params(context_);
        params.set("ctrl_c", false);  // an interrupt is for the program, and not an answer
        params.set("rlimit", static_cast<unsigned>(std::min<uint64_t>(limit, std::numeric_limits<unsigned>::max())));
        params.set("arith.solver", 2U);  // the simplex that finds integers soonest in questions like these
        solver_.set(params);
    }

    z3::context context_;  // of its own: what else was asked makes no difference
    std::string logic_;
    z3::solver solver_;
    z3::sort_vector sorts_;
    z3::func_decl_vector declared_;
    unsigned seen_ = 0;
    Interruption interruption_;  // the last to be made and the first to go
};

}  // namespace

std::string with_logic(const std::string& text) {
    return (is_of_integers(text) ? kIntegers : kReals) + text;
}

struct Solver::State {
    struct Line {
        std::optional<Session> session;
        std::string told;  // to the session
    };
    std::unordered_map<std::string, Reply> known;
    Line integers, reals;
    uint64_t resources = 0;
    std::stop_token stop;
    Reply unasked;  // of what is asked when it is too late
};

Solver::Solver(std::stop_token stop) : state_(std::make_unique<State>()) {
    state_->stop = std::move(stop);
}
Solver::~Solver() = default;

const Reply& Solver::ask(const std::string& text, uint64_t limit) {
    State& s = *state_;
    if (s.stop.stop_requested()) return s.unasked;
    const std::string key = fmt::format("{}\n{}", limit, text);
    const auto [known, is_new] = s.known.try_emplace(key);
    if (!is_new) return known->second;
    const bool integers = is_of_integers(text);
    State::Line& line = integers ? s.integers : s.reals;
    try {
        if (!line.session || !text.starts_with(line.told)) {
            line.session.reset();
            line.session.emplace(integers ? kIntegers : kReals, s.stop);
            line.told.clear();
        }
        line.session->add(text.substr(line.told.size()));
        line.told = text;
        known->second = line.session->ask(limit);
        s.resources += line.session->spent();
    } catch (const z3::exception&) {
        line.session.reset();
        known->second = {};
    }
    return known->second;
}

std::set<std::string> Solver::core(const std::string& text, uint64_t limit) {
    std::set<std::string> out;
    if (state_->stop.stop_requested()) return out;
    try {
        std::vector<std::string> lines;
        for (size_t from = 0; from < text.size();) {
            const size_t end = text.find('\n', from) + 1;
            if (text.compare(from, 8, "(assert ") == 0) lines.push_back(text.substr(from, end - from));
            from = end;
        }
        Session session(is_of_integers(text) ? kIntegers : kReals, state_->stop);
        for (const size_t i : session.core(text, limit)) out.insert(lines.at(i));
    } catch (const z3::exception&) {
        out.clear();
    }
    return out;
}

uint64_t Solver::resources() const {
    return state_->resources;
}

std::string Solver::version() {
    unsigned major = 0, minor = 0, build = 0, revision = 0;
    Z3_get_version(&major, &minor, &build, &revision);
    return "Z3 " + std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(build);
}

}  // namespace weir::verify
