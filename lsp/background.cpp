#include "lsp/background.h"

#include <malloc.h>

#include <algorithm>

namespace weir::lsp {

Background::Background(std::function<void(Then)> post)
    : post_(std::move(post)), thread_([this](const std::stop_token& over) { work(over); }) {}

void Background::submit(Job job) {
    stop(job.key);
    const std::lock_guard lock(mutex_);
    const Clock::time_point ready = Clock::now() + job.quiet;
    waiting_.push_back({std::move(job), {}, ready});
    ++changes_;
    changed_.notify_all();
}

void Background::stop(const std::string& key) {
    std::list<Waiting> stopped;
    {
        const std::lock_guard lock(mutex_);
        for (auto one = waiting_.begin(); one != waiting_.end();) {
            const auto next = std::next(one);
            if (one->job.key == key) stopped.splice(stopped.end(), waiting_, one);
            one = next;
        }
        if (running_ == key) running_source_.request_stop();
        ++changes_;
        changed_.notify_all();
    }
    for (Waiting& one : stopped) {  // each has to say that it was stopped, and then what it holds is let go
        one.source.request_stop();
        post_(one.job.run(one.source.get_token(), post_));
    }
}

void Background::work(const std::stop_token& over) {
    const std::stop_callback stop_running(over, [this] {
        const std::lock_guard lock(mutex_);
        running_source_.request_stop();
    });
    std::unique_lock lock(mutex_);
    while (!over.stop_requested()) {
        const auto next = std::ranges::min_element(waiting_, {}, &Waiting::ready);
        if (next == waiting_.end()) {
            changed_.wait(lock, over, [&] { return !waiting_.empty(); });
            continue;
        }
        if (const Clock::time_point ready = next->ready; Clock::now() < ready) {
            changed_.wait_until(lock, over, ready, [this, seen = changes_] { return changes_ != seen; });
            continue;
        }
        const Waiting one = std::move(*next);
        waiting_.erase(next);
        running_ = one.job.key;
        running_source_ = one.source;
        lock.unlock();
        post_(one.job.run(one.source.get_token(), post_));
        malloc_trim(0);  // a proof takes much that nothing after it needs
        lock.lock();
        running_.clear();
    }
}

}  // namespace weir::lsp
