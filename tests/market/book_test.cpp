// The book against a slow one that keeps every order in a list.
#include "runtime/market/book.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/market/data.h"

namespace weir::market {
namespace {

using test::event;

/// The same meaning, written as plainly as possible.
class PlainBook {
  public:
    struct PlainOrder {
        uint64_t id;
        int64_t quantity;
        uint64_t arrival;
    };
    struct PlainLevel {
        int64_t anonymous = 0;
        std::vector<PlainOrder> orders;  // in order of arrival
        int64_t total() const {
            int64_t sum = anonymous;
            for (const PlainOrder& order : orders) sum += order.quantity;
            return sum;
        }
    };
    using Levels = std::map<int64_t, PlainLevel>;  // by turned price: the best is first

    explicit PlainBook(BookDetail detail) : detail_(detail) {}
    Levels sides[2];
    BookFaults faults;
    uint64_t arrivals = 1;

    Levels& of(int side) { return sides[side > 0]; }
    static int64_t turned(int side, int64_t price) { return side > 0 ? -price : price; }

    void apply(const MarketEvent& e) {
        Levels& levels = of(e.side);
        const int64_t at = turned(e.side, e.price);
        switch (e.kind) {
            case MarketKind::clear:
                sides[0].clear();
                sides[1].clear();
                break;
            case MarketKind::level:
                levels.erase(at);
                if (e.quantity > 0) levels[at].anonymous = e.quantity;
                break;
            case MarketKind::quote: {
                const auto found = levels.find(at);
                const bool known =
                    found != levels.end() && found->second.total() == e.quantity && detail_ != BookDetail::quotes;
                const bool all = e.quantity == 0 || detail_ == BookDetail::quotes;
                levels.erase(levels.begin(), all ? levels.end() : levels.lower_bound(at));
                if (e.quantity > 0 && !known) {
                    levels[at] = {};
                    levels[at].anonymous = e.quantity;
                }
                break;
            }
            case MarketKind::add:
                add(e);
                break;
            case MarketKind::reduce:
            case MarketKind::remove:
            case MarketKind::execute:
                if (!(e.kind == MarketKind::execute && e.flags & kHidden)) take(e);
                break;
            default:
                break;
        }
    }

  private:
    void add(const MarketEvent& e) {
        if (e.order != 0 && drop(e.order)) ++faults.repeated;
        if (e.quantity == 0) return;
        PlainLevel& level = of(e.side)[turned(e.side, e.price)];
        if (e.order == 0)
            level.anonymous += e.quantity;
        else
            level.orders.push_back({e.order, e.quantity, arrivals++});
    }

    void take(const MarketEvent& e) {
        for (Levels& levels : sides)
            for (auto& [price, level] : levels)
                for (PlainOrder& order : level.orders) {
                    if (order.id != e.order) continue;
                    const int64_t wanted = e.kind == MarketKind::remove ? order.quantity : e.quantity;
                    faults.overdrawn += wanted > order.quantity;
                    order.quantity -= std::min(wanted, order.quantity);
                    clean();
                    return;
                }
        faults.unknown_orders += e.order != 0;
        const auto found = of(e.side).find(turned(e.side, e.price));
        int64_t* rest = found == of(e.side).end() ? nullptr : &found->second.anonymous;
        faults.missing += (rest ? *rest : 0) < e.quantity;
        if (rest) *rest -= std::min(*rest, e.quantity);
        clean();
    }

    bool drop(uint64_t id) {
        bool found = false;
        for (Levels& levels : sides)
            for (auto& [price, level] : levels)
                found =
                    std::erase_if(level.orders, [id](const PlainOrder& order) { return order.id == id; }) > 0 || found;
        clean();
        return found;
    }

    void clean() {
        for (Levels& levels : sides) {
            for (auto& [price, level] : levels)
                std::erase_if(level.orders, [](const PlainOrder& order) { return order.quantity == 0; });
            std::erase_if(levels, [](const auto& each) { return each.second.total() == 0; });
        }
    }

