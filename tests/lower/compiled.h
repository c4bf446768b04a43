// From a script to a plan, for tests.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "compiler/lower/lower.h"
#include "compiler/sema/sema.h"
#include "compiler/syntax/sources.h"

namespace weir::test {

inline std::string read_text(const std::string& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

inline std::string stdlib_text(const std::string& name) {
    return read_text(std::string(WEIR_SOURCE_DIR) + "/stdlib/" + name + ".weir");
}

inline lower::Market bitcoin() {
    return {{.price = 2, .quantity = 8, .money = 8}, "BTC", "USD"};
}
inline lower::Market shares() {
    return {{.price = 2, .quantity = 0, .money = 4}, "GOOG", "USD"};
}

/// `x,y,d:dark`
inline std::vector<lower::Venue> venues_of(const std::string& text) {
    std::vector<lower::Venue> venues;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) {
        const bool dark = part.ends_with(":dark");
        venues.push_back({part.substr(0, part.find(':')), dark ? lower::VenueKind::dark : lower::VenueKind::lit});
    }
    return venues;
}

struct Compilation {
    plan::Plan plan;
    Diagnostics diagnostics;
    std::string shown;  // the diagnostics, rendered
};

/// A script may use `house.weir`: a policy, and a function.
inline syntax::FileText read_house(const std::string& path) {
    if (path != "house.weir") return {"", "no such file"};
    return {
        "weir 1\n\npolicy house { child value <= 500_000 quote }\n\nfn usual(window : duration) = average(spread, "
        "window)\n",
        ""};
}

inline Compilation compile(const std::string& text, const lower::Market& market, const std::string& strategy = "") {
    syntax::Sources sources = syntax::read_sources(SourceFile("example.weir", text), read_house);
    Compilation out;
    out.diagnostics = std::move(sources.diagnostics);
    std::vector<sema::Source> all;
    for (size_t i = 0; i < sources.files.size(); ++i) all.push_back({&sources.trees[i], &sources.files[i]});
    sema::Checked checked = sema::check(all);
    out.diagnostics.append(std::move(checked.diagnostics));
    if (!out.diagnostics.has_errors()) {
        lower::Lowered lowered = lower::lower(checked.program, strategy, market);
        out.diagnostics.append(std::move(lowered.diagnostics));
        out.plan = std::move(lowered.plan);
    }
    out.shown = render(out.diagnostics, sources.files);
    return out;
}

/// The plan of a script that must be right.
inline plan::Plan plan_of(const std::string& text, const lower::Market& market) {
    Compilation out = compile(text, market);
    EXPECT_FALSE(out.diagnostics.has_errors()) << out.shown;
    return std::move(out.plan);
}

}  // namespace weir::test
