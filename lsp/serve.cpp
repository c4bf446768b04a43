// The server on two descriptors: one thread reads messages, one answers them.
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "lsp/frames.h"
#include "lsp/lsp.h"
#include "lsp/server.h"

namespace weir::lsp {
namespace {

/// What has arrived and is not yet taken.
class Inbox {
  public:
    void put(std::string body) {
        const std::lock_guard lock(mutex_);
        bodies_.push_back(std::move(body));
        arrived_.notify_one();
    }
    /// Nothing more will arrive.
    void close() {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        arrived_.notify_one();
    }
    /// All that is there; waits for something where `waits` is set. Empty: it is closed, or nothing is there.
    std::deque<std::string> take(bool waits) {
        std::unique_lock lock(mutex_);
        if (waits) arrived_.wait(lock, [&] { return !bodies_.empty() || is_closed_; });
        return std::exchange(bodies_, {});
    }
    bool is_over() {
        const std::lock_guard lock(mutex_);
        return is_closed_ && bodies_.empty();
    }

  private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::string> bodies_;
    bool is_closed_ = false;
};

void read_all(int in, Inbox& inbox) {
    Frames frames;
    char bytes[1 << 16];
    for (;;) {
        const ssize_t count = read(in, bytes, sizeof bytes);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        frames.feed({bytes, static_cast<size_t>(count)});
        while (auto body = frames.next()) inbox.put(std::move(*body));
        if (!frames.fault().empty()) {
            const std::string line = "weir lsp: " + frames.fault() + "; the client is let go\n";
            (void)!write(STDERR_FILENO, line.data(), line.size());
            break;
        }
    }
    inbox.close();
}

/// False: the client is gone.
bool write_all(int out, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = write(out, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<size_t>(count));
    }
    return true;
}

}  // namespace

int serve(int in, int out, const Options&) {
    const auto inbox = std::make_shared<Inbox>();
    bool is_gone = false;
    Server server([&](const json::value& message) { is_gone |= !write_all(out, framed(json::serialize(message))); });
    // It may be waiting for a client that never says another word when the server ends, so nobody waits for it.
    std::thread([in, inbox] { read_all(in, *inbox); }).detach();
    bool busy = true;
    while (!server.exit_code()) {
        for (const std::string& body : inbox->take(!busy)) server.take(body);
        busy = server.step();
        if (is_gone || (!busy && inbox->is_over())) server.lose_client();
    }
    return *server.exit_code();
}

}  // namespace weir::lsp
