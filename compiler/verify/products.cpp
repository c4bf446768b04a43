#include "compiler/verify/products.h"

#include <fmt/format.h>

#include <iterator>

namespace weir::verify {
namespace {

using Int128 = __int128;

class Lemmas {
  public:
    /// Signs, units, and that a product of integers is no smaller than its factors.
    void alone(const Product& p) {
        say("(= (= {0} 0) (or (= {1} 0) (= {2} 0)))", p.name, p.x.name, p.y.name);
        say("(= (> {0} 0) (or (and (> {1} 0) (> {2} 0)) (and (< {1} 0) (< {2} 0))))", p.name, p.x.name, p.y.name);
        factor(p, p.x, p.y);
        factor(p, p.y, p.x);
    }

    /// Multiples of one number that is not negative are equal, or at least it apart.
    void common(const Product::Factor& f, const std::string& p, const std::string& a, const std::string& q,
                const std::string& b) {
        if (f.within.low < 0) return;
        say("(=> (= {1} {3}) (= {0} {2}))", p, a, q, b);
        say("(=> (and (<= 0 {0}) (< {2} {4})) (<= (+ {1} {0}) {3}))", f.name, p, a, q, b);
        say("(=> (and (<= 0 {0}) (< {4} {2})) (<= (+ {3} {0}) {1}))", f.name, p, a, q, b);
    }

    void sharing(const Product& p, const Product& q) {
        if (p.x.name == q.x.name) common(p.x, p.name, p.y.name, q.name, q.y.name);
        if (p.x.name == q.y.name) common(p.x, p.name, p.y.name, q.name, q.x.name);
        if (p.y.name == q.x.name) common(p.y, p.name, p.x.name, q.name, q.y.name);
        if (p.y.name == q.y.name) common(p.y, p.name, p.x.name, q.name, q.x.name);
    }

    /// What p and q break together: p = x₁y₁ and q = x₂y₂ with the factors in both orders.
    void pair(const Product& p, const Product& q, const Numbers& at) {
        const Product turned{q.name, q.y, q.x};
        aligned(p, q, at);
        aligned(p, turned, at);
        aligned(q, p, at);
        aligned(turned, p, at);
        mirrored(p, q, at);
        mirrored(p, turned, at);
        mirrored({p.name, p.y, p.x}, q, at);
        mirrored({p.name, p.y, p.x}, turned, at);
    }

    /// (X - x)(Y - y) has the sign of its factors, and the product is linear in one where the other is given.
    void tangents(const Product& p, Int128 at_x, Int128 at_y) {
        const std::string x = literal(at_x), y = literal(at_y);
        const std::string plane = fmt::format("(- (+ (* {3} {0}) (* {2} {1})) (* {2} {3}))", p.x.name, p.y.name, x, y);
        say("(=> (= {1} {3}) (= {0} (* {3} {2})))", p.name, p.x.name, p.y.name, x, y);
        say("(=> (= {2} {4}) (= {0} (* {4} {1})))", p.name, p.x.name, p.y.name, x, y);
        say("(=> (or (and (>= {1} {3}) (>= {2} {4})) (and (<= {1} {3}) (<= {2} {4}))) (>= {0} {5}))", p.name, p.x.name,
            p.y.name, x, y, plane);
        say("(=> (or (and (>= {1} {3}) (<= {2} {4})) (and (<= {1} {3}) (>= {2} {4}))) (<= {0} {5}))", p.name, p.x.name,
            p.y.name, x, y, plane);
    }

    std::string text() { return std::move(text_); }

  private:
    template <class... Args>
    void say(fmt::format_string<Args...> format, Args&&... args) {
        text_ += "(assert ";
        fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
        text_ += ")\n";
    }

    void factor(const Product& p, const Product::Factor& f, const Product::Factor& other) {
        say("(=> (= {1} 1) (= {0} {2}))", p.name, f.name, other.name);
        say("(=> (and (>= {1} 1) (>= {2} 0)) (>= {0} {2}))", p.name, f.name, other.name);
        say("(=> (and (<= {1} (- 1)) (>= {2} 0)) (<= {0} (- {2})))", p.name, f.name, other.name);
        constexpr int64_t kNarrow = int64_t{1} << 40;  // a bound further out says little
        if (f.within.low <= -kNarrow || f.within.high >= kNarrow) return;
        const std::string low = literal(f.within.low), high = literal(f.within.high);
        say("(=> (and (<= {2} {4} {3}) (>= {1} 0)) (<= (* {2} {1}) {0} (* {3} {1})))", p.name, other.name, low, high,
            f.name);
        say("(=> (and (<= {2} {4} {3}) (<= {1} 0)) (>= (* {2} {1}) {0} (* {3} {1})))", p.name, other.name, low, high,
            f.name);
    }

