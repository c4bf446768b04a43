#include "compiler/syntax/source_text.h"

namespace weir::syntax {
namespace {

std::string list_of(const std::vector<Target>& targets) {
    static constexpr const char* kKinds[] = {"lit", "dark", "rfq", "amm "};
    std::string list;
    for (const Target& target : targets) {
        list += list.empty() ? "" : ", ";
        if (target.kind != TargetKind::venue) list += kKinds[static_cast<size_t>(target.kind)];
        if (target.mid) list += " mid";
        if (target.kind == TargetKind::venue || target.kind == TargetKind::amm) list += in_quotes(target.name);
    }
    return list;
}

std::string list_of(const std::vector<Name>& scores) {
    std::string list;
    for (const Name& score : scores) list += (list.empty() ? "" : " then ") + score.text;
    return list;
}

std::string text_of(const ErrorItem&) {
    return "error";
}
std::string text_of(const Peg& peg) {
    static constexpr const char* kSigns[] = {" + ", " - ", " better by ", " worse by "};
    std::string text = "peg " + std::string(touch_text(peg.touch));
    if (!peg.offset) return text;
    return text + kSigns[static_cast<size_t>(peg.offset->kind)] + write(*peg.offset->amount);
}
std::string text_of(const At& at) {
    return "at " + write(*at.price);
}
std::string text_of(const UpTo& up_to) {
    return "up to " + write(*up_to.price);
}
std::string text_of(const Take& take) {
    if (take.kind == TakeKind::behind) return "take behind";
    if (take.kind == TakeKind::leaves) return "take leaves";
    if (take.kind == TakeKind::due) return "take due";
    const std::string text = write(*take.amount);
    const bool word = text == "behind" || text == "leaves" || text == "due";
    return "take " + (word ? "(" + text + ")" : text);
}
std::string text_of(const ChildSize& size) {
    return (size.extreme == Extreme::most ? "child at most " : "child at least ") + write(*size.amount);
}
std::string text_of(const Show& show) {
    static constexpr const char* kStyles[] = {"", " native", " synthetic"};
    return "show " + write(*show.amount) + kStyles[static_cast<size_t>(show.style)] + clause("vary", show.vary);
}
std::string text_of(const Reprice& reprice) {
    return "reprice" + clause("every", reprice.every) + clause("vary", reprice.vary);
}
std::string text_of(const PostOnly&) {
    return "post only";
}
std::string text_of(const Ladder& ladder) {
    const NameRef* name = std::get_if<NameRef>(&ladder.count->kind);
    const bool plain = std::holds_alternative<Number>(ladder.count->kind) ||
                       (name != nullptr && name->name.find(' ') == std::string::npos);
    return (plain ? write(*ladder.count) : in_brackets(*ladder.count)) + " levels" + clause("from", ladder.low) +
           " to " + write(ladder.high, Binding::sum) + " " + std::string(favour_text(ladder.favour)) + " than " +
           write(ladder.anchor, Binding::sum);
}
std::string text_of(const LevelSize& size) {
    return "size " + write(*size.first) + clause("to", size.last);
}
std::string text_of(const Refill& refill) {
    const std::string amount = write(*refill.amount);
    if (refill.times == nullptr) return "refill " + amount + " once";
    const Number* number = std::get_if<Number>(&refill.amount->kind);
    // A name behind it could be taken for its unit, or go on with it.
    const bool ends = number != nullptr && !number->unit.text.empty();
    return "refill " + (ends ? amount : in_brackets(*refill.amount)) + " " + write(*refill.times) + " times";
}
std::string text_of(const Reload& reload) {
    const std::string text = "reload" + clause("after", reload.after);
    return reload.at_most == nullptr ? text : text + clause("to", reload.at_most) + " random";
}
std::string text_of(const Limit& limit) {
    return "limit " + write(*limit.price) + (limit.all_in ? " all_in" : "");
}
std::string text_of(const Deadline& deadline) {
    return "deadline " + write(*deadline.after);
}
std::string text_of(const Minimum& minimum) {
    return "minimum " + write(*minimum.amount);
}
std::string text_of(const Gas& gas) {
    return "gas at most " + write(*gas.at_most);
}
std::string text_of(const TimeInForce& time_in_force) {
    static constexpr const char* kKinds[] = {"day", "ioc", "fok", "gtc"};
    return std::string("time in force ") + kKinds[static_cast<size_t>(time_in_force.kind)];
}
std::string text_of(const Targets& targets) {
    return list_of(targets.targets);
}
std::string text_of(const ScoredBy& by) {
    return (by.act == ScoredAct::take ? "take by " : "post by ") + list_of(by.scores);
}
std::string text_of(const Route&) {
    return "route";  // which is a block
}

std::string text_of(const RouteTo& to) {
    const auto bound = [](const char* word, const ExprPtr& expr) {
        return expr == nullptr ? std::string() : "," + clause(word, expr);
    };
    return (to.then ? "then " : "") + list_of(to.targets) + (to.first ? " first" : "") +
           (to.scores.empty() ? "" : " by " + list_of(to.scores)) + bound("up to", to.up_to) +
           bound("minimum", to.minimum) + bound("share", to.share);
}
std::string text_of(const RouteBar& bar) {
    return (bar.kind == BarKind::never ? "never " : "avoid ") + syntax::list_of(bar.venues) + clause("when", bar.when);
}

}  // namespace

std::string item_text(const Item& item) {
    return std::visit([](const auto& kind) { return text_of(kind); }, item.kind);
}

std::string route_line_text(const RouteLine& line) {
    return std::visit([](const auto& kind) { return text_of(kind); }, line.kind);
}

std::string risk_line_text(const RiskLine& one) {
    const std::string subject(risk_text(one.subject));
    if (one.reference != nullptr)
        return subject + " within " + write(one.limit, Binding::of) + " of " +
               write(one.reference, tighter(Binding::of));
    const char* window = one.subject == RiskSubject::messages ? "per" : "over";
    return subject + clause("<=", one.limit) + including_text(one.including) + clause(window, one.window);
}

std::string including_text(const Including& prints) {
    if (!prints.blocks) return prints.auctions ? " including auctions" : "";
    return prints.auctions ? " including blocks, auctions" : " including blocks";
}

std::string assume_line_text(const AssumeLine& one) {
    const std::string subject = write(*one.subject);
    if (one.low == nullptr) return subject + clause("at most", one.high);
    if (one.high == nullptr) return subject + clause("at least", one.low);
    return subject + clause("from", one.low) + clause("to", one.high);
}

std::string leg_text(const Leg& leg) {
    static constexpr const char* kSides[] = {" buy", " sell", " same", " opposite"};
    const std::string text = leg.name.text + kSides[static_cast<size_t>(leg.side)];
    if (leg.role == LegRole::lead) return text + " lead";
    return text + clause(leg.role == LegRole::hedge_value ? "hedge value" : "hedge quantity", leg.amount) +
           clause("within", leg.within);
}

}  // namespace weir::syntax
