#include "bench/system/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

extern char** environ;

namespace weir::bench {
namespace {

namespace fs = std::filesystem;

struct Scratch {
    fs::path path = fs::temp_directory_path() / ("weir-bench-" + std::to_string(getpid()));
    Scratch() { fs::create_directories(path); }
    ~Scratch() { fs::remove_all(path); }
};

rusage children() {
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    return usage;
}

}  // namespace

void abandon(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(1);
}

std::string text_of(const fs::path& path) {
    std::ifstream in(path);
    if (!in) abandon(path.string() + ": cannot be read");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

const fs::path& scratch() {
    static const Scratch folder;
    return folder.path;
}

void run_weir(const std::vector<std::string>& arguments) {
    std::vector<std::string> words{WEIR_BINARY};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    int status = 0;
    if (posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ) != 0 || waitpid(child, &status, 0) < 0 ||
        status != 0)
        abandon("weir " + arguments.front() + " failed");
    posix_spawn_file_actions_destroy(&actions);
}

double children_cpu_seconds() {
    const rusage usage = children();
    const auto seconds = [](timeval t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double children_peak_mib() {
    return static_cast<double>(children().ru_maxrss) / 1024;
}

std::vector<std::string> library() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(WEIR_SOURCE_DIR "/stdlib"))
        if (entry.path().extension() == ".weir") names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

}  // namespace weir::bench