    void aligned(const Product& p, const Product& q, const Numbers& at) {
        const Int128 x1 = number(at, p.x.name), y1 = number(at, p.y.name), x2 = number(at, q.x.name),
                     y2 = number(at, q.y.name);
        const Int128 first = number(at, p.name), second = number(at, q.name);
        if (x1 == x2 && y1 == y2 && first != second && p.name < q.name)
            say("(=> (and (= {1} {4}) (= {2} {5})) (= {0} {3}))", p.name, p.x.name, p.y.name, q.name, q.x.name,
                q.y.name);
        if (x1 >= 0 && y1 >= 0 && x1 <= x2 && y1 <= y2 && first > second)
            say("(=> (and (<= 0 {1} {4}) (<= 0 {2} {5})) (<= {0} {3}))", p.name, p.x.name, p.y.name, q.name, q.x.name,
                q.y.name);
        // (x₁ + 1) y₁ ≤ x₂y₂.
        if (x1 >= 0 && y1 >= 0 && x1 < x2 && y1 <= y2 && first + y1 > second)
            say("(=> (and (<= 0 {1}) (< {1} {4}) (<= 0 {2} {5})) (<= (+ {0} {2}) {3}))", p.name, p.x.name, p.y.name,
                q.name, q.x.name, q.y.name);
        if (y1 >= 0 && x1 < x2 && y1 == y2 && first + y1 > second)
            say("(=> (and (< {1} {4}) (<= 0 {2}) (= {2} {5})) (<= (+ {0} {2}) {3}))", p.name, p.x.name, p.y.name,
                q.name, q.x.name, q.y.name);
    }

    /// The same with a factor of the other sign: -(x₂y) is (-x₂)y.
    void mirrored(const Product& p, const Product& q, const Numbers& at) {
        const Int128 x1 = number(at, p.x.name), y1 = number(at, p.y.name), x2 = -number(at, q.x.name),
                     y2 = number(at, q.y.name);
        const Int128 first = number(at, p.name), second = -number(at, q.name);
        if (y1 != y2) return;
        if (x1 == x2 && first != second)
            say("(=> (and (= {1} (- {4})) (= {2} {5})) (= {0} (- {3})))", p.name, p.x.name, p.y.name, q.name, q.x.name,
                q.y.name);
        if (y1 >= 0 && x1 < x2 && first + y1 > second)
            say("(=> (and (< {1} (- {4})) (<= 0 {2}) (= {2} {5})) (<= (+ {0} {2}) (- {3})))", p.name, p.x.name,
                p.y.name, q.name, q.x.name, q.y.name);
        if (y1 >= 0 && x1 > x2 && first < second + y1)
            say("(=> (and (> {1} (- {4})) (<= 0 {2}) (= {2} {5})) (>= {0} (- {2} {3})))", p.name, p.x.name, p.y.name,
                q.name, q.x.name, q.y.name);
    }

    std::string text_;
};

}  // namespace

std::string lemmas(const std::vector<Product>& products, size_t from) {
    Lemmas out;
    for (size_t i = from; i < products.size(); ++i) out.alone(products[i]);
    for (size_t j = from; j < products.size(); ++j)
        for (size_t i = 0; i < j; ++i) out.sharing(products[i], products[j]);
    return out.text();
}

namespace {

bool share_a_factor(const Product& p, const Product& q) {
    return p.x.name == q.x.name || p.x.name == q.y.name || p.y.name == q.x.name || p.y.name == q.y.name;
}

}  // namespace

std::string lemmas_on_pairs(const std::vector<Product>& products, const Numbers& answer, size_t any) {
    Lemmas out;
    for (size_t i = 0; i < products.size(); ++i)
        for (size_t j = i + 1; j < products.size(); ++j)
            if (i < any || share_a_factor(products[i], products[j])) out.pair(products[i], products[j], answer);
    return out.text();
}

std::string tangents(const std::vector<Product>& products, const Numbers& answer) {
    Lemmas out;
    for (const Product& p : products) {
        const Int128 x = number(answer, p.x.name), y = number(answer, p.y.name);
        if (number(answer, p.name) != x * y) out.tangents(p, x, y);
    }
    return out.text();
}

}  // namespace weir::verify
