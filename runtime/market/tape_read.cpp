// Opening tapes: every check that a reader can rely on afterwards is made here, once, in one pass.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime/market/tape_file.h"

namespace weir::market {
namespace {

using file::Header;

constexpr uint64_t kChunkRecords = 1 << 15;

/// A whole file mapped for reading.
class Mapping {
  public:
    Mapping(const void* data, uint64_t bytes) : data_(static_cast<const std::byte*>(data)), bytes_(bytes) {}
    Mapping(Mapping&& other) noexcept : data_(std::exchange(other.data_, nullptr)), bytes_(other.bytes_) {}
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    Mapping& operator=(Mapping&&) = delete;
    ~Mapping() {
        if (data_) munmap(const_cast<std::byte*>(data_), bytes_);
    }
    const std::byte* data() const { return data_; }
    uint64_t bytes() const { return bytes_; }

    /// Lets the pages between two offsets go; they come back from the file when read.
    void release(uint64_t from, uint64_t to) const {
        static const auto page = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
        from = from / page * page;
        to = to / page * page;
        if (to > from) madvise(const_cast<std::byte*>(data_) + from, to - from, MADV_DONTNEED);
    }

  private:
    const std::byte* data_;
    uint64_t bytes_;
};

std::optional<Mapping> map(const std::string& path, TapeError& error) {
    // A pipe is no tape: O_NONBLOCK, so that opening one does not wait for its writer.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        error.message = fmt::format("{}: cannot be opened: {}", path, std::strerror(errno));
        return std::nullopt;
    }
    struct stat status{};
    std::optional<Mapping> mapping;
    if (fstat(descriptor, &status) != 0) {
        error.message = fmt::format("{}: cannot be read: {}", path, std::strerror(errno));
    } else if (!S_ISREG(status.st_mode)) {
        error.message = fmt::format("{}: is not a file; a tape is a file written by `weir tape`", path);
    } else if (status.st_size == 0) {
        error.message =
            fmt::format("{}: byte 0: the file is empty; a tape has a header of {} bytes", path, sizeof(Header));
    } else {
        const auto bytes = static_cast<uint64_t>(status.st_size);
        void* data = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, descriptor, 0);
        if (data == MAP_FAILED)
            error.message = fmt::format("{}: cannot be mapped: {}", path, std::strerror(errno));
        else
            mapping.emplace(data, bytes);
    }
    ::close(descriptor);
    return mapping;
}

std::string at(const std::string& path, uint64_t offset, std::string_view what) {
    return fmt::format("{}: byte {}: {}", path, offset, what);
}

/// What is wrong with the header of a file of so many bytes, if anything.
std::optional<std::string> check_header(const std::string& path, const Mapping& mapping, Header& header,
                                        TapeInfo& info) {
    const size_t magic_bytes = std::min<uint64_t>(mapping.bytes(), file::kMagic.size());
    if (std::memcmp(mapping.data(), file::kMagic.data(), magic_bytes) != 0)
        return at(path, 0, "this is not a tape: it does not begin with `WEIRTAPE`; `weir tape import` makes tapes");
    if (mapping.bytes() < sizeof(Header))
        return at(path, mapping.bytes(),
                  fmt::format("the file ends within the header, which has {} bytes", sizeof(Header)));
    std::memcpy(&header, mapping.data(), sizeof header);
    if (header.byte_order == file::kSwappedByteOrder)
        return at(path, offsetof(Header, byte_order),
                  "the tape was written in the other byte order; import it again on this machine");
    if (header.byte_order != file::kByteOrder)
        return at(path, offsetof(Header, byte_order),
                  fmt::format("the byte order mark is {:#x}; it must be {:#x}", header.byte_order, file::kByteOrder));
    if (header.version != file::kVersion)
        return at(path, offsetof(Header, version),
                  fmt::format("the tape has version {}; this program reads version {}: import the source again",
                              header.version, file::kVersion));
    if (header.header_bytes != sizeof(Header) || header.record_bytes != file::kRecordBytes)
        return at(path, offsetof(Header, header_bytes),
                  fmt::format("header and record have {} and {} bytes; version {} has {} and {}", header.header_bytes,
                              header.record_bytes, file::kVersion, sizeof(Header), file::kRecordBytes));
    if (header.records > (mapping.bytes() / file::kRecordBytes) + 1 ||
        mapping.bytes() < file::file_bytes(header.records))
        return at(path, mapping.bytes(),
                  fmt::format("the file ends too early: the header counts {} records, the file has room for {}",
                              header.records, (mapping.bytes() - sizeof(Header)) / file::kRecordBytes));
    if (mapping.bytes() > file::file_bytes(header.records))
        return at(path, file::file_bytes(header.records),
                  fmt::format("{} bytes follow the end of the tape, which has {} records",
                              mapping.bytes() - file::file_bytes(header.records), header.records));
    if (auto fault = file::decode(header, info)) return at(path, 0, "the header is not valid: " + *fault);
    return std::nullopt;
}

