#include "tests/proofs_explored/follower.h"

#include <algorithm>

namespace weir::order_proof::testing {

using orders::ChildState;

bool Picture::Child::lives() const {
    const auto as = static_cast<ChildState>(state);
    return as != ChildState::empty && as != ChildState::closed && as != ChildState::settling;
}

uint64_t Picture::digest() const {
    uint64_t hash = children.size();
    const auto add = [&](int64_t value) { hash = orders::mix(hash, static_cast<uint64_t>(value)); };
    for (const Child& c : children) {
        add(c.slot * 8 + c.state), add(c.quantity), add(c.executed), add(c.most), add(c.asks);
        add(c.seen + 2 * c.crossing + 4 * c.must_ask + 8 * c.awaited + 16 * c.on_way);
        add(c.venue_filled), add(c.venue_open);
    }
    for (const Slot& s : slots) add(static_cast<int64_t>(s.place)), add(s.exposure), add(s.executed);
    add(total), add(wanted_total), add(executed), add(exposure), add(excess), add(alive);
    add(breach + 2 * stopped);
    return hash;
}

void take_picture(const World& world, int index, Picture& picture) {
    const Manager& m = world.manager(index);
    picture.children.clear();
    for (uint64_t sequence = 1; sequence <= Inspector::children_sent(m); ++sequence) {
        const orders::Child& c = Inspector::child(m, sequence);
        const World::Whereabouts where = world.whereabouts(c.id);
        picture.children.push_back({.id = c.id,
                                    .slot = c.slot,
                                    .state = static_cast<int64_t>(c.state),
                                    .quantity = c.quantity.value,
                                    .executed = c.executed.value,
                                    .most = c.most.value,
                                    .asks = c.asks,
                                    .seen = c.seen,
                                    .crossing = c.crossing,
                                    .must_ask = c.must_ask,
                                    .awaited = c.answer_by != kNoTime,
                                    .venue_filled = where.filled,
                                    .venue_open = where.open,
                                    .on_way = where.on_way});
    }
    for (size_t slot = 0; slot < picture.slots.size(); ++slot)
        picture.slots[slot] = {Inspector::in_slot(m, static_cast<int>(slot)), m.exposure(static_cast<int>(slot)).value,
                               m.executed(static_cast<int>(slot)).value};
    picture.total = m.ledger().total.value;
    picture.wanted_total = Inspector::wanted_total(m).value;
    picture.executed = m.ledger().executed.value;
    picture.exposure = m.ledger().exposure.value;
    picture.excess = m.ledger().excess.value;
    picture.alive = Inspector::alive(m);
    picture.breach = m.breach().has_value();
    picture.stopped = Inspector::stopped(m);
}

Follower::Follower(const orders::TransitionTable& table) : machine_(table), invariant_(invariant(machine_.before)) {
    std::vector<Term> conjuncts;
    for (const Conjunct& c : invariant_) conjuncts.push_back(c.term);
    for (const Step& step : machine_.steps) {
        std::vector<Term> wanted = {step.event, step.action};
        for (const BookField& f : kBookFields) wanted.push_back(step.after.*f.field);
        for (const Named& rule : step.when) wanted.push_back(rule.term);
        for (const Named& rule : step.honest) wanted.push_back(rule.term);
        prepared_[step.name] = {&step, std::make_unique<Evaluation>(machine_.terms, wanted)};
    }
    of_invariant_ = std::make_unique<Evaluation>(machine_.terms, conjuncts);
}

void Follower::begins(const World& world, int manager) {
    manager_ = manager;
    deed_.moves.clear();
    take_picture(world, manager, deed_.before);
}

void Follower::report(const OrderReport& r, bool known) {
    const ReportTerms& in = machine_.report;
    const bool stands = r.reject != Reject::none && r.reject != Reject::unknown_order && r.reject != Reject::closed &&
                        r.reject != Reject::duplicate;
    deed_.moves.push_back({"report",
                           r.child,
                           {{in.kind, static_cast<int64_t>(r.kind)},
                            {in.quantity, r.quantity.value},
                            {in.executed, r.executed.value},
                            {in.leaves, r.leaves.value},
                            {in.known, known},
                            {in.number_taken, r.reject == Reject::duplicate},
                            {in.stands, stands}}});
}

/// Which answers are overdue is the clock's to say; here, that one is overdue at all is a step for each.
void Follower::time(Time now) {
    deed_.moves.push_back({"time", 0, {{machine_.amount, now.value}}});
}

void Follower::total(Quantity total) {
    deed_.moves.push_back({"set_total", 0, {{machine_.target, total.value}}});
}

void Follower::stop() {
    deed_.moves.push_back({"stop", 0, {}});
}

void Follower::command(const OrderCommand& c, int slot, orders::Stance stance) {
    const auto as = static_cast<int64_t>(stance);
    const bool place = c.kind == CommandKind::place;
    const char* const step = place ? "send_new" : c.kind == CommandKind::reduce ? "send_reduce" : "send_cancel";
    deed_.moves.push_back(
        {step, c.child,
         place ? std::vector<std::pair<Term, int64_t>>{{machine_.quantity, c.quantity.value},
                                                       {machine_.stance, as},
                                                       {machine_.before.crossing, c.immediate_or_cancel}}
               : std::vector<std::pair<Term, int64_t>>{{machine_.stance, as}},
         slot});
}

void Follower::venue(Deed deed, ChildId child, int64_t amount) {
    static constexpr std::array kNames = {"arrive", "lose", "execute", "cut"};
    deed_.moves.push_back({kNames[static_cast<size_t>(deed)], child, {{machine_.amount, amount}}});
}

uint64_t Follower::Move::digest() const {
    uint64_t hash = orders::mix(static_cast<uint64_t>(slot), child);
    for (const char* at = step; *at != 0; ++at) hash = orders::mix(hash, static_cast<uint64_t>(*at));
    for (const auto& [term, value] : inputs) hash = orders::mix(hash, static_cast<uint64_t>(value));
    return hash;
}

void Follower::ends(const World& world) {
    if (!strayed_.empty()) return;
    ++deeds_;
    take_picture(world, manager_, deed_.after);
    uint64_t digest = orders::mix(deed_.before.digest(), deed_.after.digest());
    for (const Move& move : deed_.moves) digest = orders::mix(digest, move.digest());
    if (!seen_.insert(digest).second) return;
    check_invariant(deed_.after);
    follow(deed_);
    if (keeps_) kept_.push_back(deed_);
}

void Follower::follow(const Done& deed) {
    Picture picture = deed.before;
    for (const Move& move : deed.moves) {
        if (std::string_view(move.step) != "time") {
            carry_out(move, picture);
            continue;
        }
        // Those of which the code says that they were overdue.
        for (const Picture::Child& child : deed.before.children) {
            const auto now = std::ranges::find(deed.after.children, child.id, &Picture::Child::id);
            if (now->asks != child.asks || now->state != child.state) carry_out({"overdue", child.id, {}}, picture);
        }
    }
    if (strayed_.empty() && picture != deed.after) stray("the code went elsewhere");
    if (!strayed_.empty())
        for (const Move& move : deed.moves) strayed_ += " " + std::string(move.step) + " " + std::to_string(move.child);
}

void Follower::give(Evaluation& evaluation, const Picture& p, const Picture::Child& c) const {
    const Book& b = machine_.before;
    const Picture::Slot& slot = p.slots[static_cast<size_t>(c.slot)];
    const auto set = [&](Term term, int64_t value) { evaluation.set(term, value); };
    int64_t filled = 0, may_fill = 0, slot_open = 0, slot_executed = 0;
    for (const Picture::Child& other : p.children) {
        if (other.id == c.id) continue;
        filled += other.venue_filled;
        may_fill += other.venue_open + (other.on_way ? other.quantity : 0);
        if (other.slot == c.slot) slot_open += other.open(), slot_executed += other.executed;
    }
    set(b.state, c.state), set(b.quantity, c.quantity), set(b.executed, c.executed), set(b.most, c.most);
    set(b.seen, c.seen), set(b.crossing, c.crossing), set(b.must_ask, c.must_ask), set(b.awaited, c.awaited);
    set(b.asks, c.asks), set(b.overdue, 0);
    set(b.venue_filled, c.venue_filled), set(b.venue_open, c.venue_open), set(b.on_way, c.on_way);
    set(b.place, slot.place == 0 ? 0 : slot.place == c.id ? 1 : 2);
    set(b.slot_exposure, slot.exposure), set(b.slot_executed, slot.executed);
    set(b.slot_others_open, slot_open), set(b.slot_others_executed, slot_executed);
    set(b.total, p.total), set(b.wanted_total, p.wanted_total), set(b.largest_total, std::max(p.total, p.wanted_total));
    set(b.all_executed, p.executed), set(b.exposure, p.exposure), set(b.excess, p.excess);
    set(b.breach, p.breach), set(b.stopped, p.stopped);
    set(b.others_open, p.exposure - c.open()), set(b.others_executed, p.executed - c.executed);
    set(b.others_venue_filled, filled), set(b.others_venue_open, may_fill);
    set(b.alive, p.alive), set(b.others_alive, p.alive - c.lives()), set(b.working_most, 0);
}

void Follower::take(const Evaluation& evaluation, const Book& after, Picture& p, Picture::Child& c) const {
    const auto get = [&](Term term) { return evaluation[term]; };
    const auto flag = [&](Term term) { return evaluation[term] != 0; };
    c.state = get(after.state), c.quantity = get(after.quantity), c.executed = get(after.executed);
    c.most = get(after.most), c.asks = get(after.asks);
    c.seen = flag(after.seen), c.must_ask = flag(after.must_ask), c.awaited = flag(after.awaited);
    c.crossing = flag(after.crossing);
    c.venue_filled = get(after.venue_filled), c.venue_open = get(after.venue_open), c.on_way = flag(after.on_way);
    Picture::Slot& slot = p.slots[static_cast<size_t>(c.slot)];
    if (const int64_t place = get(after.place); place != 2) slot.place = place == 1 ? c.id : 0;
    slot.exposure = get(after.slot_exposure), slot.executed = get(after.slot_executed);
    p.total = get(after.total), p.wanted_total = get(after.wanted_total);
    p.executed = get(after.all_executed), p.exposure = get(after.exposure), p.excess = get(after.excess);
    p.breach = flag(after.breach), p.stopped = flag(after.stopped), p.alive = get(after.alive);
}

void Follower::carry_out(const Move& move, Picture& picture) {
    if (!strayed_.empty()) return;
    ++steps_;
    const auto& [step, evaluation] = prepared_.at(move.step);
    auto child = std::ranges::find(picture.children, move.child, &Picture::Child::id);
    Picture::Child none;  // of steps that are of no child
    if (child == picture.children.end() && move.child != 0) {
        picture.children.push_back({.id = move.child, .slot = move.slot});
        child = picture.children.end() - 1;
    }
    Picture::Child& mover = move.child == 0 ? none : *child;
    give(*evaluation, picture, mover);
    for (const auto& [term, value] : move.inputs) evaluation->set(term, value);
    evaluation->run();
    for (const auto* rules : {&step->when, &step->honest})
        for (const Named& rule : *rules)
            if ((*evaluation)[rule.term] == 0) return stray(std::string(move.step) + " breaks the rule: " + rule.name);
    const int64_t event = (*evaluation)[step->event];
    if (event >= 0) rows_.insert((*evaluation)[machine_.before.state] * 100 + event);
    ++by_name_[move.step];
    take(*evaluation, step->after, picture, mover);
}

void Follower::check_invariant(const Picture& picture) {
    if (!sound_.insert(picture.digest()).second) return;
    for (const Picture::Child& child : picture.children) {
        give(*of_invariant_, picture, child);
        of_invariant_->run();
        for (const Conjunct& c : invariant_)
            if ((*of_invariant_)[c.term] == 0) return stray("not kept by the code: " + c.name);
    }
}

void Follower::stray(const std::string& what) {
    strayed_ = what + ", in:";
}

}  // namespace weir::order_proof::testing
