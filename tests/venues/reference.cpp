#include "tests/venues/reference.h"

#include <set>

namespace weir::venues::test {

namespace {

using enum Side;

/// Something that rests: an order of others, the anonymous part of a level, or an order of ours.
struct Entry {
    enum class Kind { other, anonymous, ours } kind = Kind::other;
    uint64_t id = 0;
    Side side = none;
    int64_t price = 0;
    int64_t shown = 0;
    int64_t taken = 0;                              // of others: by us
    int64_t leaves = 0, display = 0, executed = 0;  // ours
};

class Reference {
  public:
    std::vector<OrderReport> run(Scene& scene) {
        const auto& records = scene.records();
        size_t next = 0;
        const auto& commands = scene.commands();
        for (size_t i = 0; i < records.size();) {
            while (next < commands.size() && commands[next].time < records[i].time) on_command(commands[next++]);
            now_ = records[i].time;
            const std::vector<Entry> before = list_;
            cleared_ = false;
            for (bool last = false; !last; ++i) {
                on_record(records[i]);
                cleared_ = cleared_ || records[i].kind == MarketKind::clear;
                last = records[i].flags & kLastOfMessage;
            }
            if (cleared_) after_snapshot(before);
            meet_displayed();
        }
        return reports_;
    }

  private:
    bool better(Side side, int64_t a, int64_t b) const { return sign(side) * (a - b) > 0; }

    /// Everything of a side, first to be filled first.
    std::vector<size_t> queue(Side side) const {
        std::vector<size_t> all;
        for (size_t i = 0; i < list_.size(); ++i) {
            if (list_[i].side != side) continue;
            size_t at = all.size();
            while (at > 0 && before(list_[i], list_[all[at - 1]])) --at;
            all.insert(all.begin() + static_cast<ptrdiff_t>(at), i);
        }
        return all;
    }
    bool before(const Entry& a, const Entry& b) const {
        if (a.price != b.price) return better(a.side, a.price, b.price);
        return a.kind == Entry::Kind::anonymous && b.kind != Entry::Kind::anonymous;
    }

    Entry* find(Entry::Kind kind, uint64_t id) {
        for (Entry& entry : list_)
            if (entry.kind == kind && entry.id == id) return &entry;
        return nullptr;
    }
    Entry* anonymous(Side side, int64_t price) {
        for (Entry& entry : list_)
            if (entry.kind == Entry::Kind::anonymous && entry.side == side && entry.price == price) return &entry;
        return nullptr;
    }
    void sweep() {
        std::erase_if(list_, [](const Entry& e) { return e.kind == Entry::Kind::ours ? e.leaves == 0 : e.shown == 0; });
    }

    // ---- the tape ----

    void on_record(const MarketEvent& e) {
        const Side side{e.side};
        switch (e.kind) {
            case MarketKind::halt:
                halted_ = true;
                break;
            case MarketKind::resume:
                halted_ = false;
                break;
            case MarketKind::clear:
                std::erase_if(list_, [](const Entry& entry) { return entry.kind != Entry::Kind::ours; });
                break;
            case MarketKind::add:
                if (e.order == 0) {
                    add_anonymous(side, e.price, e.quantity);
                } else {
                    list_.push_back({Entry::Kind::other, e.order, side, e.price, e.quantity});
                }
                break;
            case MarketKind::level:
                restate(side, e.price, e.quantity);
                break;
            case MarketKind::execute:
                if (!halted_) offer(e);
                if (!(e.flags & kHidden)) leave(e);
                break;
            case MarketKind::reduce:
            case MarketKind::remove:
                leave(e);
                break;
            case MarketKind::trade:  // auctions only
            case MarketKind::bar:
            case MarketKind::quote:
                break;
        }
        sweep();
    }

    void add_anonymous(Side side, int64_t price, int64_t quantity) {
        if (Entry* entry = anonymous(side, price)) {
            entry->shown += quantity;
        } else {
            list_.push_back({Entry::Kind::anonymous, 0, side, price, quantity});
        }
    }

