// What the command line says of itself, and what its codes are.
#include "tests/cli/market.h"

namespace weir::test {
namespace {

using Help = Desk;

/// Every command below the binary, found by asking it: "", "run", "tape", "tape import", …
std::vector<Words> all_commands(const Folder& folder) {
    std::vector<Words> commands{{}};
    for (size_t i = 0; i < commands.size(); ++i) {
        Words words{"weir"};
        words.insert(words.end(), commands[i].begin(), commands[i].end());
        words.push_back("--help");
        const std::string help = run(folder, words).out;
        const size_t list = help.find("Subcommands:");
        if (list == std::string::npos) continue;
        std::istringstream lines(help.substr(list));
        std::string line;
        std::getline(lines, line);
        for (; std::getline(lines, line) && line.starts_with("  ");) {
            if (line[2] == ' ') continue;
            Words below = commands[i];
            below.push_back(line.substr(2, line.find(' ', 2) - 2));
            commands.push_back(below);
        }
    }
    return commands;
}

TEST_F(Help, EveryCommandHasExamples) {
    const std::vector<Words> commands = all_commands(folder_);
    EXPECT_GE(commands.size(), 15u);
    for (Words words : commands) {
        words.push_back("--help");
        const Outcome help = weir(words);
        std::string command;
        for (const std::string& word : words) command += word + " ";
        EXPECT_EQ(help.code, 0) << command;
        EXPECT_NE(help.out.find("Examples:"), std::string::npos) << command;
        EXPECT_EQ(help.err, "") << command;
    }
}

/// The commands below `Examples:` of a help text, those over several lines put together.
std::vector<std::string> examples_of(const std::string& help) {
    std::vector<std::string> examples;
    std::istringstream lines(help.substr(help.find("Examples:")));
    std::string line;
    bool goes_on = false;
    for (std::getline(lines, line); std::getline(lines, line) && line.starts_with("  ");) {
        if (goes_on)
            examples.back() += line;
        else
            examples.push_back(line);
        goes_on = line.ends_with("\\");
        if (goes_on) examples.back().pop_back();
    }
    return examples;
}

/// A recording that has to be had first, or a command that goes on until it is stopped.
bool can_be_run(const std::string& example) {
    return example.find("LOBSTER") == std::string::npos && example.find("--watch") == std::string::npos &&
           example.find("weir lsp") == std::string::npos;
}

TEST_F(Help, ExamplesWork) {
    for (const char* name : {"day.tape", "history.tape", "stdlib"}) {  // copies, since examples write
        std::filesystem::remove(folder_.path() / name);
        std::filesystem::copy(std::filesystem::canonical(market().path() / name), folder_.path() / name);
    }
    folder_.write("desk.weir", "weir 1\npolicy desk { child value <= 1_000_000 quote }\n");
    folder_.write("trades.csv", "1700000000,b,99.5,300\n1700000060,s,99.6,500\n");
    std::filesystem::create_directories(folder_.path() / ".config/fish/completions");
    size_t run_examples = 0;
    for (Words words : all_commands(folder_)) {
        words.push_back("--help");
        for (const std::string& example : examples_of(weir(words).out)) {
            if (!can_be_run(example)) continue;
            ++run_examples;
            const Outcome done = run(folder_, {"bash", "-c", example});
            EXPECT_EQ(done.code, 0) << example << "\n" << done.err;
        }
    }
    EXPECT_GE(run_examples, 30u);
}

TEST_F(Help, WrongUseIsTwo) {
    expect_refused(weir({}), 2, "A subcommand is required");
    expect_refused(weir({"frob"}), 2, "no command is called `frob`");
    expect_refused(weir({"chek", "stdlib"}), 2, "did you mean `check`?");
    expect_refused(weir({"tape", "imprt"}), 2, "no command is called `imprt`; did you mean `import`?");
    expect_refused(weir({"check"}), 2, "FILE is required");
    expect_refused(weir({"check", "stdlib", "--frob"}), 2, "--frob");
    expect_refused(weir({"run", kTwap, "--tape", "day.tape"}), 2, "--order is required");
    expect_refused(trade(kTwap, kOrder, {"--engine", "jit"}), 2, "--engine");
    expect_refused(weir({"explain", kTwap, "--tape", "day.tape", "--order", kOrder}), 2, "--at TIME or --child ID");
    expect_refused(weir({"tape"}), 2, "A subcommand is required");
    expect_refused(trade(kTwap, kOrder, {"--stor", "runs.db"}), 2,
                   "`weir run` has no option `--stor`; did you mean `--store`?");
    expect_refused(weir({"run", kTwap, "--tape", "day.tape", "--order", "buy", "--seed", "1", "500", "shares"}), 2,
                   "A value with blanks in it is put between quotes");
    expect_refused(weir({"run", kTwap, "--tape", "day.tape", "--ordr", kOrder}), 2, "did you mean `--order`?");
}

TEST_F(Help, BashCompletes) {
    const auto completed = [&](const std::string& words, int at) {
        return run(folder_, {"bash", "-c",
                             "source <(weir completion bash); COMP_WORDS=(" + words +
                                 "); COMP_CWORD=" + std::to_string(at) + "; _weir; echo \" ${COMPREPLY[*]} \""});
    };
    const Outcome first = completed("weir ''", 1);
    EXPECT_EQ(first.err, "");
    for (const char* word : {" check ", " run ", " schedule ", " explain ", " tape ", " tca "})
        EXPECT_NE(first.out.find(word), std::string::npos) << first.out;
    EXPECT_NE(completed("weir tape ge", 2).out.find(" generate "), std::string::npos);
    EXPECT_NE(completed("weir run --ord", 2).out.find(" --order "), std::string::npos);
    EXPECT_NE(completed("weir run da", 2).out.find(" day.tape "), std::string::npos);
    for (const char* shell : {"zsh", "fish"}) EXPECT_EQ(weir({"completion", shell}).code, 0) << shell;
}

TEST_F(Help, NoProgressInAPipe) {
    const Outcome done = trade(kTwap, kOrder);
    EXPECT_EQ(done.code, 0);
    EXPECT_EQ(done.err, "");
    EXPECT_EQ(done.out.find('\r'), std::string::npos);
    EXPECT_EQ(done.out.find('\033'), std::string::npos) << "no colours either";
    EXPECT_EQ(weir({"tape", "check", "day.tape"}).err, "");
}

}  // namespace
}  // namespace weir::test
