// Where the orders of a work go: the venues that it may use, and which of them gets how much of a child.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lower/expressions.h"
#include "compiler/lower/lower.h"

namespace weir::lower {

/// The view of a venue (step::Layout): 0 is the only one, or all of them together.
int views_of(const Market& market);
/// Those that `never` keeps the whole strategy from.
std::vector<uint8_t> barred_venues(const sema::Strategy& strategy, const Market& market);
/// The view of one venue; nothing when it is not there.
std::optional<int> view_of(const Market& market, std::string_view venue);

/// One venue that a work may use; it has a slot of its own.
struct Outlet {
    std::string venue;  // its name
    uint8_t view = 0;
    bool dark = false;
};

/// Where the orders of one work may go. A venue belongs to the first line that names it.
struct Course {
    struct Line {
        const sema::RouteLine* said = nullptr;  // null: nothing is said, every lit venue
        std::vector<Outlet> outlets;
    };
    std::vector<Line> lines;  // as they are served
    std::vector<const sema::RouteBar*> bars;
    std::vector<sema::Score> take_by, post_by;
    /// Everything goes to the only venue: there is nothing to choose.
    bool plain = false;

    size_t outlets() const;
};

/// `work` null: the completion, which takes no part in dark venues.
Course course_of(const sema::Strategy& strategy, const sema::Work* work, const Market& market);

/// What a script says of venues and this run does not have.
void report_venues(const sema::Strategy& strategy, const Market& market, Diagnostics& diagnostics);

class Router {
  public:
    Router(Builder& builder, Expressions& expressions) : b_(builder), e_(expressions) {}

    /// What is asked of it for one work.
    struct Child {
        const Course& course;
        bool crossing;
        NodeId size;                                // to be divided
        NodeId price{};                             // of what is lit, on the tick grid
        Number reference{};                         // what sizes in money are divided by
        const sema::Expression* minimum = nullptr;  // of a fill, where the line has none; may be null
        std::vector<NodeId> prices{}, working{};    // by outlet
        NodeId on{};                                // the work is enabled
        std::optional<NodeId> renewal{};            // number of the repricing under way; none: whenever the price moves
        std::string path{};
    };
    struct Part {
        NodeId quantity, usable, minimum;
    };
    /// One for each outlet; together never more than the size.
    std::vector<Part> parts(const Child& child);

  private:
    struct Place {  // an outlet with what the script says of it
        const Outlet* outlet;
        NodeId usable;
        size_t index;  // among all of the work
    };
    using Ranks = std::vector<std::vector<NodeId>>;  // [i][j]: i goes before j

    NodeId usable(const Outlet& outlet, const Course& course);
    NodeId line_most(const Course::Line& line, const Child& child, NodeId left);
    NodeId minimum(const Course::Line& line, const Child& child, NodeId& known);
    /// Gives out at most `most` and says how much.
    NodeId give(const std::vector<Place>& places, const Course::Line& line, const Child& child, NodeId most, bool last,
                size_t number, std::vector<NodeId>& quantities);
    NodeId take(const std::vector<Place>& places, const Ranks& ranks, const Child& child, NodeId most, bool last,
                std::vector<NodeId>& quantities);
    NodeId rest_at_one(const std::vector<Place>& places, const Ranks& ranks, const Child& child, NodeId most,
                       size_t number, std::vector<NodeId>& quantities);

    Ranks ranks(const std::vector<Place>& places, const std::vector<sema::Score>& scores, const Child& child);
    std::optional<NodeId> cost(sema::Score score, const Outlet& outlet, const Child& child);
    std::optional<NodeId> cost_of_taking(sema::Score score, uint8_t view, NodeId size);
    std::optional<NodeId> cost_of_resting(sema::Score score, uint8_t view, NodeId price);
    NodeId displayed(uint8_t view, NodeId price);

    struct Quote {
        Number price;  // 10^-p
        NodeId quantity;
    };
    Quote quote(uint8_t view, bool far);
    NodeId market(step::Input input, uint8_t view) { return b_.market(input, view); }

    Builder& b_;
    Expressions& e_;
};

}  // namespace weir::lower