    void restate(Side side, int64_t price, int64_t quantity) {
        int64_t taken = 0;
        for (Entry& entry : list_) {
            if (entry.kind == Entry::Kind::ours || entry.side != side || entry.price != price) continue;
            taken += entry.taken;
            entry.shown = 0;
        }
        sweep();
        if (quantity > 0)
            list_.push_back({Entry::Kind::anonymous, 0, side, price, quantity, std::min(taken, quantity)});
    }

    void leave(const MarketEvent& e) {
        Entry* entry = find(Entry::Kind::other, e.order);
        if (!entry) entry = anonymous(Side{e.side}, e.price);
        if (!entry) return;
        entry->shown = std::max<int64_t>(0, entry->shown - e.quantity);
        entry->taken = std::min(entry->taken, entry->shown);
    }

    /// An execution, given to ours as far as they stand before the order that it filled.
    void offer(const MarketEvent& e) {
        const Side side{e.side};
        int64_t rest = e.quantity;
        for (bool again = true; again && rest > 0;) {
            again = false;
            for (const size_t i : queue(side)) {
                Entry& entry = list_[i];
                if (better(side, e.price, entry.price)) break;
                const bool there = entry.price == e.price, ours = entry.kind == Entry::Kind::ours;
                if (there && stops(e, entry)) break;
                if (!ours) continue;
                const int64_t quantity = std::min(rest, entry.shown);
                rest -= quantity;
                fill(i, entry.price, quantity, Liquidity::maker);
                again = true;
                break;
            }
        }
    }
    bool stops(const MarketEvent& e, const Entry& entry) {
        if (cleared_) return true;  // the snapshot is not complete: nobody knows who stands where
        if (e.flags & kHidden) return entry.kind != Entry::Kind::ours;
        if (!find(Entry::Kind::other, e.order)) return true;
        return entry.kind == Entry::Kind::other && entry.id == e.order;
    }

    void after_snapshot(const std::vector<Entry>& before) {
        std::vector<Entry> others, ours;
        for (const Entry& entry : list_) (entry.kind == Entry::Kind::ours ? ours : others).push_back(entry);
        list_ = others;
        list_.insert(list_.end(), ours.begin(), ours.end());
        for (const Entry& old : before) {
            if (old.kind == Entry::Kind::ours || old.taken == 0) continue;
            Entry* entry = old.kind == Entry::Kind::other ? find(Entry::Kind::other, old.id) : nullptr;
            if (!entry) entry = anonymous(old.side, old.price);
            if (entry) entry->taken = std::min(entry->taken + old.taken, entry->shown);
        }
    }

    // ---- displayed quantity ----

    bool locked_or_crossed() const {
        int64_t bid = std::numeric_limits<int64_t>::min(), ask = std::numeric_limits<int64_t>::max();
        for (const Entry& e : list_) {
            if (e.kind == Entry::Kind::ours) continue;
            if (e.side == buy) bid = std::max(bid, e.price);
            if (e.side == sell) ask = std::min(ask, e.price);
        }
        return bid >= ask;
    }

    /// Takes up to `quantity` at the best price of `side` that has any left at `limit` or better.
    std::pair<int64_t, int64_t> take(Side side, int64_t limit, int64_t quantity) {
        int64_t price = 0, got = 0;
        for (const size_t i : queue(side)) {
            Entry& e = list_[i];
            if (e.kind == Entry::Kind::ours || e.shown == e.taken) continue;
            if (better(side, limit, e.price) || (got > 0 && e.price != price)) break;
            price = e.price;
            const int64_t part = std::min(quantity - got, e.shown - e.taken);
            e.taken += part;
            got += part;
        }
        return {price, got};
    }

