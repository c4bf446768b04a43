#include "runtime/core/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace weir {
namespace {

constexpr mode_t kMode = 0644;
constexpr mode_t kModeBits = 07777;

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

/// Copies a whole file. False with errno set when it failed.
bool copy(int from, uint64_t bytes, int to) {
    off_t offset = 0;
    while (static_cast<uint64_t>(offset) < bytes)
        if (sendfile(to, from, &offset, bytes - static_cast<uint64_t>(offset)) <= 0) return false;
    return true;
}

/// Copies a whole file into a new one of this name. False with errno set when it failed; then nothing is left.
bool copy_to(int descriptor, uint64_t bytes, const std::string& name, mode_t mode) {
    const int target = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (target < 0) return false;
    bool ok = copy(descriptor, bytes, target);
    ok = fsync(target) == 0 && ok;
    ok = ::close(target) == 0 && ok;
    if (!ok) {
        const int cause = errno;
        unlink(name.c_str());
        errno = cause;
    }
    return ok;
}

/// `/dev/stdout` leads to whatever standard output is, perhaps a plain file that somebody else has open: it is written,
/// never replaced. So is `/proc/self/fd/1`.
bool is_of_the_system(const std::filesystem::path& path) {
    const std::string text = path.string();
    return text.starts_with("/dev/") || text.starts_with("/proc/");
}

}  // namespace

OutputPlace output_place(const std::string& path) {
    namespace fs = std::filesystem;
    constexpr int kLinksMost = 40;  // as the kernel has it
    OutputPlace place;
    fs::path at = path;
    std::error_code failed;
    for (int links = 0; links < kLinksMost && !is_of_the_system(fs::absolute(at, failed).lexically_normal()); ++links) {
        const fs::path next = fs::read_symlink(at, failed);
        if (failed) break;  // it is no link
        at = next.is_absolute() ? next : at.parent_path() / next;
    }
    place.path = at.string();
    const fs::file_status status = fs::status(at, failed);
    place.exists = fs::exists(status);
    place.is_plain = (!place.exists || fs::is_regular_file(status)) &&
                     !(place.exists && is_of_the_system(fs::absolute(at, failed).lexically_normal()));
    if (place.exists) place.mode = static_cast<uint32_t>(status.permissions()) & kModeBits;
    return place;
}

OutputFile::OutputFile(const std::string& path, Order order, Naming naming)
    : given_(path), place_(output_place(path)), naming_(naming) {
    if (!place_.is_plain && order == Order::appended)
        open_straight();
    else if (!place_.is_plain)
        open_nameless((std::filesystem::temp_directory_path() / "weir").string());
    else if (place_.exists && access(place_.path.c_str(), W_OK) != 0)
        fail("cannot be written");
    else
        open_nameless(place_.path);
}

void OutputFile::open_straight() {
    straight_ = true;
    descriptor_ = ::open(place_.path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (descriptor_ < 0) fail("cannot be written");
}

void OutputFile::open_nameless(const std::string& path) {
    if (naming_ == Naming::link) {
        descriptor_ = ::open(folder_of(path).c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kMode);
        const bool unsupported = errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL;
        if (descriptor_ < 0 && unsupported) naming_ = Naming::copy;
    }
    if (naming_ == Naming::copy) {
        const SignalsHeld held;
        const std::string name = name_beside(path);
        descriptor_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
        if (descriptor_ >= 0) unlink(name.c_str());
    }
    if (descriptor_ < 0) fail("cannot be written");
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool OutputFile::append(const void* data, size_t bytes) {
    const bool ok = write_at(data, bytes, end_);
    end_ += bytes;
    return ok;
}

bool OutputFile::write_at(const void* data, size_t bytes, uint64_t offset) {
    const char* next = static_cast<const char*>(data);
    while (!failed() && bytes > 0) {
        const ssize_t written = straight_ ? ::write(descriptor_, next, bytes)
                                          : pwrite(descriptor_, next, bytes, static_cast<off_t>(offset));
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

std::optional<std::string> OutputFile::complete() {
    if (!failed() && !place_.is_plain && !straight_) copy_to_place();
    if (!failed() && place_.is_plain) give_name();
    return failed() ? std::optional(error_) : std::nullopt;
}

void OutputFile::copy_to_place() {
    const int target = ::open(place_.path.c_str(), O_WRONLY | O_CLOEXEC);
    if (target < 0 || !copy(descriptor_, end_, target)) fail("cannot be written");
    if (target >= 0 && ::close(target) != 0) fail("cannot be written");
}

void OutputFile::give_name() {
    if (place_.exists && fchmod(descriptor_, place_.mode) != 0) return fail("cannot be written");
    if (fsync(descriptor_) != 0) return fail("cannot be written");
    const SignalsHeld held;
    const std::string beside = name_beside(place_.path);
    const std::string self = fmt::format("/proc/self/fd/{}", descriptor_);
    unlink(beside.c_str());
    const bool linked =
        naming_ == Naming::link && linkat(AT_FDCWD, self.c_str(), AT_FDCWD, beside.c_str(), AT_SYMLINK_FOLLOW) == 0;
    if (!linked && !copy_to(descriptor_, end_, beside, place_.mode)) {
        fail("cannot be written");
    } else if ((place_.exists && chmod(beside.c_str(), place_.mode) != 0) ||
               std::rename(beside.c_str(), place_.path.c_str()) != 0) {
        fail("cannot be given its name");
        unlink(beside.c_str());
    }
}

void OutputFile::fail(const char* what) {
    if (reason_ != 0) return;
    reason_ = errno;
    error_ = fmt::format("{}: {}: {}", given_, what, std::strerror(reason_));
}

}  // namespace weir
