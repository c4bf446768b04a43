// A lemma on products that is not true of all integers would prove what is false, and no solver that is given it could
// tell. Each that the verifier adds, at whatever answer, is true where the products are what they should be.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "compiler/verify/products.h"
#include "tests/proofs_orders/solver.h"

namespace weir::test {
namespace {

using verify::literal;
using verify::Numbers;
using verify::Product;

constexpr uint64_t kSeed = 7;
constexpr int kAnswers = 150, kPoints = 8, kFactors = 3;
constexpr plan::Interval kNear{-6, 6}, kNotNegative{0, 6}, kAny{};

class Drawn {
  public:
    explicit Drawn(uint64_t seed) : random_(seed) {}

    void products() {
        products_.clear();
        for (plan::Interval& within : within_) within = std::array{kNear, kNotNegative, kAny}[uniform(0, 2)];
        for (int i = 0; i < 3; ++i)
            products_.push_back({"p" + std::to_string(i), factor(uniform(0, kFactors - 1)), factor(uniform(0, 2))});
    }
    /// What is said of them when an answer gives them numbers at random.
    std::string lemmas() {
        Numbers answer = point();
        for (const Product& p : products_) answer[p.name] = uniform(-30, 30);
        std::string all = verify::lemmas(products_, 0) + verify::lemmas_on_some(products_, answer, products_.size());
        for (const Product& p : products_)
            all += verify::lemmas_at(p, verify::number(answer, p.x.name), verify::number(answer, p.y.name));
        for (size_t i = 0; i < products_.size(); ++i)
            for (size_t j = 0; j < products_.size(); ++j)
                for (size_t k = 0; k < products_.size(); ++k)
                    for (const std::string& lemma : verify::lemmas_of(products_, i, j, k)) all += lemma;
        return all;
    }
    Numbers point() {
        Numbers at;
        for (int i = 0; i < kFactors; ++i) at[name(i)] = within_[i].low == 0 ? uniform(0, 6) : uniform(-6, 6);
        for (const Product& p : products_) at[p.name] = at[p.x.name] * at[p.y.name];
        return at;
    }

  private:
    int64_t uniform(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(random_); }
    static std::string name(int64_t i) { return "x" + std::to_string(i); }
    Product::Factor factor(int64_t i) const { return {name(i), within_[i]}; }

    std::mt19937_64 random_;
    std::array<plan::Interval, kFactors> within_;
    std::vector<Product> products_;
};

TEST(Lemmas, AreTrueOfAllIntegers) {
    const order_proof::testing::Solver* solver = order_proof::testing::any_solver();
    if (!solver) GTEST_SKIP() << "neither z3 nor cvc5 is installed";
    std::vector<std::string> texts;
    Drawn drawn(kSeed);
    for (int n = 0; n < kAnswers; ++n) {
        drawn.products();
        const std::string lemmas = drawn.lemmas();
        for (int i = 0; i < kPoints; ++i) {
            std::string text = "(set-logic QF_LIA)\n", values;
            for (const auto& [name, value] : drawn.point()) {
                text += "(declare-const " + name + " Int)\n";
                values += "(assert (= " + name + " " + literal(value) + "))\n";
            }
            texts.push_back(text + values + lemmas + "(check-sat)\n");
        }
    }
    const std::vector<std::string> answers = solver->answers(texts);
    ASSERT_EQ(answers.size(), texts.size());
    for (size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(answers[i], "sat") << "seed " << kSeed << "\n" << texts[i];
}

}  // namespace
}  // namespace weir::test
