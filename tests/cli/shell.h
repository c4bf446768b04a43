// Programs run as a user runs them: by their words, in a folder, with what they print and the code that they leave.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace weir::test {

inline std::string text_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

/// A folder of its own, removed at the end.
class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "weir_test_XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder can be made";
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return name;
    }

  private:
    std::filesystem::path path_;
};

struct Outcome {
    int code = -1;  // 124: it took too long
    std::string out, err;
};

using Words = std::vector<std::string>;

/// Runs a program in a folder, its output in pipes' stead in files. `weir` stands for the binary that was built.
inline Outcome run(const Folder& folder, const Words& words) {
    const Folder outputs;  // apart, so that the folder holds what the program leaves and nothing else
    const std::string out = outputs / "out", err = outputs / "err";
    Words arguments{"timeout", "60"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    if (arguments[2] == "weir") arguments[2] = WEIR_BINARY;
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);

    const std::string bin = std::filesystem::path(WEIR_BINARY).parent_path().string();
    const char* path = std::getenv("PATH");
    Words settings{"PATH=" + bin + ":" + (path != nullptr ? path : "/usr/bin:/bin"), "WEIR_CACHE=" + outputs / "cache",
                   "HOME=" + folder.path().string(), "LC_ALL=C.UTF-8"};
    std::vector<char*> environment;
    for (std::string& setting : settings) environment.push_back(setting.data());
    environment.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, folder.path().c_str());
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT, 0600);
    pid_t child = 0;
    const int failed = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    Outcome outcome;
    int status = 0;
    if (failed != 0 || waitpid(child, &status, 0) != child) {
        ADD_FAILURE() << "cannot run " << words[0];
        return outcome;
    }
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    outcome.out = text_of(out);
    outcome.err = text_of(err);
    return outcome;
}

}  // namespace weir::test
