#include "ide/remedies.h"

#include <fmt/format.h>

#include <algorithm>

#include "ide/walk.h"

namespace weir::ide {
namespace {

/// Every child of the strategy is bound by what the line allows.
class Binder {
  public:
    Binder(const Analysis& analysis, const syntax::Strategy& strategy, const syntax::RiskLine& line)
        : analysis_(analysis), strategy_(strategy), limit_(analysis.text(line.limit->range)) {}

    std::vector<Edit> children() {
        walk(strategy_.clauses, Overloaded{
                                    [&](const syntax::Work& work) { return bind(work.items); },
                                    [&](const syntax::Would& would) { return bind(would.items); },
                                    [&](const syntax::Auction& auction) { return bind(auction.items); },
                                });
        return in_order();
    }

    std::vector<Edit> participation(std::string_view window) {
        bool is_said = false;
        walk(strategy_.clauses, [&](const syntax::Participate& said) {
            if (said.share != syntax::Share::at_most || !said.ratio || !said.over) return false;
            is_said = true;
            replace(said.ratio->range, limit_);
            replace(said.over->range, window);
            return false;
        });
        if (!is_said && !strategy_.clauses.empty()) {
            const uint32_t first = strategy_.clauses.front().range.begin;
            edits_.push_back(
                {{0, first, first}, fmt::format("participate at most {} of volume over {}\n    ", limit_, window)});
        }
        return in_order();
    }

  private:
    bool bind(const std::vector<syntax::Item>& items) {
        for (const syntax::Item& item : items)
            if (const auto* size = std::get_if<syntax::ChildSize>(&item.kind);
                size != nullptr && size->extreme == syntax::Extreme::most && size->amount) {
                replace(size->amount->range, limit_);
                return false;
            }
        if (items.empty()) return false;
        const uint32_t end = items.back().range.end;
        edits_.push_back({{0, end, end}, fmt::format("; child at most {}", limit_)});
        return false;
    }

    void replace(SourceRange range, std::string_view text) {
        if (analysis_.text(range) != text) edits_.push_back({range, std::string(text)});
    }

    std::vector<Edit> in_order() {
        std::ranges::sort(edits_, {}, [](const Edit& edit) { return edit.range.begin; });
        return std::move(edits_);
    }

    const Analysis& analysis_;
    const syntax::Strategy& strategy_;
    const std::string_view limit_;
    std::vector<Edit> edits_;
};

}  // namespace

std::vector<Edit> stricter(const Analysis& analysis, const syntax::Strategy& strategy, const syntax::RiskLine& line) {
    if (!line.limit) return {};
    Binder binder(analysis, strategy, line);
    if (line.subject == syntax::RiskSubject::child_value || line.subject == syntax::RiskSubject::child_quantity)
        return binder.children();
    if (line.subject == syntax::RiskSubject::participation && line.window)
        return binder.participation(analysis.text(line.window->range));
    return {};
}

std::string stricter_title(const syntax::RiskLine& line, std::string_view text) {
    if (line.subject == syntax::RiskSubject::participation)
        return fmt::format("Participate at most {}, by which the limit is proven", text);
    return fmt::format("Let no child be more than {}, by which the limit is proven", text);
}

}  // namespace weir::ide
