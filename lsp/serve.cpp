// The server on two descriptors: one thread reads messages, one answers them.
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>

#include "lsp/frames.h"
#include "lsp/lsp.h"
#include "lsp/server.h"

namespace weir::lsp {
namespace {

/// The body of a message, or what was worked out beside.
using Arrival = std::variant<std::string, Then>;

/// What has arrived and is not yet taken.
class Inbox {
  public:
    void put(Arrival arrival) {
        const std::lock_guard lock(mutex_);
        arrivals_.push_back(std::move(arrival));
        arrived_.notify_one();
    }
    /// Nothing more will arrive.
    void close() {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        arrived_.notify_one();
    }
    /// All that is there; waits for something where `waits` is set. Empty: it is closed, or nothing is there.
    std::deque<Arrival> take(bool waits) {
        std::unique_lock lock(mutex_);
        if (waits) arrived_.wait(lock, [&] { return !arrivals_.empty() || is_closed_; });
        return std::exchange(arrivals_, {});
    }
    bool is_over() {
        const std::lock_guard lock(mutex_);
        return is_closed_ && arrivals_.empty();
    }

  private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Arrival> arrivals_;
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

int serve(int in, int out, const Options& options) {
    const auto inbox = std::make_shared<Inbox>();
    Background background([inbox](Then then) { inbox->put(std::move(then)); });
    Desk desk{[&](Job job) { background.submit(std::move(job)); },
              [&](const std::string& key) { background.stop(key); }, options.cache_dir};
    bool is_gone = false;
    Server server([&](const json::value& message) { is_gone |= !write_all(out, framed(json::serialize(message))); },
                  std::move(desk));
    // It may be waiting for a client that never says another word when the server ends, so nobody waits for it.
    std::thread([in, inbox] { read_all(in, *inbox); }).detach();
    bool busy = true;
    while (!server.exit_code()) {
        for (const Arrival& arrival : inbox->take(!busy))
            std::visit([&](const auto& one) { server.take(one); }, arrival);
        busy = server.step();
        if (is_gone || (!busy && inbox->is_over())) server.lose_client();
    }
    return *server.exit_code();
}

}  // namespace weir::lsp
