// Completion: what stands in a script that is right is proposed where it stands, and what is proposed is right.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <random>
#include <set>

#include "compiler/syntax/syntax.h"
#include "ide/ide.h"
#include "tests/ide/scripts.h"

namespace weir::ide {
namespace {

/// `|` in the text is the place.
Completions at(std::string text) {
    const size_t place = text.find('|');
    text.erase(place, 1);
    const Snapshot now = testing::analysed(text);
    return completions(*now, static_cast<uint32_t>(place), {"shared.weir"});
}
const Completion* find(const Completions& all, std::string_view label) {
    const auto found = std::ranges::find(all.items, label, &Completion::label);
    return found == all.items.end() ? nullptr : &*found;
}
bool has(const Completions& all, std::string_view label) {
    return find(all, label) != nullptr;
}

const std::string kHead =
    "weir 1\nstrategy a(live share_ : ratio = 10% from 1% to 20%, wait : duration = 5 s from 1 s to 9 s) {\n"
    "    let narrow = spread < 3 ticks\n    work rest { peg near touch }\n    ";

TEST(Completion, KnowsTheBlock) {
    EXPECT_TRUE(has(at("|"), "strategy"));
    EXPECT_TRUE(has(at("|"), "strategy vwap"));
    EXPECT_FALSE(has(at("|"), "participate"));
    const Completions clauses = at(kHead + "|\n}");
    EXPECT_TRUE(has(clauses, "participate"));
    EXPECT_FALSE(has(clauses, "peg near touch"));
    EXPECT_FALSE(has(clauses, "mid"));
    EXPECT_TRUE(has(at("weir 1\nstrategy a() {\n work w { | }\n}"), "peg near touch"));
    EXPECT_TRUE(has(at(kHead + "risk { | }\n}"), "messages"));
    EXPECT_TRUE(has(at(kHead + "}\ntest \"x\" {\n    |\n}"), "expect no fills"));
}

TEST(Completion, PutsWhatHasTheUnitFirst) {
    const Completions share = at(kHead + "participate at most |\n}");
    ASSERT_TRUE(has(share, "share_"));
    EXPECT_LT(find(share, "share_")->rank, find(share, "wait")->rank);
    const Completions every = at(kHead + "schedule linear every |\n}");
    EXPECT_LT(find(every, "wait")->rank, find(every, "share_")->rank);
    EXPECT_TRUE(has(every, "30 s"));
    const Completions when = at(kHead + "pause when |\n}");
    EXPECT_EQ(find(when, "narrow")->rank, 0);
    EXPECT_LT(find(when, "narrow")->rank, find(when, "spread")->rank);
    const Completions compared = at(kHead + "pause when spread > |\n}");
    EXPECT_LT(find(compared, "mid")->rank, find(compared, "executed")->rank);
    const Completions window = at(kHead + "let x = average(mid, |)\n}");
    EXPECT_LT(find(window, "wait")->rank, find(window, "mid")->rank);
    EXPECT_LT(find(at(kHead + "settle 5 |"), "s")->rank, find(at(kHead + "settle 5 |"), "bps")->rank);
}

TEST(Completion, PutsWhatMostlyFollowsFirst) {
    const auto first_of = [](const std::string& text, std::string_view word) {
        const Completions all = at(text);
        const Completion* found = find(all, word);
        return found != nullptr && found->rank == 0;
    };
    EXPECT_TRUE(first_of(kHead + "participate at most 20% |\n}", "of"));
    EXPECT_TRUE(first_of(kHead + "participate at most 20% of |\n}", "volume"));
    EXPECT_TRUE(first_of(kHead + "participate at most 20% of volume |\n}", "over"));
    EXPECT_TRUE(first_of(kHead + "schedule linear |\n}", "every"));
    EXPECT_TRUE(first_of(kHead + "risk { participation <= 25% | }\n}", "over"));
    EXPECT_TRUE(first_of(kHead + "risk { price within 50 bps | }\n}", "of"));
    EXPECT_TRUE(first_of(kHead + "work w { up to 3 bps | }\n}", "worse"));
    EXPECT_TRUE(first_of(kHead + "work w { take | }\n}", "due"));
    EXPECT_TRUE(first_of(kHead + "work w { child | }\n}", "at most"));
    EXPECT_FALSE(has(at(kHead + "risk { child | }\n}"), "within"));
    EXPECT_TRUE(has(at(kHead + "risk { child | }\n}"), "value"));
}

TEST(Completion, KnowsNamesInScope) {
    EXPECT_TRUE(has(at(kHead + "work b before |\n}"), "rest"));
    EXPECT_FALSE(has(at(kHead + "work b before |\n}"), "narrow"));
    EXPECT_TRUE(has(at(kHead + "}\ntest \"x\" of |"), "a"));
    EXPECT_TRUE(has(at(kHead + "}\ntest \"x\" {\n    set |\n}"), "share_"));
    EXPECT_TRUE(has(at(kHead + "}\ntest \"x\" {\n    expect |\n}"), "narrow"));
    EXPECT_TRUE(has(at(kHead + "}\ntest \"x\" {\n    expect |\n}"), "paused"));
    EXPECT_FALSE(has(at(kHead + "}\nstrategy b() {\n    let x = |\n}"), "narrow"));
    // Nor need the block be closed for them to be known.
    EXPECT_TRUE(has(at(kHead + "participate at most |"), "share_"));
    EXPECT_TRUE(has(at(kHead + "work w when |"), "narrow"));
    EXPECT_FALSE(has(at(kHead + "let x = average(|)\n}"), "alpha"));
    EXPECT_FALSE(has(at(kHead + "let self = |\n}"), "self"));
    EXPECT_TRUE(
        has(at("weir 1\nstrategy a() {\n phase one_ { next | when mid > arrival }\n phase two { done when mid > "
               "arrival }\n}"),
            "two"));
}

TEST(Completion, KnowsMembersTypesAndTexts) {
    const Completions order = at(kHead + "let x = order.|\n}");
    EXPECT_TRUE(has(order, "quantity"));
    EXPECT_FALSE(has(order, "mid"));
    EXPECT_TRUE(has(at("weir 1\nstrategy a(x : |) {\n}"), "duration"));
    EXPECT_FALSE(has(at("weir 1\nstrategy a(x|) {\n}"), "duration"));
    EXPECT_TRUE(has(at("use \"|\""), "shared.weir"));
    EXPECT_TRUE(has(at(kHead + "work w { peg near touch; route { take by | } }"), "latency"));
    EXPECT_TRUE(has(at(kHead + "work w { peg near touch; time in force | }"), "ioc"));
    EXPECT_TRUE(at("// st|").items.empty());
    EXPECT_TRUE(at(kHead + "}\ntest \"st|\" {}").items.empty());
    EXPECT_TRUE(at(kHead + "settle 5|").items.empty());
}

TEST(Completion, ReplacesTheWholeWord) {
    const Completions all = at(kHead + "part|icipate at most 5%\n}");
    EXPECT_EQ(all.replaced.end - all.replaced.begin, 11);
}

/// A statement of each block, where it belongs: without a mistake once it is filled in.
std::string around(std::string_view block, const std::string& statement) {
    const auto declares = [&](std::string_view word) { return statement.find(word) != std::string::npos; };
    const bool works = declares("work ") && !declares("protect");
    if (block == "file" && statement.starts_with("weir")) return statement;
    if (block == "file" && !declares("test ")) return "weir 1\n" + statement + "\n";
    const std::string rest = "    work rest { peg near touch; child at most 1% of order }\n";
    std::string clauses = "    schedule linear\n" + rest;
    if (block == "strategy")
        clauses = (declares("schedule") ? "" : "    schedule linear\n") + statement + "\n" + (works ? "" : rest);
    if (block == "work") {
        const bool says_price = statement.starts_with("peg") || statement.starts_with("at ") ||
                                statement.starts_with("up to") || declares("levels");
        const bool crosses = statement.starts_with("up to") || statement.starts_with("time in force");
        clauses = "    schedule linear\n    work w { " + statement + (says_price ? "" : "; peg near touch") +
                  (crosses ? "; take behind" : "") + " }\n";
    }
    if (block == "risk" || block == "assume" || block == "route")
        clauses += "    " + std::string(block) + " { " + statement + " }\n";
    std::string text = "weir 1\nstrategy a(live max : ratio = 10% from 1% to 20%) {\n" + clauses +
                       "    participate at most max of volume over 5 min\n}\n";
    if (declares("participate")) text = "weir 1\nstrategy a() {\n" + clauses + "}\n";
    if (block == "file") text += statement + "\n";
    if (block == "test") {
        const bool order = statement.starts_with("order"), market = statement.starts_with("market");
        text += "test \"t\" {\n" + std::string(order ? "" : "    order buy 3_600 shares from 09:00 to 10:00\n") +
                (market ? "" : "    market flat at 100 spread 2 ticks volume 100 shares per 1 s\n") + "    " +
                statement + "\n" +
                (statement.starts_with("expect") ? "" : "    expect executed >= 0 shares by 10:00\n") + "}\n";
    }
    return text;
}

TEST(Completion, WholeStatementsAreRight) {
    struct Snippet {
        std::string block, text;
    };
    const std::vector<Snippet> snippets{
#define WEIR_SNIPPET(label, block, text) {block, text},
#include "ide/snippets.def"
#undef WEIR_SNIPPET
    };
    for (const Snippet& snippet : snippets) {
        if (snippet.text.starts_with("use")) continue;  // of a file that is not there
        const std::string text = around(snippet.block, filled_in(snippet.text));
        const Snapshot now = testing::analysed(text);
        EXPECT_FALSE(now->diagnostics.has_errors()) << text << now->diagnostics[0].message;
    }
}

TEST(Completion, StrategiesOfTheLibraryAreRight) {
    int count = 0;
    for (const Completion& item : at("|").items) {
        if (item.kind != CompletionKind::strategy) continue;
        ++count;
        EXPECT_FALSE(item.doc.empty()) << item.label;
        const Snapshot now = testing::analysed("weir 1\n\n" + filled_in(item.text));
        EXPECT_FALSE(now->diagnostics.has_errors()) << item.label;
    }
    EXPECT_EQ(count, 18);
}

/// Whatever may stand somewhere is explained.
TEST(Completion, HasDocumentation) {
    std::set<std::string> without;
    for (const testing::Script& script : testing::scripts()) {
        const Snapshot now = testing::analysed(script);
        for (size_t i = 0; i < now->tokens.size(); i += 3) {
            const Completions all = completions(*now, now->tokens[i].begin);
            for (const Completion& item : all.items) {
                const bool is_of_language =
                    item.kind == CompletionKind::keyword || item.kind == CompletionKind::statement ||
                    item.kind == CompletionKind::signal || item.kind == CompletionKind::function;
                if (is_of_language && item.doc.empty() && documentation(item.label, all.block).empty())
                    without.insert(item.label + " in " + all.block);
            }
        }
    }
    std::string all;
    for (const std::string& one : without) all += one + "\n";
    EXPECT_EQ(all, "");
}

/// What stands at a place of a right script is among what is proposed there, if it is a word or a name.
TEST(Completion, ProposesWhatStandsThere) {
    int count = 0;
    for (const testing::Script& script : testing::scripts()) {
        const Snapshot now = testing::analysed(script);
        if (now->diagnostics.has_errors()) continue;
        for (const syntax::Token& token : now->tokens) {
            if (token.begin == 0) continue;
            using enum syntax::TokenClass;
            if (token.kind != reserved && token.kind != soft && token.kind != name) continue;
            const std::string written(now->text({0, token.begin, token.end}));
            const Use* use = now->names.at(0, token.begin);
            // A name that is being given is not known.
            if (use != nullptr && now->names.declarations[use->name].name_range.begin == token.begin) continue;
            // Nor is anything proposed in the middle of `1x`.
            if (std::isdigit(static_cast<unsigned char>(script.text[token.begin - 1])) != 0) continue;
            // Nor are symbols that the script has in one place alone.
            if (std::isupper(static_cast<unsigned char>(written.front())) != 0) continue;
            const Completions all = completions(*now, token.begin);
            const bool is_there = std::ranges::any_of(all.items, [&](const Completion& item) {
                return item.label == written || item.text.starts_with(written) || item.label.ends_with(" " + written);
            });
            ++count;
            const std::string_view line = std::string_view(script.text).substr(0, token.end);
            EXPECT_TRUE(is_there) << script.path << ": `" << written << "` behind "
                                  << line.substr(line.rfind('\n') + 1);
        }
        if (HasFailure()) return;
    }
    EXPECT_GT(count, 3'000);
}

TEST(Completion, OfAnyText) {
    constexpr unsigned kSeed = 11;
    std::mt19937 random(kSeed);
    const auto below = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    const std::vector<testing::Script> files = testing::scripts();
    for (int i = 0; i < 400; ++i) {
        std::string text = files[below(files.size())].text;
        for (size_t n = below(4); n > 0; --n) text.erase(below(text.size()), 1 + below(30));
        const auto place = static_cast<uint32_t>(below(text.size() + 1));
        const Snapshot now = testing::analysed(text);
        for (const Completion& item : completions(*now, place).items)
            EXPECT_FALSE(item.label.empty()) << "seed " << kSeed << " run " << i;
        signature_help(*now, place);
    }
}

TEST(Signature, SaysWhichArgument) {
    const auto help_at = [](std::string text) {
        const size_t place = text.find('|');
        text.erase(place, 1);
        return signature_help(*testing::analysed(text), static_cast<uint32_t>(place));
    };
    const auto average = help_at(kHead + "let x = average(mid, |");
    ASSERT_TRUE(average);
    EXPECT_EQ(average->signatures.at(0).label, "average(x, D)");
    EXPECT_EQ(average->argument, 1);
    const auto nested = help_at(kHead + "let x = max(average(mid, 5 min), (|");
    ASSERT_TRUE(nested);
    EXPECT_EQ(nested->signatures.at(0).label, "max(a, b)");
    const auto own = help_at("fn half(x : price, part : ratio) = x * part\n" + kHead + "let x = half(mid, |");
    ASSERT_TRUE(own);
    EXPECT_EQ(own->signatures.at(0).label, "half(x : price, part : ratio)");
    EXPECT_EQ(own->argument, 1);
    EXPECT_TRUE(help_at(kHead + "tilt curve(mid / arrival: |"));
    EXPECT_TRUE(help_at(kHead + "schedule shortfall(|"));
    EXPECT_FALSE(help_at(kHead + "let x = mid |"));
}

}  // namespace
}  // namespace weir::ide
