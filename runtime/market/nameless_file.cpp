#include "runtime/market/nameless_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <utility>

namespace weir::market {
namespace {

constexpr mode_t kMode = 0644;

std::string folder_of(const std::string& path) {
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

/// A name beside `path` that nobody else uses.
std::string name_beside(const std::string& path) {
    return fmt::format("{}.{}.partial", path, getpid());
}

/// Holds back every signal that can be held back: the few instants in which a temporary name exists are not cut short.
class SignalsHeld {
  public:
    SignalsHeld() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;
    ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  private:
    sigset_t before_;
};

/// Copies a whole file into a new one of this name. False with errno set when it failed; then nothing is left.
bool copy_to(int descriptor, uint64_t bytes, const std::string& name) {
    const int copy = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode);
    if (copy < 0) return false;
    off_t offset = 0;
    bool ok = true;
    while (ok && static_cast<uint64_t>(offset) < bytes)
        ok = sendfile(copy, descriptor, &offset, bytes - static_cast<uint64_t>(offset)) > 0;
    ok = fsync(copy) == 0 && ok;
    ok = ::close(copy) == 0 && ok;
    if (!ok) {
        const int cause = errno;
        unlink(name.c_str());
        errno = cause;
    }
    return ok;
}

}  // namespace

NamelessFile::NamelessFile(std::string path, Naming naming) : path_(std::move(path)), naming_(naming) {
    if (naming_ == Naming::link) {
        descriptor_ = ::open(folder_of(path_).c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kMode);
        const bool unsupported = errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL;
        if (descriptor_ < 0 && unsupported) naming_ = Naming::copy;
    }
    if (naming_ == Naming::copy) {
        const SignalsHeld held;
        const std::string name = name_beside(path_);
        descriptor_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
        if (descriptor_ >= 0) unlink(name.c_str());
    }
    if (descriptor_ < 0) fail("cannot be written");
}

NamelessFile::~NamelessFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool NamelessFile::append(const void* data, size_t bytes) {
    const bool ok = write_at(data, bytes, end_);
    end_ += bytes;
    return ok;
}

bool NamelessFile::write_at(const void* data, size_t bytes, uint64_t offset) {
    const char* next = static_cast<const char*>(data);
    while (!failed() && bytes > 0) {
        const ssize_t written = pwrite(descriptor_, next, bytes, static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            fail("cannot be written");
            break;
        }
        next += written;
        offset += static_cast<uint64_t>(written);
        bytes -= static_cast<size_t>(written);
    }
    return !failed();
}

std::optional<std::string> NamelessFile::give_name() {
    if (!failed() && fsync(descriptor_) != 0) fail("cannot be written");
    if (failed()) return error_;
    const SignalsHeld held;
    const std::string beside = name_beside(path_);
    const std::string self = fmt::format("/proc/self/fd/{}", descriptor_);
    unlink(beside.c_str());
    const bool linked =
        naming_ == Naming::link && linkat(AT_FDCWD, self.c_str(), AT_FDCWD, beside.c_str(), AT_SYMLINK_FOLLOW) == 0;
    if (!linked && !copy_to(descriptor_, end_, beside)) {
        fail("cannot be written");
    } else if (std::rename(beside.c_str(), path_.c_str()) != 0) {
        fail("cannot be given its name");
        unlink(beside.c_str());
    }
    return error_;
}

void NamelessFile::fail(const char* what) {
    if (!error_) error_ = fmt::format("{}: {}: {}", path_, what, std::strerror(errno));
}

}  // namespace weir::market
