// Versions of a script: what an analyst keeps of the last must not show in the next.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "compiler/nominal_market.h"
#include "ide/ide.h"

namespace weir::ide {
namespace {

syntax::FileText nothing(const std::string& path) {
    return {"", path + " is not there"};
}

std::vector<std::string> scripts() {
    std::vector<std::string> texts;
    for (const char* folder : {"stdlib", "examples"})
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(std::filesystem::path(WEIR_SOURCE_DIR) / folder)) {
            if (entry.path().extension() != ".weir") continue;
            std::ifstream file(entry.path());
            std::ostringstream all;
            all << file.rdbuf();
            texts.push_back(all.str());
        }
    std::ranges::sort(texts);
    return texts;
}

std::string place(SourceRange range) {
    return std::to_string(range.file) + ":" + std::to_string(range.begin) + "-" + std::to_string(range.end);
}

std::string all_of(const Analysis& analysis) {
    std::string all = render_json(analysis.diagnostics, analysis.files);
    for (const Declaration& one : analysis.names.declarations)
        all += std::string(text_of(one.kind)) + " " + one.name + " " + place(one.name_range) + place(one.scope) +
               one.doc + "\n";
    for (const Use& use : analysis.names.uses) all += place(use.range) + "=" + std::to_string(use.name) + "\n";
    for (const sema::Typed& typed : analysis.types)
        all += place(typed.range) + std::string(sema::name_of(typed.unit)) + (typed.may_be_absent ? "?" : "") + "\n";
    for (const Cost& cost : analysis.costs) {
        all += cost.strategy + std::to_string(cost.bounds.operations) + "\n";
        for (const Cost::Memory& one : cost.memory) all += place(one.range) + std::to_string(one.bytes) + "\n";
    }
    return all;
}

TEST(Analyst, SaysOfAVersionWhatOneSaysThatNeverSawAnother) {
    constexpr unsigned kSeed = 61;
    std::mt19937 random(kSeed);
    const auto below = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    const std::vector<std::string> texts = scripts();
    const std::vector<std::string> pieces{"{",       "}",  " ",   "\n",       "5", "x", "let y = spread\n",
                                          "// no\n", "\"", "USD", "when wide"};
    for (int run = 0; run < 30; ++run) {
        Analyst analyst;
        std::string text = texts[below(texts.size())];
        for (int edit = 0; edit < 15; ++edit) {
            const std::string before = text;
            const size_t at = below(text.size() + 1);
            text.replace(at, std::min(text.size() - at, below(5)), below(3) == 0 ? "" : pieces[below(pieces.size())]);
            for (const std::string& version : {text, before}) {
                const SourceFile file("a.weir", version);
                ASSERT_EQ(all_of(*analyst.analyse(file, nothing)), all_of(*Analyst().analyse(file, nothing)))
                    << "seed " << kSeed << ", run " << run << ", edit " << edit << "\n"
                    << version;
            }
            if (below(4) == 0) text = before;
        }
    }
}

TEST(Analyst, AgreesWithTheCompiler) {
    for (const std::string& text : scripts()) {
        const SourceFile file("a.weir", text);
        const Snapshot now = Analyst().analyse(file, nothing);
        const compiler::Checked checked = compiler::check(
            file, [](const sema::Program& program) { return compiler::nominal_market(program); }, nothing);
        EXPECT_EQ(render_json(now->diagnostics, now->files), render_json(checked.diagnostics, checked.files));
    }
}

}  // namespace
}  // namespace weir::ide
