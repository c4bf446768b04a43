#include "bench/editor/client.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "lsp/frames.h"

namespace weir::bench {
namespace {

[[noreturn]] void abandon(const std::string& what) {
    std::fprintf(stderr, "bench_editor: %s\n", what.c_str());
    std::exit(1);
}

}  // namespace

Client::Client(const std::vector<std::string>& command) {
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) abandon("no pipe");
    process_ = fork();
    if (process_ < 0) abandon("no process");
    if (process_ == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        const int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDERR_FILENO);
        std::vector<char*> words;
        for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
        words.push_back(nullptr);
        execvp(words[0], words.data());
        _exit(127);
    }
    close(in[0]), close(out[1]);
    to_ = in[1], from_ = out[0];
}

Client::~Client() {
    close(to_), close(from_);
    waitpid(process_, nullptr, 0);
}

void Client::send(const json::value& message) {
    const std::string frame = lsp::framed(json::serialize(message));
    for (size_t sent = 0; sent < frame.size();) {
        const ssize_t count = write(to_, frame.data() + sent, frame.size() - sent);
        if (count <= 0) abandon("the server is gone");
        sent += static_cast<size_t>(count);
    }
}

json::value Client::receive() {
    lsp::Frames frames;
    frames.feed(bytes_);
    bytes_.clear();
    for (;;) {
        if (auto body = frames.next()) {
            bytes_ = frames.rest();
            return json::parse(*body);
        }
        char block[1 << 16];
        const ssize_t count = read(from_, block, sizeof block);
        if (count <= 0) abandon("the server is gone");
        frames.feed({block, static_cast<size_t>(count)});
    }
}

void Client::notify(std::string_view method, json::value params) {
    send(json::object{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

void Client::begin(std::string_view method, json::value params) {
    send(json::object{{"jsonrpc", "2.0"}, {"id", ++last_id_}, {"method", method}, {"params", std::move(params)}});
}

json::value Client::ask(std::string_view method, json::value params) {
    begin(method, std::move(params));
    for (;;) {
        const json::value message = receive();
        const json::object& parts = message.as_object();
        if (parts.contains("method") || !parts.contains("id") || parts.at("id") != last_id_) continue;
        if (!parts.contains("result"))
            abandon(std::string(method) + " was refused: " + json::serialize(parts.at("error")));
        return parts.at("result");
    }
}

json::value Client::await(std::string_view method, const std::function<bool(const json::value& params)>& is_it) {
    for (;;) {
        const json::value message = receive();
        const json::object& parts = message.as_object();
        if (parts.contains("method") && parts.at("method") == json::value(method) && is_it(parts.at("params")))
            return parts.at("params");
    }
}

double Client::resident_mib() const {
    std::ifstream status("/proc/" + std::to_string(process_) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
    return 0;
}

}  // namespace weir::bench
