// Which session counts: orders may live for days.
#include <algorithm>

#include "runtime/engine/state.h"

namespace weir::engine {

void Engine::State::begin_sessions() {
    config.sessions.resize(static_cast<size_t>(config.program.layout.instruments));
    session.assign(config.sessions.size(), 0);
    for (std::vector<Session>& own : config.sessions)
        if (own.empty()) own.emplace_back();
    using enum step::Input;
    for (const step::Input input : {session_open, session_close, open_cutoff, close_cutoff})
        reads_sessions |= inputs.reads(input);
    for (size_t i = 0; i < config.sessions.size(); ++i) publish_session(i);
}

void Engine::State::publish_session(size_t instrument) {
    Session current = config.sessions[instrument][session[instrument]];
    if (skipped[static_cast<size_t>(Auction::open)]) current.open_cutoff = step::kAbsent;
    if (skipped[static_cast<size_t>(Auction::close)]) current.close_cutoff = step::kAbsent;
    inputs.set_session(current, static_cast<int>(instrument));
}

void Engine::State::follow_sessions() {
    for (size_t i = 0; i < config.sessions.size(); ++i) {
        const std::vector<Session>& own = config.sessions[i];
        const size_t before = session[i];
        while (session[i] + 1 < own.size() && own[session[i] + 1].from <= now.value) ++session[i];
        if (session[i] != before) publish_session(i);
    }
}

/// When the silence of a market ends the strategy: at once, but for the time outside of its session, where it is
/// natural, and until something should have been heard after the open. kNoTime while none is silent.
Time Engine::State::next_silence() const {
    Time next = kNoTime;
    for (int i = 0; i < markets.instruments(); ++i) {
        if (!markets.silent(i)) continue;
        const Session& current = config.sessions[static_cast<size_t>(i)][session[static_cast<size_t>(i)]];
        if (current.open == step::kAbsent) return now;
        if (now.value >= current.close) continue;
        next = std::min(next, saturating_add(Time{current.open}, config.stale_after));
    }
    return next;
}

/// When the next one begins to count; kNoTime for none, and where nobody asks.
Time Engine::State::next_session() const {
    Time next = kNoTime;
    if (!reads_sessions) return next;
    for (size_t i = 0; i < config.sessions.size(); ++i)
        if (session[i] + 1 < config.sessions[i].size())
            next = std::min(next, Time{config.sessions[i][session[i] + 1].from});
    return next;
}

}  // namespace weir::engine
