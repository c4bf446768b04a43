#include "tests/venues/random_market.h"

#include <map>

namespace weir::venues::test {

namespace {

using enum Side;

class Maker {
  public:
    explicit Maker(const RandomMarket& market) : market_(market), scene_(market.detail) {}

    Scene make(const std::vector<Move>& moves) {
        for (const Move& move : moves) {
            if (move[0] % 8 != 0 || scene_.records().empty()) ++time_;  // else: joined to the last message
            if (move[0] % 3 == 0) {
                ours(move);
            } else {
                theirs(move);
            }
        }
        scene_.until(time_ + 10);
        return std::move(scene_);
    }

  private:
    static Side side_of(uint8_t n) { return n % 2 ? buy : sell; }
    static int64_t price_near(Side side, int64_t distance) { return 1000 - sign(side) * distance; }

    Scene& next() {
        const auto& records = scene_.records();
        if (!records.empty() && records.back().time == time_ && command_time_ < time_) scene_.joined();
        return scene_;
    }

    void ours(const Move& m) {
        command_time_ = time_;
        const Side side = side_of(m[1]);
        const int64_t price = price_near(side, m[2] % 9 - 3), quantity = 1 + m[3] % 40;
        switch (m[1] / 2 % 10) {
            case 0:
            case 1:
            case 2:
                scene_.place(time_, ++child_, side, price, quantity);
                return;
            case 3:
            case 4:
                scene_.place(time_, ++child_, side, price, quantity, 1 + m[3] % 7 % quantity);
                return;
            case 5:
            case 6:
                scene_.take(time_, ++child_, side, price, quantity);
                return;
            case 7:
                scene_.post(time_, ++child_, side, price, quantity);
                return;
            case 8:
                if (child_ > 0) scene_.cancel(time_, child_ - m[2] % std::min<uint64_t>(child_, 8));
                return;
            default:
                if (child_ > 0) scene_.reduce_to(time_, child_ - m[2] % std::min<uint64_t>(child_, 8), quantity);
                return;
        }
    }

    void theirs(const Move& m) {
        if (m[1] == 255 || (halted_ && m[1] % 8 == 7)) return halt_or_resume();
        if (m[1] == 254) return clear(m);
        switch (market_.detail) {
            case market::BookDetail::orders:
                return on_orders(m);
            case market::BookDetail::levels:
                return on_levels(m);
            case market::BookDetail::quotes:
                return on_quotes(m);
        }
    }

    void halt_or_resume() {
        next().record(time_, halted_ ? MarketKind::resume : MarketKind::halt, none, 0, 0);
        halted_ = !halted_;
    }

    void on_orders(const Move& m) {
        const Side side = side_of(m[1]);
        const int64_t price = price_near(side, m[2] % 7 - 1), quantity = 1 + m[3] % 50;
        const int what = m[1] / 2 % 16;
        if (what < 6 || live_.empty()) {
            live_[++order_] = {side, price, quantity};
            next().add(time_, order_, side, price, quantity);
        } else if (what < 8) {
            remove(m);
        } else if (what == 8) {
            reduce(m, MarketKind::reduce, 0);
        } else if (what < 12) {
            execute_best(m);
        } else if (what == 12) {
            reduce(m, MarketKind::execute, 0);  // out of turn: it is said to happen
        } else if (what == 13) {
            next().execute(time_, 0, side, price, quantity, kHidden);
        } else if (what == 14) {
            if (market_.untied_prints) {
                print(m);
            } else {
                next().trade(time_, side, price, quantity, kAuction);
            }
        } else {
            anonymous(m, side, price, quantity);
        }
    }

    void anonymous(const Move& m, Side side, int64_t price, int64_t quantity) {
        if (m[3] % 4 == 0) {
            next().add(time_, 0, side, price, quantity);
        } else if (m[3] % 4 == 1) {
            next().execute(time_, 9'000'000 + time_, side, price, quantity);  // of an order that nobody knows
        } else {
            std::erase_if(live_, [&](const auto& o) { return o.second.side == side && o.second.price == price; });
            next().level(time_, side, price, m[3] % 4 == 2 ? quantity : 0, kReveal);
        }
    }

    struct Live {
        Side side;
        int64_t price, quantity;
    };
    auto chosen(const Move& m) { return std::next(live_.begin(), static_cast<ptrdiff_t>(m[2] % live_.size())); }

    void remove(const Move& m) {
        const auto at = chosen(m);
        next().gone(time_, at->first, at->second.side, at->second.price, at->second.quantity);
        live_.erase(at);
    }
    void reduce(const Move& m, MarketKind kind, uint8_t flags) { reduce(chosen(m), m, kind, flags); }
    void reduce(std::map<uint64_t, Live>::iterator at, const Move& m, MarketKind kind, uint8_t flags) {
        const int64_t quantity = 1 + m[3] % at->second.quantity;
        next().record(time_, kind, at->second.side, at->second.price, quantity, at->first, flags);
        at->second.quantity -= quantity;
        if (at->second.quantity == 0) live_.erase(at);
    }
    void execute_best(const Move& m) {
        const Side side = side_of(m[1]);
        auto best = live_.end();
        for (auto it = live_.begin(); it != live_.end(); ++it)
            if (it->second.side == side &&
                (best == live_.end() || sign(side) * it->second.price > sign(side) * best->second.price))
                best = it;
        if (best != live_.end()) reduce(best, m, MarketKind::execute, 0);
    }

