// Solve: a question in SMT-LIB, answered by Z3 within a limit of resources, so that an answer does not depend on how
// fast the machine is. Z3 is included here and nowhere else.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <string>

namespace weir::verify {

enum class Answer : uint8_t { none, some, unknown };  // unsatisfiable, satisfiable, gave up

using Numbers = std::map<std::string, __int128>;  // booleans are 0 or 1

/// Where a number does not matter, any will do.
inline __int128 number(const Numbers& answer, const std::string& name) {
    const auto known = answer.find(name);
    return known == answer.end() ? 0 : known->second;
}

/// A text with the logic that it is written in: linear, of integers or of reals.
std::string with_logic(const std::string& text);

struct Reply {
    Answer answer = Answer::unknown;
    Numbers numbers;  // of an answer `some`: of all that is declared
};

/// Questions that were asked are known: many slots of a strategy ask the same. Once `stop` is requested whatever is
/// being asked ends at once, and every reply is `unknown`: what was made of replies until then is to be thrown away.
class Solver {
  public:
    explicit Solver(std::stop_token stop = {});
    ~Solver();

    /// Declarations and assertions. A text that goes on from the last one of its sort is asked beside what was learnt
    /// from it. `limit`: in the solver's count.
    const Reply& ask(const std::string& text, uint64_t limit);
    /// The lines of a text without an answer that are enough for it to have none, with the declarations; empty when
    /// that is not found within the limit.
    std::set<std::string> core(const std::string& text, uint64_t limit);
    /// Spent so far, in all.
    uint64_t resources() const;
    static std::string version();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace weir::verify
