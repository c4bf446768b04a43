#include "compiler/verify/products.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

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
        narrow(p, p.x, p.y);
        narrow(p, p.y, p.x);
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
        for (const auto& [f, a, b] : shared(p, q)) common(f, p.name, a.name, q.name, b.name);
    }

    /// What p and q break together: p = x₁y₁ and q = x₂y₂ with the factors in both orders. Without an answer, all that
    /// p and q can break, p being the smaller.
    void pair(const Product& p, const Product& q, const Numbers* at) {
        const Product turned{q.name, q.y, q.x}, other{p.name, p.y, p.x};
        aligned(p, q, at);
        aligned(p, turned, at);
        if (at) aligned(q, p, at);
        aligned(at ? turned : other, at ? p : q, at);
        mirrored(p, q, at);
        mirrored(p, turned, at);
        mirrored(other, q, at);
        mirrored(other, turned, at);
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

    /// One more, and one as many more: f(a + 1) = fa + f, and f(a + c) = fa + fc.
    void next(const Product& p, const Product& q, const Numbers* at) {
        for (const auto& [f, a, b] : shared(p, q)) {
            if (f.within.low < 0) continue;
            const Int128 is = at ? number(*at, b.name) - number(*at, a.name) : 0;
            const Int128 more = at ? number(*at, q.name) - number(*at, p.name) - number(*at, f.name) : 1;
            if (is <= 1 && more > 0)
                say("(=> (and (<= 0 {0}) (<= {4} (+ {2} 1))) (<= {3} (+ {1} {0})))", f.name, p.name, a.name, q.name,
                    b.name);
        }
    }
    void sum(const Product& p, const Product& q, const Product& r, const Numbers* at) {
        for (const auto& [f, a, b] : shared(p, q))
            for (const auto& [g, same, c] : shared(p, r)) {
                if (g.name != f.name || same.name != a.name) continue;
                if (at && number(*at, b.name) != number(*at, a.name) + number(*at, c.name)) continue;
                if (at && number(*at, q.name) == number(*at, p.name) + number(*at, r.name)) continue;
                say("(=> (= {3} (+ {1} {5})) (= {2} (+ {0} {4})))", p.name, a.name, q.name, b.name, r.name, c.name);
            }
    }

    std::string text() { return std::move(text_); }

  private:
    /// A factor of both, and what each has besides.
    struct Shared {
        Product::Factor f, a, b;
    };
    static std::vector<Shared> shared(const Product& p, const Product& q) {
        std::vector<Shared> out;
        for (const auto& [f, a] : {std::pair{p.x, p.y}, std::pair{p.y, p.x}})
            for (const auto& [g, b] : {std::pair{q.x, q.y}, std::pair{q.y, q.x}})
                if (f.name == g.name) out.push_back({f, a, b});
        return out;
    }

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
    }

    void narrow(const Product& p, const Product::Factor& f, const Product::Factor& other) {
        constexpr int64_t kNarrow = int64_t{1} << 40;  // a bound further out says little
        if (f.within.low <= -kNarrow || f.within.high >= kNarrow) return;
        const std::string low = literal(f.within.low), high = literal(f.within.high);
        say("(=> (and (<= {2} {4} {3}) (>= {1} 0)) (<= (* {2} {1}) {0} (* {3} {1})))", p.name, other.name, low, high,
            f.name);
        say("(=> (and (<= {2} {4} {3}) (<= {1} 0)) (>= (* {2} {1}) {0} (* {3} {1})))", p.name, other.name, low, high,
            f.name);
    }

    /// What an answer gives to p = x₁y₁ and q = x₂y₂; without one, every lemma is broken.
    struct Given {
        Given(const Product& p, const Product& q, const Numbers* at) : all(!at) {
            if (all) return;
            x1 = number(*at, p.x.name), y1 = number(*at, p.y.name), first = number(*at, p.name);
            x2 = number(*at, q.x.name), y2 = number(*at, q.y.name), second = number(*at, q.name);
        }
        bool all;
        Int128 x1 = 0, y1 = 0, x2 = 0, y2 = 0, first = 0, second = 0;
    };

    void aligned(const Product& p, const Product& q, const Numbers* at) {
        const auto [all, x1, y1, x2, y2, first, second] = Given(p, q, at);
        if (all || (x1 == x2 && y1 == y2 && first != second && p.name < q.name))
            say("(=> (and (= {1} {4}) (= {2} {5})) (= {0} {3}))", p.name, p.x.name, p.y.name, q.name, q.x.name,
                q.y.name);
        if (all || (x1 >= 0 && y1 >= 0 && x1 <= x2 && y1 <= y2 && first > second))
            say("(=> (and (<= 0 {1} {4}) (<= 0 {2} {5})) (<= {0} {3}))", p.name, p.x.name, p.y.name, q.name, q.x.name,
                q.y.name);
        // (x₁ + 1) y₁ ≤ x₂y₂.
        if (all || (x1 >= 0 && y1 >= 0 && x1 < x2 && y1 <= y2 && first + y1 > second))
            say("(=> (and (<= 0 {1}) (< {1} {4}) (<= 0 {2} {5})) (<= (+ {0} {2}) {3}))", p.name, p.x.name, p.y.name,
                q.name, q.x.name, q.y.name);
        if (all || (y1 >= 0 && x1 < x2 && y1 == y2 && first + y1 > second))
            say("(=> (and (< {1} {4}) (<= 0 {2}) (= {2} {5})) (<= (+ {0} {2}) {3}))", p.name, p.x.name, p.y.name,
                q.name, q.x.name, q.y.name);
    }

    /// The same with a factor of the other sign: -(x₂y) is (-x₂)y.
    void mirrored(const Product& p, const Product& q, const Numbers* at) {
        const auto [all, x1, y1, x2, y2, first, second] = Given(p, q, at);
        const bool one = all || y1 == y2;
        if (one && (all || (x1 == -x2 && first != -second)))
            say("(=> (and (= {1} (- {4})) (= {2} {5})) (= {0} (- {3})))", p.name, p.x.name, p.y.name, q.name, q.x.name,
                q.y.name);
        if (one && (all || (y1 >= 0 && x1 < -x2 && first + y1 > -second)))
            say("(=> (and (< {1} (- {4})) (<= 0 {2}) (= {2} {5})) (<= (+ {0} {2}) (- {3})))", p.name, p.x.name,
                p.y.name, q.name, q.x.name, q.y.name);
        if (one && (all || (y1 >= 0 && x1 > -x2 && first < -second + y1)))
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

std::string lemmas_on_some(const std::vector<Product>& products, const Numbers& answer, size_t any) {
    Lemmas out;
    for (size_t i = 0; i < products.size(); ++i)
        for (size_t j = i + 1; j < products.size(); ++j) {
            const bool share = share_a_factor(products[i], products[j]);
            if (i < any || share) out.pair(products[i], products[j], &answer);
            if (!share) continue;
            out.next(products[i], products[j], &answer);
            out.next(products[j], products[i], &answer);
            for (size_t k = 0; k < products.size(); ++k) {
                if (k == i || k == j) continue;
                out.sum(products[i], products[j], products[k], &answer);
                out.sum(products[j], products[i], products[k], &answer);
            }
        }
    return out.text();
}

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (size_t from = 0; from < text.size();) {
        const size_t end = text.find('\n', from) + 1;
        lines.push_back(text.substr(from, end - from));
        from = end;
    }
    return lines;
}

}  // namespace

std::vector<std::string> lemmas_of(const std::vector<Product>& products, size_t i, size_t j, size_t k) {
    Lemmas out;
    if (i == j) {
        out.alone(products[i]);
    } else if (j == k) {
        out.pair(products[i], products[j], nullptr);
        out.sharing(products[i], products[j]);
        out.next(products[i], products[j], nullptr);
    } else {
        out.sum(products[i], products[j], products[k], nullptr);
    }
    return lines_of(out.text());
}

std::string lemmas_at(const Product& product, Int128 x, Int128 y) {
    Lemmas out;
    out.tangents(product, x, y);
    return out.text();
}

}  // namespace weir::verify
