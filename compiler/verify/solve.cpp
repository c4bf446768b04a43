#include "compiler/verify/solve.h"

#include <z3++.h>

#include <optional>
#include <unordered_map>

namespace weir::verify {
namespace {

__int128 number_of(const z3::expr& value) {
    if (value.is_bool()) return value.is_true();
    __int128 number = 0;
    const std::string text = value.get_decimal_string(0);
    for (const char c : text)
        if (c >= '0' && c <= '9') number = number * 10 + (c - '0');
    return text.starts_with('-') ? -number : number;
}

/// One text, and what goes on from it.
class Session {
  public:
    Session(z3::context& context, uint64_t limit)
        : context_(context), solver_(context, z3::solver::simple()), sorts_(context), declared_(context) {
        z3::params params(context);
        params.set("rlimit", static_cast<unsigned>(limit));
        solver_.set(params);
    }

    /// `more` speaks of what earlier texts declared.
    void add(const std::string& more) {
        for (const z3::expr& one : context_.parse_string(more.c_str(), sorts_, declared_)) solver_.add(one);
        for (size_t at = more.find("(declare-const "); at != std::string::npos;
             at = more.find("(declare-const ", at + 1)) {
            const size_t name = at + 15, end = more.find(' ', name);
            const bool boolean = more.compare(end + 1, 4, "Bool") == 0;
            declared_.push_back(context_
                                    .constant(more.substr(name, end - name).c_str(),
                                              boolean ? context_.bool_sort() : context_.int_sort())
                                    .decl());
        }
    }

    Reply ask() {
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

    uint64_t resources() const {
        const z3::stats statistics = solver_.statistics();
        for (unsigned i = 0; i < statistics.size(); ++i)
            if (statistics.key(i) == "rlimit count") return statistics.uint_value(i);
        return 0;
    }

  private:
    z3::context& context_;
    z3::solver solver_;
    z3::sort_vector sorts_;
    z3::func_decl_vector declared_;
};

}  // namespace

struct Solver::State {
    uint64_t limit;
    z3::context context;
    std::unordered_map<std::string, Reply> known;
    std::optional<Session> session;
    std::string told;  // to the session
    uint64_t resources = 0;
};

Solver::Solver(uint64_t resource_limit) : state_(std::make_unique<State>()) {
    state_->limit = resource_limit;
}

Solver::~Solver() = default;

const Reply& Solver::ask(const std::string& text) {
    State& s = *state_;
    const auto [known, is_new] = s.known.try_emplace(text);
    if (!is_new) return known->second;
    try {
        const bool goes_on = s.session && text.starts_with(s.told);
        if (!goes_on) {
            s.session.reset();
            s.session.emplace(s.context, s.limit);
            s.told.clear();
        }
        s.session->add(text.substr(s.told.size()));
        s.told = text;
        known->second = s.session->ask();
        s.resources = s.session->resources();
    } catch (const z3::exception&) {
        s.session.reset();
        known->second = {};
    }
    return known->second;
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
