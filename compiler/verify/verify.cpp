#include "compiler/verify/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "compiler/plan/passes.h"
#include "compiler/verify/assume.h"
#include "compiler/verify/products.h"
#include "compiler/verify/relevant.h"
#include "compiler/verify/solve.h"
#include "compiler/verify/translate.h"

namespace weir::verify {
namespace {

/// How a question is gone about. A way that leads nowhere is left soon: another often leads there at once.
struct Attempt {
    int first, further;  // how deep the question begins, and how much deeper it goes at a time
    bool reals;          // begins with them
    uint64_t part;       // of the limit
};
constexpr std::array kAttempts = {Attempt{4, 2, false, 12}, Attempt{4, 2, true, 12}, Attempt{7, 4, false, 6},
                                  Attempt{3, 1, false, 6},  Attempt{5, 3, true, 4},  Attempt{4, 2, false, 1}};

/// That an operation faults, of a node that is declared with its operands.
std::string fault_of(const Translation& t, plan::NodeId id) {
    const plan::Node& node = t.plan().nodes[id];
    const std::string inside =
        fmt::format("(<= {} {} {})", literal(std::numeric_limits<int64_t>::min()), t.term(id), literal(step::kNever));
    switch (node.op) {
        case plan::Op::muldiv_floor:
        case plan::Op::muldiv_ceil:
            return fmt::format("(or (<= {} 0) (not {}))", t.term(node.operand[2]), inside);
        case plan::Op::read_at: {
            const int32_t buckets = t.facts().cell_of(id).buckets;
            return fmt::format("(not (<= 0 {} {}))", t.term(node.operand[0]), buckets);
        }
        case plan::Op::to_int_floor:
            return "true";
        default:
            return fmt::format("(not {})", inside);
    }
}

class Prover {
  public:
    Prover(const Facts& facts, Solver& solver, const Options& options)
        : facts_(facts), solver_(solver), options_(options) {}

    /// Adds what comes of a question to the finding of its property.
    void settle(const Question& question, Finding& finding) {
        for (const Attempt& attempt : kAttempts) {
            Outcome outcome = try_to_settle(question, attempt);
            const bool over = outcome.proven || outcome.candidate || !question.goal || &attempt == &kAttempts.back();
            if (!over) continue;
            finding.scripts.push_back({with_logic(outcome.text), outcome.proven});
            if (outcome.candidate) finding.candidates.push_back(*outcome.candidate);
            finding.proven = finding.proven && outcome.proven;
            if (!outcome.proven) finding.open = outcome.why;
            return;
        }
    }

  private:
    struct Outcome {
        bool proven = false;
        std::optional<Candidate> candidate;
        std::string text, why;
    };

    Outcome try_to_settle(const Question& question, const Attempt& attempt) {
        Translation t(facts_);
        Contract contract(t);
        const std::vector<plan::NodeId> roots = roots_of(question, t, attempt.first);
        for (const Literal& literal : question.when) say(t, literal.node, literal.is);
        if (question.goal) say(t, question.goal->node, !question.goal->is);
        if (question.fails != plan::kNoNode) t.assert_that(fault_of(t, question.fails));
        contract.extend();
        const size_t of_goal = t.products().size();
        size_t products = 0;
        int at_numbers = 0;
        bool reals = attempt.reals, last = false;
        const uint64_t limit = options_.resource_limit / attempt.part;
        for (int round = 0; round < options_.rounds; ++round) {
            if (products < t.products().size()) {
                t.add(lemmas(t.products(), products));
                products = t.products().size();
            }
            const std::string text = reals ? t.text() : over_integers(t.text());
            const Reply& reply = solver_.ask(text, last ? 2 * limit : limit);
            if (reply.answer == Answer::none) return {true, {}, text, {}};
            if (reply.answer == Answer::unknown) {
                if (reals || last) return {false, {}, over_integers(t.text()), "the solver gave up"};
                reals = true;
                continue;
            }
            if (unfold(t, contract, roots, reply.numbers, attempt.further, of_goal)) continue;
            if (contract.mend(reply.numbers)) continue;
            if (t.add(lemmas_on_pairs(t.products(), reply.numbers, t.products().size()))) continue;
            if (reals) {
                reals = false;
                last = true;
                continue;
            }
            if (auto broken = decode(t, question, reply.numbers); broken && contract.holds(reply.numbers))
                return {false, std::move(broken), over_integers(t.text()), "a step would break it"};
            const bool more = t.add(tangents(t.products(), reply.numbers));
            if (!more || ++at_numbers > (question.goal ? options_.tangents : 2)) break;
        }
        return {false, {}, over_integers(t.text()), "the rounds are over"};
    }

    static void say(Translation& t, plan::NodeId node, bool is) {
        t.assert_that(is ? t.term(node) : fmt::format("(not {})", t.term(node)));
    }

    static std::vector<plan::NodeId> roots_of(const Question& question, Translation& t, int depth) {
        std::vector<plan::NodeId> roots;
        if (question.goal) roots.push_back(question.goal->node);
        if (question.fails != plan::kNoNode) {
            roots.push_back(question.fails);
            for (const plan::NodeId operand : t.plan().nodes[question.fails].operand)
                if (operand != plan::kNoNode && t.plan().nodes[question.fails].op != plan::Op::to_int_floor)
                    roots.push_back(operand);
        }
        for (const plan::NodeId root : roots) t.speak_of(root, depth);
        for (const Literal& literal : question.when) {
            t.speak_of(literal.node, depth);
            roots.push_back(literal.node);
        }
        return roots;
    }

    /// Makes the question say more of what an answer was wrong about; false: all that it rests on is there.
    static bool unfold(Translation& t, Contract& contract, const std::vector<plan::NodeId>& roots,
                       const Numbers& numbers, int depth, size_t of_goal) {
        if (t.add(lemmas_on_pairs(t.products(), numbers, of_goal))) return true;
        const std::vector<plan::NodeId> cuts = cuts_that_matter(t, roots, numbers);
        for (const plan::NodeId cut : cuts) t.unfold(cut, depth);
        contract.extend();
        return !cuts.empty();
    }

    const Facts& facts_;
    Solver& solver_;
    const Options& options_;
};

}  // namespace

Proofs prove(const plan::Plan& generic, const Options& options) {
    Asked asked = ask(generic);
    const Facts facts(plan::specialise(asked.plan, {}));
    Solver solver;
    Prover prover(facts, solver, options);
    Proofs out;
    std::vector<bool> left_out(facts.plan.guards.size());
    for (size_t i = 0; i < left_out.size(); ++i) left_out[i] = i >= generic.guards.size();
    for (Property& property : asked.properties) {
        Finding finding{std::move(property), true, {}, {}, {}};
        const bool faults = finding.property.kind == Kind::faults;
        const auto guard = static_cast<size_t>(faults ? 0 : finding.property.guard);
        const std::vector<Question> questions =
            faults ? questions_on_faults(facts, left_out) : questions_of(facts.plan, facts.plan.guards[guard].holds);
        for (size_t i = 0; i < questions.size() && finding.proven; ++i) prover.settle(questions[i], finding);
        if (!faults && finding.proven) left_out[guard] = true;
        out.findings.push_back(std::move(finding));
    }
    out.asked = std::move(asked.plan);
    out.resources = solver.resources();
    return out;
}

}  // namespace weir::verify