    void meet_displayed() {
        if (halted_ || locked_or_crossed()) return;
        for (const Side side : {buy, sell}) {
            for (bool again = true; again;) {
                again = false;
                for (const size_t i : queue(side)) {
                    if (list_[i].kind != Entry::Kind::ours) continue;
                    const auto [price, got] = take(opposite(side), list_[i].price, list_[i].shown);
                    if (got == 0) continue;
                    fill(i, list_[i].price, got, Liquidity::maker);
                    again = true;
                    break;
                }
            }
        }
    }

    // ---- ours ----

    void on_command(const Scene::Timed& timed) {
        const OrderCommand& c = timed.command;
        now_ = timed.time;
        Entry* entry = find(Entry::Kind::ours, c.child);
        if (c.kind == CommandKind::place) {
            place(c);
        } else if (!entry) {
            report(ReportKind::cancel_rejected, {.id = c.child}).reject = Reject::unknown_order;
        } else if (c.kind == CommandKind::cancel) {
            entry->leaves = 0;
            report(ReportKind::cancelled, *entry);
        } else {
            entry->leaves = std::min(entry->leaves, c.quantity.value);
            entry->shown = std::min(entry->shown, entry->leaves);
            report(ReportKind::reduced, *entry);
        }
        sweep();
    }

    void place(const OrderCommand& c) {
        Entry entry{Entry::Kind::ours, c.child, c.side, c.price.value};
        if (halted_) {
            report(ReportKind::rejected, entry).reject = Reject::halted;
            return;
        }
        if (c.post_only) {
            for (const Entry& e : list_) {
                if (e.kind == Entry::Kind::ours || e.side == c.side || e.shown == e.taken) continue;
                if (better(e.side, c.price.value, e.price)) continue;
                report(ReportKind::rejected, entry).reject = Reject::would_cross;
                return;
            }
        }
        entry.leaves = c.quantity.value;
        entry.display = c.display.value ? c.display.value : c.quantity.value;
        report(ReportKind::accepted, entry);
        list_.push_back(entry);
        const size_t at = list_.size() - 1;
        while (list_[at].leaves > 0) {
            const auto [price, got] = take(opposite(c.side), c.price.value, list_[at].leaves);
            if (got == 0) break;
            report_fill(list_[at], price, got, Liquidity::taker);
        }
        Entry& rest = list_[at];
        rest.shown = std::min(rest.display, rest.leaves);
        if (!c.immediate_or_cancel || rest.leaves == 0) return;
        rest.leaves = 0;
        report(ReportKind::cancelled, rest);
    }

    void fill(size_t at, int64_t price, int64_t quantity, Liquidity liquidity) {
        list_[at].shown -= quantity;
        report_fill(list_[at], price, quantity, liquidity);
        if (list_[at].leaves > 0 && list_[at].shown > 0) return;
        Entry entry = list_[at];
        list_.erase(list_.begin() + static_cast<ptrdiff_t>(at));
        entry.shown = std::min(entry.display, entry.leaves);
        if (entry.leaves > 0) list_.push_back(entry);
    }
    void report_fill(Entry& entry, int64_t price, int64_t quantity, Liquidity liquidity) {
        entry.leaves -= quantity;
        entry.executed += quantity;
        OrderReport& made = report(ReportKind::filled, entry);
        made.liquidity = liquidity;
        made.price = Price{price};
        made.quantity = Quantity{quantity};
    }
    OrderReport& report(ReportKind kind, const Entry& entry) {
        OrderReport& made = reports_.emplace_back();
        made.kind = kind;
        made.child = entry.id;
        made.leaves = Quantity{entry.leaves};
        made.executed = Quantity{entry.executed};
        made.venue_time = Time{now_};
        return made;
    }

    std::vector<Entry> list_;
    std::vector<OrderReport> reports_;
    int64_t now_ = 0;
    bool halted_ = false;
    bool cleared_ = false;  // in this message
};

}  // namespace

std::vector<OrderReport> reference_reports(Scene& scene) {
    return Reference().run(scene);
}

}  // namespace weir::venues::test
