// Solvers as programs: texts in, answers out.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace weir::order_proof::testing {

struct Solver {
    const char* name;
    const char* options;

    bool is_there() const { return std::system((std::string("command -v ") + name + " >/dev/null").c_str()) == 0; }

    /// The answer to each text; texts are asked one after the other, and each forgets the ones before.
    std::vector<std::string> answers(const std::vector<std::string>& texts) const {
        namespace fs = std::filesystem;
        const fs::path path = fs::temp_directory_path() / ("weir-" + std::to_string(::getpid()) + "-" + name + ".smt2");
        {
            std::ofstream file(path);
            for (const std::string& text : texts) file << text << "(reset)\n";
        }
        std::FILE* pipe = ::popen((std::string(name) + " " + options + " " + path.string() + " 2>&1").c_str(), "r");
        std::string output;
        std::array<char, 4096> part{};
        while (const size_t read = std::fread(part.data(), 1, part.size(), pipe)) output.append(part.data(), read);
        ::pclose(pipe);
        fs::remove(path);
        std::vector<std::string> lines;
        std::istringstream in(output);
        for (std::string line; std::getline(in, line);) lines.push_back(line);
        return lines;
    }
    std::string answer(const std::string& text) const {
        const std::vector<std::string> all = answers({text});
        return all.empty() ? "" : all.front();
    }
};

inline const Solver kZ3{"z3", ""};
inline const Solver kCvc5{"cvc5", "--incremental"};

/// The quicker of the two at many small questions; none: the test that asks is skipped.
inline const Solver* any_solver() {
    for (const Solver* solver : {&kZ3, &kCvc5})
        if (solver->is_there()) return solver;
    return nullptr;
}

}  // namespace weir::order_proof::testing