    BookDetail detail_;
};

void expect_same(const Book& book, PlainBook& plain) {
    size_t orders = 0;
    for (Side side : {Side::buy, Side::sell}) {
        auto& levels = plain.of(sign(side));
        ASSERT_EQ(book.depth(side), levels.size());
        size_t depth = 0;
        for (const auto& [turned, level] : levels) {
            const Level* ours = book.level(side, depth++);
            const int64_t price = PlainBook::turned(sign(side), turned);
            ASSERT_EQ(ours->price, price);
            ASSERT_EQ(ours->quantity, level.total());
            ASSERT_EQ(ours->anonymous, level.anonymous);
            ASSERT_EQ(ours->orders, level.orders.size());
            ASSERT_EQ(book.find(side, price), ours);
            ASSERT_EQ(book.quantity_at(side, price), level.total());
            const Order* order = book.first(*ours);
            int64_t ahead = level.anonymous;
            for (const PlainBook::PlainOrder& expected : level.orders) {
                ASSERT_TRUE(order);
                ASSERT_EQ(order->id, expected.id);
                ASSERT_EQ(order->quantity, expected.quantity);
                ASSERT_EQ(order->arrival, expected.arrival);
                ASSERT_EQ(order->side, side);
                ASSERT_EQ(order->price, price);
                ASSERT_EQ(book.order(expected.id), order);
                ASSERT_EQ(book.quantity_ahead(*order), ahead);
                ahead += expected.quantity;
                order = book.next(*order);
                ++orders;
            }
            ASSERT_FALSE(order);
        }
        ASSERT_FALSE(book.level(side, depth));
    }
    ASSERT_EQ(book.order_count(), orders);
    ASSERT_EQ(book.faults(), plain.faults);
    ASSERT_EQ(book.next_arrival(), plain.arrivals);
}

MarketEvent random_event(std::mt19937_64& random, BookDetail detail) {
    const auto under = [&](uint64_t n) { return random() % n; };
    MarketKind kind = MarketKind::trade;
    const uint64_t draw = under(1000);
    if (detail == BookDetail::orders)
        kind = draw < 480   ? MarketKind::add
               : draw < 600 ? MarketKind::remove
               : draw < 740 ? MarketKind::reduce
               : draw < 940 ? MarketKind::execute
               : draw < 985 ? MarketKind::level
               : draw < 997 ? MarketKind::quote
               : draw < 999 ? MarketKind::trade
                            : MarketKind::clear;
    else if (detail == BookDetail::levels)
        kind = draw < 900   ? MarketKind::level
               : draw < 990 ? MarketKind::quote
               : draw < 998 ? MarketKind::trade
                            : MarketKind::clear;
    else
        kind = draw < 950 ? MarketKind::quote : MarketKind::trade;
    const Side side = under(2) ? Side::buy : Side::sell;
    const int64_t price = 1'000 + static_cast<int64_t>(under(60));
    MarketEvent e = event(kind, 0, side, price, static_cast<int64_t>(under(20)));
    e.order = under(10) == 0 ? 0 : 1 + under(300);
    if (kind == MarketKind::execute && under(8) == 0) e.flags = kHidden;
    return e;
}

TEST(Book, AgreesWithAPlainBookOnRandomStreams) {
    for (const BookDetail detail : {BookDetail::orders, BookDetail::levels, BookDetail::quotes})
        for (uint64_t seed = 1; seed <= 20; ++seed) {
            SCOPED_TRACE("seed " + std::to_string(seed) + ", detail " + std::string(name(detail)));
            std::mt19937_64 random(seed);
            Book book(detail);
            PlainBook plain(detail);
            for (int i = 0; i < 1'500; ++i) {
                const MarketEvent e = random_event(random, detail);
                const int64_t before = book.quantity_at(static_cast<Side>(e.side), e.price);
                const Change change = book.apply(e);
                plain.apply(e);
                ASSERT_NO_FATAL_FAILURE(expect_same(book, plain)) << "after event " << i << ": " << test::line_of(e);
                // What the change says is what happened, unless an order was known at another price than the record's.
                if (change.side == static_cast<Side>(e.side) && change.price == e.price && e.kind != MarketKind::add)
                    ASSERT_EQ(change.quantity, book.quantity_at(change.side, e.price) - before) << test::line_of(e);
            }
        }
}

TEST(Book, KeepsManyOrdersAndLevels) {
    Book book(BookDetail::orders);
    constexpr int kOrders = 100'000;
    for (int i = 1; i <= kOrders; ++i)
        book.apply(event(MarketKind::add, 0, Side::buy, i % 5'000, i, static_cast<uint64_t>(i) * 0x10001));
    EXPECT_EQ(book.order_count(), static_cast<size_t>(kOrders));
    EXPECT_EQ(book.depth(Side::buy), 5'000u);
    for (int i = 1; i <= kOrders; i += 2)
        book.apply(event(MarketKind::remove, 0, Side::buy, i % 5'000, i, static_cast<uint64_t>(i) * 0x10001));
    EXPECT_EQ(book.order_count(), static_cast<size_t>(kOrders / 2));
    for (int i = 2; i <= kOrders; i += 2) {
        const Order* order = book.order(static_cast<uint64_t>(i) * 0x10001);
        ASSERT_TRUE(order);
        ASSERT_EQ(order->quantity, i);
    }
    EXPECT_EQ(book.faults(), BookFaults{});
}

TEST(Book, SaysWhatEachRecordDid) {
    Book book(BookDetail::orders);
    book.apply(event(MarketKind::level, 0, Side::buy, 100, 50, 0, kReveal));
    Change change = book.apply(event(MarketKind::add, 0, Side::buy, 100, 7, 11));
    EXPECT_EQ(change.quantity, 7);
    EXPECT_EQ(change.arrival, 1u);
    change = book.apply(event(MarketKind::execute, 0, Side::buy, 100, 20, 99));
    EXPECT_EQ(change.quantity, -20);
    EXPECT_EQ(change.arrival, 0u) << "an order that is not listed is part of the anonymous quantity";
    change = book.apply(event(MarketKind::execute, 0, Side::buy, 100, 500, 98));
    EXPECT_EQ(change.quantity, -30) << "the anonymous quantity cannot fall below nothing";
    EXPECT_EQ(book.quantity_at(Side::buy, 100), 7);
    EXPECT_EQ(book.faults().missing, 1u);
    change = book.apply(event(MarketKind::reduce, 0, Side::buy, 100, 3, 11));
    EXPECT_EQ(change.quantity, -3);
    EXPECT_EQ(change.arrival, 1u);
    EXPECT_EQ(book.apply(event(MarketKind::execute, 0, Side::buy, 100, 3, 0, kHidden)).side, Side::none);
    book.apply(event(MarketKind::halt, 0, Side::none, 0, 0));
    EXPECT_TRUE(book.halted());
    book.apply(event(MarketKind::resume, 0, Side::none, 0, 0));
    EXPECT_FALSE(book.halted());
}

TEST(Book, ALevelNeverCountsBeyond64Bits) {
    constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
    Book book(BookDetail::orders);
    book.apply(event(MarketKind::add, 1, Side::buy, 100, kMost - 5, 1));
    EXPECT_EQ(book.apply(event(MarketKind::add, 2, Side::buy, 100, kMost, 2)).quantity, 5);
    EXPECT_EQ(book.apply(event(MarketKind::add, 3, Side::buy, 100, kMost, 3)).quantity, 0);
    EXPECT_EQ(book.quantity_at(Side::buy, 100), kMost);
    book.apply(event(MarketKind::remove, 4, Side::buy, 100, kMost - 5, 1));
    EXPECT_EQ(book.quantity_at(Side::buy, 100), 5);
}

TEST(Book, ACrossedBookStaysCrossed) {
    Book book;
    book.apply(event(MarketKind::level, 0, Side::buy, 101, 1));
    EXPECT_FALSE(book.two_sided());
    EXPECT_FALSE(book.crossed());
    book.apply(event(MarketKind::level, 0, Side::sell, 101, 1));
    EXPECT_TRUE(book.locked());
    EXPECT_FALSE(book.crossed());
    book.apply(event(MarketKind::level, 0, Side::sell, 100, 1));
    EXPECT_TRUE(book.crossed());
    EXPECT_EQ(book.best(Side::buy)->price, 101);
    EXPECT_EQ(book.best(Side::sell)->price, 100);
    EXPECT_EQ(book.level(Side::sell, 1)->price, 101);
}

}  // namespace
}  // namespace weir::market
