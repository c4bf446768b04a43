// When the strategy trades at all: `cancel`, `settle`, `join reopening`, `session`.
#include "compiler/sema/checker.h"

namespace weir::sema {

void StrategyChecker::read(const syntax::Cancel& source, SourceRange range) {
    if (!source.when) return;
    Cancel cancel;
    cancel.phase = scope_.here().phase;
    cancel.range = range;
    cancel.when = expressions_.expect(*source.when, {Unit::boolean}, "");
    must_not_read_target(cancel.when, "cancel");
    strategy_.cancels.push_back(std::move(cancel));
}

void StrategyChecker::read(const syntax::Settle& source, SourceRange range) {
    if (!source.after) return;
    Settle settle{interval(*source.after, "the time after a halt"), range};
    if (strategy_.settle) {
        diagnostics_.report(message::said_twice(range, "settle").label(strategy_.settle->range, "the first"));
        return;
    }
    strategy_.settle = std::move(settle);
}

void StrategyChecker::read(const syntax::JoinReopening&, SourceRange range) {
    if (strategy_.join_reopening) {
        diagnostics_.report(message::said_twice(range, "join reopening").label(*strategy_.join_reopening, "the first"));
        return;
    }
    strategy_.join_reopening = range;
}

void StrategyChecker::read(const syntax::Session& source, SourceRange range) {
    Session session;
    session.kind = source.kind;
    session.calendar = source.calendar.text;
    session.range = range;
    if (source.kind == syntax::SessionKind::hours) {
        const auto time_of = [&](const syntax::ExprPtr& written) -> const syntax::TimeOfDay* {
            if (!written || written->is_error()) return nullptr;
            const auto* time = std::get_if<syntax::TimeOfDay>(&written->kind);
            if (!time)
                diagnostics_.report(message::session_time(written->range)
                                        .help("write a time of the day, for example `09:30 America/New_York`"));
            return time;
        };
        const syntax::TimeOfDay *from = time_of(source.from), *to = time_of(source.to);
        if (!from || !to) return;
        session.from_ns = from->nanoseconds;
        session.to_ns = to->nanoseconds;
        // The zone is often written once, behind the second time.
        session.zone = to->zone.text.empty() ? from->zone.text : to->zone.text;
        if (!from->zone.text.empty() && from->zone.text != session.zone) {
            diagnostics_.report(message::session_zones(to->zone.range, session.zone)
                                    .label(from->zone.range, "it begins on this clock")
                                    .help("write both times on one clock"));
            return;
        }
        if (session.from_ns == session.to_ns) {
            diagnostics_.report(message::empty_session(range).help("a session round the clock is `session always`"));
            return;
        }
    }
    if (strategy_.session) {
        diagnostics_.report(message::said_twice(range, "session").label(strategy_.session->range, "the first"));
        return;
    }
    strategy_.session = std::move(session);
}

}  // namespace weir::sema
