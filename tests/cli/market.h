// A small generated market, made once for all tests of the command line, and the commands that most of them give.
#pragma once

#include "tests/cli/shell.h"

namespace weir::test {

/// A folder with `day.tape`, `history.tape` and a link to the standard library. Tests do not write in it.
inline const Folder& market() {
    static const Folder folder;
    static const bool made = [] {
        std::filesystem::create_directory_symlink(WEIR_SOURCE_DIR "/stdlib", folder.path() / "stdlib");
        const auto generate = [](const char* seed, const char* date, const char* tape) {
            const Outcome done = run(folder, {"weir", "tape", "generate", "--messages", "10000", "--seed", seed,
                                              "--date", date, "-o", tape});
            EXPECT_EQ(done.code, 0) << done.err;
        };
        generate("6", "2026-01-05", "history.tape");
        generate("7", "2026-01-06", "day.tape");
        return true;
    }();
    EXPECT_TRUE(made);
    return folder;
}

/// Of the tapes and scripts of `market()`, in a folder of its own that the test may fill.
class Desk : public testing::Test {
  protected:
    Desk() {
        for (const char* name : {"day.tape", "history.tape", "stdlib"})
            std::filesystem::create_symlink(market().path() / name, folder_.path() / name);
    }

    Outcome weir(Words words) const {
        words.insert(words.begin(), "weir");
        return run(folder_, words);
    }
    /// `weir run SCRIPT` on the day, with an order and more words.
    Outcome trade(const std::string& script, const std::string& order, const Words& more = {}) const {
        Words words{"run", script, "--tape", "day.tape", "--order", order};
        words.insert(words.end(), more.begin(), more.end());
        return weir(words);
    }
    bool exists(const std::string& name) const { return std::filesystem::exists(folder_.path() / name); }

    Folder folder_;
};

inline constexpr const char* kOrder = "buy 500 shares from 10:00 to 10:30";
inline constexpr const char* kTwap = "stdlib/twap.weir";

/// It failed with this code, said this, and nothing on stdout was mistaken for a result.
inline void expect_refused(const Outcome& outcome, int code, const std::string& part) {
    EXPECT_EQ(outcome.code, code) << outcome.err;
    EXPECT_NE(outcome.err.find(part), std::string::npos) << "looking for: " << part << "\nin: " << outcome.err;
    EXPECT_EQ(outcome.out, "");
}

}  // namespace weir::test