/// Goes over all records once: their order, their validity, and the checksum of records and header. A record that is
/// out of order or not valid is only a cause when the checksum is right; otherwise the file is corrupt.
std::optional<std::string> check_records(const std::string& path, const Mapping& mapping, const Header& header,
                                         const Instrument& instrument) {
    const auto* events = reinterpret_cast<const MarketEvent*>(mapping.data() + sizeof(Header));
    file::Checksum checksum;
    file::Totals totals(instrument);
    std::optional<std::string> first_fault;
    int64_t last = std::numeric_limits<int64_t>::min();
    for (uint64_t from = 0; from < header.records; from += kChunkRecords) {
        const uint64_t to = std::min(header.records, from + kChunkRecords);
        for (uint64_t i = from; i < to && !first_fault; ++i) {
            const uint64_t offset = sizeof(Header) + i * file::kRecordBytes;
            auto fault = file::fault_of(events[i]);
            if (!fault) fault = totals.add(events[i]);
            if (fault)
                first_fault = at(path, offset, fmt::format("record {}: {}", i, *fault));
            else if (events[i].time < last)
                first_fault = at(
                    path, offset,
                    fmt::format(
                        "record {}: its time {} is before {}, that of the record before it; times must not step back",
                        i, events[i].time, last));
            last = events[i].time;
        }
        checksum.add(events + from, (to - from) * file::kRecordBytes);
        mapping.release(sizeof(Header), sizeof(Header) + to * file::kRecordBytes);
    }
    checksum.add(&header, sizeof header);
    const uint64_t offset = sizeof(Header) + header.records * file::kRecordBytes;
    uint64_t expected = 0;
    std::memcpy(&expected, mapping.data() + offset, sizeof expected);
    const uint64_t found = checksum.value();
    if (found != expected)
        return at(path, offset,
                  fmt::format("the checksum is {:#018x}, that of the contents {:#018x}: the file is corrupt{}",
                              expected, found, first_fault ? "; first sign: " + *first_fault : ""));
    if (first_fault) return first_fault;
    if (header.records > 0 && (header.first != events[0].time || header.last != last))
        return at(path, offsetof(Header, first), "first and last time are not those of the records");
    return std::nullopt;
}

class MappedTape final : public Tape {
  public:
    MappedTape(Mapping mapping, TapeInfo info) : mapping_(std::move(mapping)), info_(std::move(info)) {}
    const TapeInfo& info() const override { return info_; }
    std::span<const MarketEvent> events() const override {
        return {reinterpret_cast<const MarketEvent*>(mapping_.data() + sizeof(Header)), info_.records};
    }
    void release(uint64_t before) const override {
        mapping_.release(sizeof(Header), sizeof(Header) + std::min(before, info_.records) * file::kRecordBytes);
    }

  private:
    Mapping mapping_;
    TapeInfo info_;
};

class MemoryTape final : public Tape {
  public:
    MemoryTape(TapeInfo info, std::vector<MarketEvent> events) : info_(std::move(info)), events_(std::move(events)) {
        info_.records = events_.size();
        if (events_.empty()) return;
        info_.first = Time{events_.front().time};
        info_.last = Time{events_.back().time};
    }
    const TapeInfo& info() const override { return info_; }
    std::span<const MarketEvent> events() const override { return events_; }

  private:
    TapeInfo info_;
    std::vector<MarketEvent> events_;
};

}  // namespace

std::unique_ptr<Tape> Tape::open(const std::string& path, TapeError& error) {
    std::optional<Mapping> mapping = map(path, error);
    if (!mapping) return nullptr;
    Header header;
    TapeInfo info;
    std::optional<std::string> fault = check_header(path, *mapping, header, info);
    if (!fault) fault = check_records(path, *mapping, header, info.instrument);
    if (fault) {
        error.message = std::move(*fault);
        return nullptr;
    }
    return std::make_unique<MappedTape>(std::move(*mapping), std::move(info));
}

std::unique_ptr<Tape> Tape::from(TapeInfo info, std::vector<MarketEvent> events) {
    return std::make_unique<MemoryTape>(std::move(info), std::move(events));
}

}  // namespace weir::market
