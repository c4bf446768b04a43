#include "proofs/search.h"

#include <algorithm>

#include "proofs/draw.h"
#include "proofs/watch.h"

namespace weir::proofs {
namespace {

constexpr int kTriesOfCandidate = 4;
constexpr int kDoubtsMost = 8;  // findings of a property that the runtime did not confirm
constexpr size_t kRememberedMost = 24;

class Searcher {
  public:
    Searcher(const Ground& ground, const verify::Proofs& proofs, const Budget& budget)
        : ground_(ground),
          proofs_(proofs),
          budget_(budget),
          watcher_(proofs.asked, own_guards_of(proofs)),
          artist_(ground, watcher_.plan(), budget.seed),
          best_(proofs.findings.size()),
          doubts_(proofs.findings.size()) {
        hunt_.found.resize(proofs.findings.size());
    }

    Hunt run() {
        try_candidates();
        while (has_open() && !budget_.is_over(watcher_.spent())) {
            const size_t at = next_open();
            attempt(propose(at), at);
        }
        hunt_.operations = watcher_.spent();
        return std::move(hunt_);
    }

  private:
    bool open(size_t i) const { return !proofs_.findings[i].proven && !hunt_.found[i] && doubts_[i] < kDoubtsMost; }
    bool has_open() const {
        for (size_t i = 0; i < hunt_.found.size(); ++i)
            if (open(i)) return true;
        return false;
    }
    size_t next_open() {
        do turn_ = (turn_ + 1) % hunt_.found.size();
        while (!open(turn_));
        return turn_;
    }

    void try_candidates() {
        for (size_t i = 0; i < proofs_.findings.size(); ++i)
            for (const verify::Candidate& candidate : proofs_.findings[i].candidates)
                for (int n = 0; n < kTriesOfCandidate && open(i); ++n) attempt(artist_.draw(candidate), i);
    }

    /// A new market, or a change of one that was near, or of one in which the strategy trades.
    Scenario propose(size_t at) {
        Random& random = artist_.random();
        if (random.one_in(4)) return artist_.draw();
        if (best_[at] && !random.one_in(3)) return artist_.change(best_[at]->scenario);
        if (remembered_.empty()) return artist_.draw();
        return artist_.change(random.one(remembered_));
    }

    void attempt(Scenario scenario, size_t at) {
        if (budget_.stop.stop_requested()) return;
        ++hunt_.runs;
        const Seen& seen = watcher_.see(scenario, proofs_.findings[at].property.guard);
        if (!seen.error.empty()) return;
        for (size_t i = 0; i < proofs_.findings.size(); ++i)
            if (open(i) && broken_first(seen, watcher_.own_guards(), proofs_.findings[i].property))
                confirm(i, scenario);
        keep(at, std::move(scenario), seen);
    }

    void confirm(size_t i, Scenario scenario) {
        word_commands(scenario, ground_, proofs_.asked.parameters);
        const verify::Property& property = proofs_.findings[i].property;
        Replay replayed = replay(scenario, watched(proofs_.asked, watcher_.own_guards(), property));
        if (breaks(replayed, property))
            hunt_.found[i] = Refutation{std::move(scenario), std::move(replayed)};
        else
            ++doubts_[i];
    }

    void keep(size_t at, Scenario scenario, const Seen& seen) {
        const bool trades = std::ranges::find(seen.sent, true) != seen.sent.end();
        const int guard = proofs_.findings[at].property.guard;
        if (trades && remembered_.size() < kRememberedMost) remembered_.push_back(scenario);
        if (trades && remembered_.size() == kRememberedMost)
            remembered_[artist_.random().below(kRememberedMost)] = scenario;
        if (guard < 0 || !seen.near[static_cast<size_t>(guard)]) return;
        // One that never traded says little: what it asks of a child is of no child.
        const double away = *seen.near[static_cast<size_t>(guard)] + (trades ? 0 : 1);
        if (!best_[at] || away <= best_[at]->away) best_[at] = Near{std::move(scenario), away};
    }

    struct Near {
        Scenario scenario;
        double away;
    };

    const Ground& ground_;
    const verify::Proofs& proofs_;
    const Budget& budget_;
    Watcher watcher_;
    Artist artist_;
    Hunt hunt_;
    std::vector<std::optional<Near>> best_;  // by finding
    std::vector<int> doubts_;                // likewise
    std::vector<Scenario> remembered_;       // in which children were sent
    size_t turn_ = 0;
};

}  // namespace

size_t own_guards_of(const verify::Proofs& proofs) {
    size_t count = proofs.asked.guards.size();
    for (const verify::Finding& finding : proofs.findings)
        if (finding.property.kind == verify::Kind::rule)
            count = std::min(count, static_cast<size_t>(finding.property.guard));
    return count;
}

Hunt search(const Ground& ground, const verify::Proofs& proofs, const Budget& budget) {
    return Searcher(ground, proofs, budget).run();
}

}  // namespace weir::proofs
