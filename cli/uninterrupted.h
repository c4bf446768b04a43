// While it lives, what would end the program waits: what is written is written whole.
#pragma once

#include <csignal>

namespace weir::cli {

class Uninterrupted {
  public:
    Uninterrupted() {
        sigset_t all;
        sigemptyset(&all);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&all, signal);
        sigprocmask(SIG_BLOCK, &all, &before_);
    }
    Uninterrupted(const Uninterrupted&) = delete;
    ~Uninterrupted() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

  private:
    sigset_t before_;
};

}  // namespace weir::cli