    void print(const Move& m) {
        static constexpr Side kAggressors[] = {buy, sell, none};
        const Side side = side_of(m[1]);
        const uint8_t flags = m[3] % 11 == 0 ? kAuction : m[3] % 11 == 1 ? kHidden : 0;
        next().trade(time_, kAggressors[m[3] % 3], price_near(side, m[2] % 7 - 1), 1 + m[3] % 50, flags);
    }

    void on_levels(const Move& m) {
        const Side side = side_of(m[1]);
        const int what = m[1] / 2 % 8;
        if (what < 3) return print(m);
        const int64_t quantity = m[3] % 5 == 0 ? 0 : m[3];
        if (what == 3 && quantity > 0) {
            next().quote(time_, side, price_near(side, m[2] % 7 - 1), quantity);
        } else {
            next().level(time_, side, price_near(side, m[2] % 7 - 1), quantity);
        }
    }

    void on_quotes(const Move& m) {
        const Side side = side_of(m[1]);
        if (m[1] / 2 % 8 < 3) return print(m);
        next().quote(time_, side, price_near(side, m[2] % 7 - 1), m[3] % 16 == 0 ? 0 : m[3]);
    }

    /// A snapshot: on order tapes of the orders that live, but for some, and of some that are shown as quantity alone.
    void clear(const Move& m) {
        if (market_.detail == market::BookDetail::quotes) return;
        next().record(time_, MarketKind::clear, none, 0, 0);
        if (market_.detail == market::BookDetail::levels) {
            for (int i = 0; i < 4; ++i) scene_.joined().level(time_, buy, 1000 - i, 1 + (m[2] + i * m[3]) % 90);
            for (int i = 1; i < 4; ++i) scene_.joined().level(time_, sell, 1000 + i, 1 + (m[3] + i * m[2]) % 90);
            return;
        }
        for (auto it = live_.begin(); it != live_.end();) {
            const auto& [id, order] = *it;
            const uint64_t shape = (id + m[2]) % 8;
            if (shape < 6) scene_.joined().add(time_, id, order.side, order.price, order.quantity);
            if (shape == 6) scene_.joined().add(time_, 0, order.side, order.price, order.quantity);
            it = shape < 6 ? std::next(it) : live_.erase(it);
        }
    }

    RandomMarket market_;
    Scene scene_;
    int64_t time_ = 0, command_time_ = -1;
    ChildId child_ = 0;
    uint64_t order_ = 0;
    bool halted_ = false;
    std::map<uint64_t, Live> live_;
};

/// What came to be displayed at each price, as a reader of the tape sees it: a unit counts once, when it comes.
class Displays {
  public:
    explicit Displays(market::BookDetail detail) : detail_(detail) {}

    void take(const MarketEvent& e) {
        const Side side{e.side};
        switch (e.kind) {
            case MarketKind::clear:
                before_clear_ = shown_;
                for (auto& [at, quantity] : shown_) quantity = 0;
                orders_.clear();
                cleared_ = true;
                return;
            case MarketKind::level:
                for (auto it = orders_.begin(); it != orders_.end();)
                    it = it->second.side == side && it->second.price == e.price ? orders_.erase(it) : std::next(it);
                set(side, e.price, e.quantity);
                return;
            case MarketKind::quote:
                if (e.quantity == 0 && detail_ == market::BookDetail::quotes) return;  // shows nothing, hides nothing
                hide_better(side, e);
                set(side, e.price, e.quantity);
                return;
            case MarketKind::add:
                if (e.order != 0) orders_[e.order] = {side, e.price, e.quantity};
                set(side, e.price, shown(side, e.price) + e.quantity);
                return;
            case MarketKind::reduce:
            case MarketKind::remove:
            case MarketKind::execute: {
                if (e.flags & kHidden) return;
                const auto it = orders_.find(e.order);
                int64_t quantity = e.quantity;
                if (it != orders_.end()) {
                    it->second.quantity -= quantity;
                    if (it->second.quantity == 0) orders_.erase(it);
                } else {
                    quantity = std::min(quantity, shown(side, e.price) - listed(side, e.price));
                }
                set(side, e.price, shown(side, e.price) - quantity);
                return;
            }
            default:
                return;
        }
    }

    /// What a snapshot shows again was displayed before.
    void end_message() {
        if (!cleared_) return;
        cleared_ = false;
        for (const auto& [at, quantity] : before_clear_) came_[at] -= std::min(quantity, shown_[at]);
    }

    const std::map<std::pair<int, int64_t>, int64_t>& came() const { return came_; }

