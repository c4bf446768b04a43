// Work that takes long is done beside the serving of messages, on one thread: a job after the other, each with values
// of its own. What a job finds comes back as something to be done on the serving thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace weir::lsp {

struct Session;

/// To be done on the serving thread.
using Then = std::function<void(Session&)>;

struct Job {
    std::string key;  // a newer job with the same key stops the one before it
    /// So long nothing with its key may come before it begins.
    std::chrono::milliseconds quiet{0};
    /// Once a stop is requested it ends soon. `post` says what is known so far.
    std::function<Then(const std::stop_token& stop, const std::function<void(Then)>& post)> run;
};

/// Where jobs are given to; in a test it may be anything.
struct Desk {
    std::function<void(Job)> submit;                    // null: nothing is done beside the serving
    std::function<void(const std::string&)> stop = {};  // the job of a key
    std::filesystem::path cache_dir = {};               // of proofs; empty: nothing is kept
};

class Background {
  public:
    /// `post` is called on the thread of the jobs, and on one that stops a job that has not begun.
    explicit Background(std::function<void(Then)> post);

    void submit(Job job);
    /// The job of a key. One that has not begun is run here, at once and already stopped: it waits for nobody, and
    /// what it holds is not kept while another job runs.
    void stop(const std::string& key);

  private:
    using Clock = std::chrono::steady_clock;
    struct Waiting {
        Job job;
        std::stop_source source;
        Clock::time_point ready;
    };

    void work(const std::stop_token& over);

    std::function<void(Then)> post_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::list<Waiting> waiting_;
    uint64_t changes_ = 0;
    std::string running_;
    std::stop_source running_source_;
    std::jthread thread_;  // the last to be made and the first to go
};

}  // namespace weir::lsp
