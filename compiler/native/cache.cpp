#include "compiler/native/cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <llvm/Support/xxhash.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstring>

namespace weir::native {
namespace {

uint64_t checksum(std::string_view bytes) {
    return llvm::xxh3_64bits(llvm::StringRef(bytes.data(), bytes.size()));
}

struct Header {
    char magic[8] = {'w', 'e', 'i', 'r', 'o', 'b', 'j', '1'};
    uint64_t identity_size = 0;
    uint64_t object_size = 0;
    uint64_t checksum = 0;  // of identity and object
};

constexpr off_t kMostBytes = 64 << 20;  // far more than any strategy compiles to

/// All of a file, or nothing. What else may have the name (a directory, a pipe, something huge) is no entry of ours.
std::optional<std::string> read_file(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return std::nullopt;
    struct stat status{};
    const bool ours = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= kMostBytes;
    std::string bytes(ours ? static_cast<size_t>(status.st_size) : 0, '\0');
    const ssize_t got = ::pread(file, bytes.data(), bytes.size(), 0);
    ::close(file);
    if (got < 0 || static_cast<size_t>(got) != bytes.size()) return std::nullopt;
    return bytes;
}

bool write_file(const std::filesystem::path& path, std::string_view bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0) return false;
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written <= 0) break;
        bytes.remove_prefix(static_cast<size_t>(written));
    }
    return ::close(file) == 0 && bytes.empty();
}

/// A name that no other thread or process writes to.
std::filesystem::path draft_of(const std::filesystem::path& path) {
    static std::atomic<uint64_t> count;
    return path.native() + fmt::format(".{}.{}", ::getpid(), ++count);
}

}  // namespace

Cache::Cache(std::filesystem::path directory, std::string identity, std::string suffix)
    : directory_(std::move(directory)), identity_(std::move(identity)), suffix_(std::move(suffix)) {}

std::filesystem::path Cache::file() const {
    return directory_ / fmt::format("{:016x}{}", checksum(identity_), suffix_);
}

std::optional<std::string> Cache::load() const {
    if (directory_.empty()) return std::nullopt;
    const auto bytes = read_file(file());
    Header header, expected;
    if (!bytes || bytes->size() < sizeof header) return std::nullopt;
    std::memcpy(&header, bytes->data(), sizeof header);
    const std::string_view body = std::string_view(*bytes).substr(sizeof header);
    if (std::memcmp(header.magic, expected.magic, sizeof header.magic) != 0) return std::nullopt;
    if (header.identity_size != identity_.size() || header.object_size != body.size() - identity_.size())
        return std::nullopt;
    if (body.substr(0, identity_.size()) != identity_ || checksum(body) != header.checksum) return std::nullopt;
    return std::string(body.substr(identity_.size()));
}

void Cache::store(std::string_view object) const {
    if (directory_.empty()) return;
    std::error_code error;
    std::filesystem::create_directories(directory_, error);
    if (error) return;
    const std::string body = identity_ + std::string(object);
    Header header;
    header.identity_size = identity_.size();
    header.object_size = object.size();
    header.checksum = checksum(body);
    std::string bytes(sizeof header, '\0');
    std::memcpy(bytes.data(), &header, sizeof header);
    const std::filesystem::path draft = draft_of(file());
    if (write_file(draft, bytes + body)) std::filesystem::rename(draft, file(), error);
    std::filesystem::remove(draft, error);
}

}  // namespace weir::native