  private:
    struct Listed {
        Side side;
        int64_t price, quantity;
    };
    void hide_better(Side side, const MarketEvent& e) {
        constexpr int64_t kLow = std::numeric_limits<int64_t>::min(), kHigh = std::numeric_limits<int64_t>::max();
        const bool all = e.quantity == 0;
        const int64_t low = side == buy && !all ? e.price + 1 : kLow, high = side == sell && !all ? e.price - 1 : kHigh;
        shown_.erase(shown_.lower_bound({sign(side), low}), shown_.upper_bound({sign(side), high}));
    }
    int64_t shown(Side side, int64_t price) { return shown_[{sign(side), price}]; }
    int64_t listed(Side side, int64_t price) const {
        int64_t sum = 0;
        for (const auto& [id, order] : orders_)
            if (order.side == side && order.price == price) sum += order.quantity;
        return sum;
    }
    void set(Side side, int64_t price, int64_t quantity) {
        int64_t& shown = shown_[{sign(side), price}];
        came_[{sign(side), price}] += std::max<int64_t>(0, quantity - shown);
        shown = quantity;
    }

    market::BookDetail detail_;
    std::map<std::pair<int, int64_t>, int64_t> shown_, came_, before_clear_;
    std::map<uint64_t, Listed> orders_;
    bool cleared_ = false;
};

struct Prints {
    int64_t price, quantity;
    Side aggressor;
};

int64_t up_to(const std::map<int64_t, int64_t>& all, Side side, int64_t limit) {
    int64_t sum = 0;
    for (const auto& [price, quantity] : all)
        if (sign(side) * (price - limit) <= 0) sum += quantity;
    return sum;
}

}  // namespace

Scene random_scene(const RandomMarket& market, const std::vector<Move>& moves) {
    return Maker(market).make(moves);
}

std::string conservation_fault(Scene& scene, size_t every) {
    const std::vector<OrderReport> reports = scene.reports();
    std::map<ChildId, Side> sides;
    for (const auto& timed : scene.commands())
        if (timed.command.kind == CommandKind::place) sides[timed.command.child] = timed.command.side;

    Displays displays(scene.info().detail);
    std::map<int, std::map<int64_t, int64_t>> printed, filled, took;  // by the side of ours, then price
    size_t next_report = 0, messages = 0;
    const auto& records = scene.records();
    for (size_t i = 0; i < records.size(); ++i) {
        const MarketEvent& e = records[i];
        displays.take(e);
        const bool is_print = (e.kind == MarketKind::trade || e.kind == MarketKind::execute) && !(e.flags & kAuction);
        if (is_print)
            for (const Side ours : {buy, sell}) {
                const Side hit = e.kind == MarketKind::execute ? Side{e.side} : opposite(Side{e.side});
                if (hit == ours || hit == none) printed[sign(ours)][e.price] += e.quantity;
            }
        if (!(e.flags & kLastOfMessage)) continue;
        displays.end_message();
        const int64_t until = i + 1 < records.size() ? records[i + 1].time : std::numeric_limits<int64_t>::max();
        for (; next_report < reports.size() && reports[next_report].venue_time.value < until; ++next_report) {
            const OrderReport& r = reports[next_report];
            if (r.kind != ReportKind::filled) continue;
            filled[sign(sides.at(r.child))][r.price.value] += r.quantity.value;
            if (r.liquidity == Liquidity::taker) took[sign(sides.at(r.child))][r.price.value] += r.quantity.value;
        }
        if (++messages % every != 0 && i + 1 < records.size()) continue;
        for (const Side ours : {buy, sell}) {
            std::map<int64_t, int64_t> came;
            for (const auto& [at, quantity] : displays.came())
                if (at.first == -sign(ours)) came[at.second] += quantity;
            for (const auto& [price, quantity] : filled[sign(ours)]) {
                const int64_t had = up_to(printed[sign(ours)], ours, price) + up_to(came, ours, price);
                const int64_t ours_filled = up_to(filled[sign(ours)], ours, price);
                if (ours_filled > had)
                    return "at " + std::to_string(e.time) + " side " + std::to_string(sign(ours)) + " filled " +
                           std::to_string(ours_filled) + " up to " + std::to_string(price) + ", of " +
                           std::to_string(had);
            }
            for (const auto& [price, quantity] : took[sign(ours)])
                if (quantity > came[price])
                    return "at " + std::to_string(e.time) + " took " + std::to_string(quantity) + " at " +
                           std::to_string(price) + ", of " + std::to_string(came[price]);
        }
    }
    return "";
}

std::vector<Move> many_moves(uint64_t seed, int count) {
    Random random(seed);
    std::vector<Move> moves;
    for (int i = 0; i < count; ++i) {
        const uint64_t n = random.next();
        moves.push_back({static_cast<uint8_t>(n), static_cast<uint8_t>(n >> 8), static_cast<uint8_t>(n >> 16),
                         static_cast<uint8_t>(n >> 24)});
    }
    return moves;
}

}  // namespace weir::venues::test
