#include "compiler/syntax/source_text.h"

namespace weir::syntax {
namespace {

std::string text_of(const TestOrder& order) {
    static constexpr const char* kSides[] = {"order buy ", "order sell ", "order short "};
    return kSides[static_cast<size_t>(order.side)] + write(*order.quantity) + clause("from", order.from) +
           clause("to", order.to) + clause("limit", order.limit);
}

std::string text_of(const SetParameter& set) {
    return "set " + set.name.text + clause("=", set.value);
}

std::string text_of(const TestMarket& market) {
    std::string text = "market";
    if (!market.venue.text.empty()) text += " " + in_quotes(market.venue);
    if (market.dark) text += " dark";
    switch (market.kind) {
        case MarketKind::flat:
            return text + " flat" + clause("at", market.price) + clause("spread", market.spread) +
                   clause("volume", market.volume) + clause("per", market.per) + clause("depth", market.depth);
        case MarketKind::generated:
            return text + " generated" + clause("seed", market.seed) +
                   (market.day.text.empty() ? "" : " day " + in_quotes(market.day));
        case MarketKind::tape:
            return text + " tape " + in_quotes(market.tape);
    }
    return text;
}

std::string text_of(const QuoteChange& change) {
    return (change.kind == QuoteChangeKind::spread ? "spread " : "mid ") + write(*change.value);
}
std::string text_of(const VolumeChange& change) {
    return "volume " + write(*change.volume) + clause("per", change.per);
}
std::string text_of(const MidMoves& moves) {
    return "mid moves " + write(*moves.by) + clause("over", moves.over);
}
std::string text_of(const TradePrint& print) {
    return "trade " + without({"at"}, print.quantity) + clause("at", print.price);
}
std::string text_of(const AuctionPrint& print) {
    return "auction " + without({"at"}, print.quantity) + clause("at", print.price);
}
std::string text_of(const MarketEvent& event) {
    static constexpr const char* kKinds[] = {"halt", "reopen", "stale"};
    return kKinds[static_cast<size_t>(event.kind)];
}
std::string text_of(const PlainCommand& command) {
    static constexpr const char* kKinds[] = {
        "pause", "hold", "resume", "cancel", "take over", "skip auction", "skip auction open", "skip auction close"};
    return kKinds[static_cast<size_t>(command.kind)];
}
std::string text_of(const Amend& amend) {
    static constexpr const char* kKinds[] = {"amend quantity ", "amend limit ", "amend end "};
    return kKinds[static_cast<size_t>(amend.kind)] + (amend.value ? write(*amend.value) : "none");
}
std::string text_of(const FinishNow& finish) {
    return "finish now" + clause("up to", finish.up_to) + clause("within", finish.within);
}
std::string text_of(const VenueSwitch& venue) {
    return "venue " + in_quotes(venue.venue) + (venue.on ? " on" : " off");
}

std::string text_of(const Happening& happening) {
    const std::string what = std::visit([](const auto& kind) { return text_of(kind); }, happening.kind);
    return "at " + write(*happening.time) + " " + what +
           (happening.venue.text.empty() ? "" : " on " + in_quotes(happening.venue)) +
           (happening.user.text.empty() ? "" : " by " + happening.user.text) +
           (happening.reason.text.empty() ? "" : " " + in_quotes(happening.reason));
}

std::string moment_text(const Moment& moment) {
    switch (moment.kind) {
        case MomentKind::whole_run:
            return "";
        case MomentKind::by:
            return " by " + without({"at", "by"}, moment.from);
        case MomentKind::at:
            return " at " + without({"at", "by"}, moment.from);
        case MomentKind::span:
            return clause("from", moment.from) + clause("to", moment.to);
    }
    return "";
}

std::string condition_text(const Expect& expect) {
    static constexpr const char* kStates[] = {"paused", "held", "halted", "stopped", "finished", "faulted"};
    static constexpr const char* kForms[] = {"", "not ", "always ", "never "};
    switch (expect.kind) {
        case ExpectKind::condition:
            return write(*expect.condition);
        case ExpectKind::always:
            return "always " + write(*expect.condition);
        case ExpectKind::never:
            return "never " + write(*expect.condition);
        case ExpectKind::no_fills:
            return "no fills";
        case ExpectKind::no_orders:
            return "no orders";
        case ExpectKind::state:
            return std::string(kForms[static_cast<size_t>(expect.form)]) + kStates[static_cast<size_t>(expect.state)];
        case ExpectKind::refused:
            return "refused";
    }
    return "";
}

std::string text_of(const Expect& expect) {
    return "expect " + condition_text(expect) + moment_text(expect.moment);
}

std::string text_of(const ErrorTestStatement&) {
    return "error";
}

}  // namespace

std::string test_statement_text(const TestStatement& statement) {
    return std::visit([](const auto& kind) { return text_of(kind); }, statement.kind);
}

}  // namespace weir::syntax
