// Scripts that are one mistake away from being right, for every mistake that can be made in them: each is said, on the
// clause that is wrong, and as what it is.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>

#include "compiler/sema/sema.h"
#include "compiler/syntax/syntax.h"
#include "near_misses.h"
#include "tests/differential/random_script.h"
#include "tests/differential/scale.h"

namespace weir::sema::test {
namespace {

struct Checked {
    SourceFile file;
    syntax::Parsed parsed;
    Diagnostics diagnostics;
};

Checked checked(std::string text) {
    Checked result{SourceFile("near.weir", std::move(text)), {}, {}};
    result.parsed = syntax::parse(result.file);
    result.diagnostics = result.parsed.diagnostics;
    const Source source{&result.parsed.tree, &result.file};
    result.diagnostics.append(check({&source, 1}).diagnostics);
    return result;
}

std::string codes_text(const std::vector<Code>& codes) {
    std::string text;
    for (const Code code : codes) text += " " + code_text(code);
    return text;
}

size_t errors_of(const Diagnostics& diagnostics) {
    size_t errors = 0;
    for (const Diagnostic& each : diagnostics) errors += each.severity == Severity::error;
    return errors;
}

/// How often each kind was tried, and how many messages it gave.
class Tally {
  public:
    void add(const Break& one, const Diagnostics& diagnostics, bool said) {
        unsaid_ += !said;
        ++cases_;
        Kind& kind = kinds_[std::string(one.kind)];
        ++kind.cases;
        const size_t errors = errors_of(diagnostics);
        single_ += errors == 1;
        kind.single += errors == 1;
        kind.most = std::max(kind.most, errors);
        if (errors > 1 && kind.example.empty())
            for (const Diagnostic& each : diagnostics) kind.example += " " + code_text(each.code);
    }
    bool wants_more(int64_t cases) const { return cases_ < cases && unsaid_ < kMostUnsaid; }
    int64_t cases() const { return cases_; }
    int64_t single() const { return single_; }
    void print() const {
        std::printf("%ld near misses of %zu kinds, %ld of them with one error\n", cases_, kinds_.size(), single_);
        for (const auto& [name, kind] : kinds_)
            std::printf("  %-30s %6ld, with one error %6ld, at most %zu%s\n", name.c_str(), kind.cases, kind.single,
                        kind.most, kind.example.empty() ? "" : (", as" + kind.example).c_str());
    }

  private:
    struct Kind {
        int64_t cases = 0, single = 0;
        size_t most = 0;
        std::string example;  // the codes of one with several errors
    };
    static constexpr int64_t kMostUnsaid = 200;
    std::map<std::string, Kind> kinds_;
    int64_t cases_ = 0, single_ = 0, unsaid_ = 0;
};

/// Carrying out what a message offers leaves fewer errors.
void fixes_mend(const Checked& broken) {
    for (const Diagnostic& each : broken.diagnostics) {
        if (!each.fix_it) continue;
        std::string text = broken.file.text();
        const Fix& fix = *each.fix_it;
        text.replace(fix.range.begin, fix.range.end - fix.range.begin, fix.replacement);
        EXPECT_LT(errors_of(checked(text).diagnostics), errors_of(broken.diagnostics))
            << "`" << fix.replacement << "` mends nothing\n"
            << render(each, {&broken.file, 1})
            << render(checked(text).diagnostics, std::vector{SourceFile("mended.weir", text)});
        return;
    }
}

void is_said(const Break& one, const SourceFile& file, Tally& tally) {
    const Checked broken = checked(one.text_of(file));
    const SourceRange blamed = one.blamed();
    const auto in_it = [&](SourceRange range) { return range.begin >= blamed.begin && range.end <= blamed.end; };
    bool said = false;
    for (const Diagnostic& each : broken.diagnostics) {
        if (each.severity != Severity::error || std::ranges::find(one.codes, each.code) == one.codes.end()) continue;
        // Two works that clash are said of the later one, which shows the other.
        const bool other = each.code == Code::works_overlap && !each.labels.empty();
        if (one.kind == "said twice" || one.kind == "schedule and target")
            EXPECT_FALSE(each.labels.empty()) << "the other place is not shown\n" << render(each, {&broken.file, 1});
        said |= in_it(each.range) || (other && in_it(each.labels[0].range));
    }
    tally.add(one, broken.diagnostics, said);
    fixes_mend(broken);
    EXPECT_TRUE(said) << one.kind << ": not said as" << codes_text(one.codes) << " on `" << broken.file.text(blamed)
                      << "`\n"
                      << render(broken.diagnostics, {&broken.file, 1});
}

/// One break of each kind that the script offers, or all of them.
void break_one_of_each(const std::string& text, uint64_t seed, bool all, Tally& tally) {
    const Checked whole = checked(text);
    if (whole.diagnostics.has_errors()) return;
    const std::vector<Break> breaks = breaks_of(whole.parsed.tree, whole.file, seed);
    std::map<std::string_view, std::vector<const Break*>> by_kind;
    for (const Break& one : breaks) by_kind[one.kind].push_back(&one);
    std::mt19937_64 random(seed);
    for (const auto& [kind, list] : by_kind) {
        if (!all) is_said(*list[random() % list.size()], whole.file, tally);
        for (size_t i = 0; all && i < list.size(); ++i) is_said(*list[i], whole.file, tally);
    }
}

/// WEIR_SEED replays a script, WEIR_STEPS asks for more of them.
TEST(NearMisses, OfRandomScriptsAreSaid) {
    Tally tally;
    for (uint64_t seed = weir::test::first_seed(40'001); tally.wants_more(weir::test::wanted_steps() / 250); ++seed) {
        SCOPED_TRACE("random script " + std::to_string(seed));
        break_one_of_each(weir::test::random_script(seed), seed, false, tally);
    }
    tally.print();
    EXPECT_GE(tally.single() * 10, tally.cases() * 9);
}

/// Every break of the scripts that people copy.
TEST(NearMisses, OfTheStandardLibraryAreSaid) {
    Tally tally;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(WEIR_SOURCE_DIR) / "stdlib")) {
        if (entry.path().extension() != ".weir") continue;
        SCOPED_TRACE(entry.path());
        std::ifstream in(entry.path());
        break_one_of_each({std::istreambuf_iterator<char>(in), {}}, 1, std::getenv("WEIR_STEPS") != nullptr, tally);
    }
    tally.print();
    EXPECT_GE(tally.single() * 10, tally.cases() * 9);
}

}  // namespace
}  // namespace weir::sema::test
