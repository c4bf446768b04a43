#include "lsp/child.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

extern char** environ;

namespace weir::lsp {

Ran run_weir(const std::vector<std::string>& arguments, const std::stop_token& stop) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return {-1, "no pipe can be made"};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    std::vector<std::string> words{"weir"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    pid_t child = 0;
    const int failed = posix_spawn(&child, "/proc/self/exe", &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (failed != 0) {
        close(ends[0]);
        return {-1, "weir cannot be started once more"};
    }
    Ran ran;
    for (char bytes[1 << 14];;) {
        pollfd readable{ends[0], POLLIN, 0};
        constexpr int kMilliseconds = 50;
        poll(&readable, 1, kMilliseconds);
        if (stop.stop_requested()) kill(child, SIGKILL);
        if (readable.revents == 0 && !stop.stop_requested()) continue;
        const ssize_t count = read(ends[0], bytes, sizeof bytes);
        if (count <= 0) break;
        ran.text.append(bytes, static_cast<size_t>(count));
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (!stop.stop_requested() && WIFEXITED(status)) ran.code = WEXITSTATUS(status);
    return ran;
}

}  // namespace weir::lsp
