#include "compiler/verify/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

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
constexpr std::array kAttempts = {Attempt{4, 2, false, 12}, Attempt{3, 2, false, 12}, Attempt{4, 2, false, 2},
                                  Attempt{7, 4, false, 12}, Attempt{3, 1, false, 12}, Attempt{4, 2, true, 12},
                                  Attempt{4, 2, false, 1}};

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

/// How a question came to be settled: what was unfolded and when, and which lemmas were added. The same leads there in
/// a question that is alike, as that of another slot is.
struct Recipe {
    struct Move {
        std::vector<int> unfolded;  // by the order in which nodes were declared
        std::vector<std::pair<std::string, std::string>> on_grid;
    };
    int first = 0, further = 0;
    bool reals = false;
    std::vector<Move> moves;
    std::vector<Product> products;
    std::set<std::string> lemmas;
};

/// What is alike in questions that differ in numbers alone.
std::string shape_of(const std::string& text) {
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out), [](char c) { return c < '0' || c > '9'; });
    return out;
}

class Prover {
  public:
    Prover(const Facts& facts, Solver& solver, const Options& options)
        : facts_(facts), solver_(solver), options_(options) {}

    /// Adds what comes of a question to the finding of its property.
    void settle(const Question& question, Finding& finding) {
        if (auto text = by_recipe(question)) {
            finding.scripts.push_back({with_logic(*text), true});
            return;
        }
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

    /// A question as it begins.
    struct Begun {
        Begun(const Facts& facts, const Question& question, int depth) : t(facts), contract(t) {
            roots = roots_of(question, t, depth);
            for (const Literal& literal : question.when) say(t, literal.node, literal.is);
            if (question.goal) say(t, question.goal->node, !question.goal->is);
            if (question.fails != plan::kNoNode) t.assert_that(fault_of(t, question.fails));
            contract.extend();
        }
        Translation t;
        Contract contract;
        std::vector<plan::NodeId> roots;
    };

    /// The text by which a question is settled in the way of one that is alike; none when it is not.
    std::optional<std::string> by_recipe(const Question& question) {
        const auto known = recipes_.find(shape_of(Begun(facts_, question, kAttempts.front().first).t.text()));
        if (known == recipes_.end()) return std::nullopt;
        const Recipe& recipe = known->second;
        Begun begun(facts_, question, recipe.first);
        Translation& t = begun.t;
        for (const Recipe::Move& move : recipe.moves) {
            for (const int index : move.unfolded) {
                if (static_cast<size_t>(index) >= t.declared().size()) return std::nullopt;
                t.unfold(t.declared()[static_cast<size_t>(index)], recipe.further);
            }
            if (!move.unfolded.empty()) begun.contract.extend();
            for (const auto& [price, tick] : move.on_grid)
                if (!begun.contract.say_on_grid(price, tick)) return std::nullopt;
        }
        // A lemma speaks of products by their names.
        const auto same = [](const Product& a, const Product& b) {
            return a.name == b.name && a.x.name == b.x.name && a.y.name == b.y.name;
        };
        if (!std::ranges::equal(t.products(), recipe.products, same)) return std::nullopt;
        t.add(lemmas(t.products(), 0));
        for (const std::string& lemma : recipe.lemmas) t.add(lemma);
        const std::string text = recipe.reals ? t.text() : over_integers(t.text());
        if (solver_.ask(text, options_.resource_limit / 8).answer != Answer::none) return std::nullopt;
        return text;
    }

    Outcome try_to_settle(const Question& question, const Attempt& attempt) {
        Begun begun(facts_, question, attempt.first);
        Translation& t = begun.t;
        Recipe recipe{attempt.first, attempt.further, false, {}, {}, {}};
        const std::string shape = attempt.first == kAttempts.front().first
                                      ? shape_of(t.text())
                                      : shape_of(Begun(facts_, question, kAttempts.front().first).t.text());
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
            if (reply.answer == Answer::none) {
                recipe.reals = reals;
                recipe.products = t.products();
                recipe.lemmas = t.added();
                recipes_[shape] = std::move(recipe);
                return {true, {}, text, {}};
            }
            if (reply.answer == Answer::unknown) {
                if (reals || last) return {false, {}, over_integers(t.text()), "the solver gave up"};
                reals = true;
                continue;
            }
            if (t.add(lemmas_on_pairs(t.products(), reply.numbers, of_goal))) continue;
            if (auto unfolded = unfold(begun, reply.numbers, attempt.further); !unfolded.empty()) {
                recipe.moves.push_back({std::move(unfolded), {}});
                continue;
            }
            if (auto mended = begun.contract.mend(reply.numbers); !mended.empty()) {
                recipe.moves.push_back({{}, std::move(mended)});
                continue;
            }
            if (t.add(lemmas_on_pairs(t.products(), reply.numbers, t.products().size()))) continue;
            if (reals) {
                reals = false;
                last = true;
                continue;
            }
            if (auto broken = decode(t, question, reply.numbers); broken && begun.contract.holds(reply.numbers))
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

    /// Makes the question say more of what an answer was wrong about: nodes by the order of their declaration; none
    /// when all that the answer rests on is there.
    static std::vector<int> unfold(Begun& begun, const Numbers& numbers, int depth) {
        std::vector<int> unfolded;
        for (const plan::NodeId cut : cuts_that_matter(begun.t, begun.roots, numbers)) {
            unfolded.push_back(begun.t.order_of(cut));
            begun.t.unfold(cut, depth);
        }
        if (!unfolded.empty()) begun.contract.extend();
        return unfolded;
    }

    const Facts& facts_;
    Solver& solver_;
    const Options& options_;
    std::map<std::string, Recipe> recipes_;  // by the shape of the question as it began
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
