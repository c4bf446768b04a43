#include "runtime/market/lines.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace weir::market {
namespace {

constexpr size_t kBlockBytes = 1 << 16;
constexpr size_t kLineBytesMost = 1 << 26;

std::string_view without_compression_suffix(std::string_view name) {
    constexpr std::array<std::string_view, 5> kSuffixes{".gz", ".xz", ".zst", ".bz2", ".lz4"};
    for (std::string_view suffix : kSuffixes)
        if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
    return name;
}

struct ArchiveDeleter {
    void operator()(archive* a) const { archive_read_free(a); }
};

}  // namespace

std::string_view base_name(std::string_view path) {
    const size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

struct LineReader::State {
    std::string path;
    std::string entry;
    std::string error;
    std::unique_ptr<archive, ArchiveDeleter> source;
    uint64_t file_bytes = 0;
    uint64_t line_number = 0;
    std::string_view block;  // what is left of the decoder's last block
    std::string joined;      // a line that spans blocks
    bool ended = false;

    void fail(std::string_view what) {
        error = fmt::format("{}: {}", path, what);
        ended = true;
    }

    void open(const std::function<bool(std::string_view)>& wanted) {
        std::error_code code;
        if (!std::filesystem::is_regular_file(path, code)) {
            return fail(std::filesystem::exists(path, code) ? "is not a file" : "there is no such file");
        }
        file_bytes = std::filesystem::file_size(path, code);
        entry = without_compression_suffix(base_name(path));
        ended = file_bytes == 0;
        if (ended) return;
        source.reset(archive_read_new());
        archive_read_support_filter_all(source.get());
        archive_read_support_format_zip(source.get());
        archive_read_support_format_raw(source.get());
        if (archive_read_open_filename(source.get(), path.c_str(), kBlockBytes) != ARCHIVE_OK) return fail(cause());
        seek_entry(wanted);
    }

    std::string cause() const {
        const char* text = archive_error_string(source.get());
        return fmt::format("cannot be read: {}", text ? text : "unknown format");
    }

    void seek_entry(const std::function<bool(std::string_view)>& wanted) {
        archive_entry* header = nullptr;
        std::string seen;
        for (;;) {
            const int status = archive_read_next_header(source.get(), &header);
            if (status == ARCHIVE_EOF)
                return fail(fmt::format("the archive lacks the file that is needed; it has{}", seen));
            if (status < ARCHIVE_WARN) return fail(cause());
            const bool raw = archive_format(source.get()) == ARCHIVE_FORMAT_RAW;
            const char* found = archive_entry_pathname(header);
            entry = raw ? without_compression_suffix(base_name(path)) : found ? found : "";
            if (raw || !wanted || wanted(entry)) return;
            seen += fmt::format(" `{}`", entry);
        }
    }

    /// Gets the next block of text. False at the end or on error.
    bool refill() {
        while (!ended && block.empty()) {
            const void* data = nullptr;
            size_t bytes = 0;
            la_int64_t offset = 0;
            const int status = archive_read_data_block(source.get(), &data, &bytes, &offset);
            if (status == ARCHIVE_EOF)
                ended = true;
            else if (status < ARCHIVE_WARN)
                fail(fmt::format("after line {}: {}", line_number, cause()));
            else
                block = {static_cast<const char*>(data), bytes};
        }
        return !block.empty();
    }

    bool take(std::string_view found, std::string_view& line) {
        if (found.ends_with('\r')) found.remove_suffix(1);
        ++line_number;
        line = found;
        return true;
    }

    bool next(std::string_view& line) {
        joined.clear();
        bool spans = false;
        while (refill()) {
            const size_t end = block.find('\n');
            const std::string_view part = block.substr(0, end);
            block.remove_prefix(end == std::string_view::npos ? block.size() : end + 1);
            if (end != std::string_view::npos && !spans) return take(part, line);
            joined += part;
            spans = true;
            if (end != std::string_view::npos) return take(joined, line);
            if (joined.size() > kLineBytesMost) {
                fail(fmt::format("line {} is longer than {} bytes: this is not a text file", line_number + 1,
                                 kLineBytesMost));
                return false;
            }
        }
        return spans && error.empty() && take(joined, line);
    }
};

LineReader::LineReader(std::string path, const std::function<bool(std::string_view)>& wanted)
    : state_(std::make_unique<State>()) {
    state_->path = std::move(path);
    state_->open(wanted);
}

LineReader::LineReader(LineReader&&) noexcept = default;
LineReader::~LineReader() = default;

bool LineReader::next(std::string_view& line) {
    return state_->next(line);
}
const std::string& LineReader::error() const {
    return state_->error;
}
const std::string& LineReader::path() const {
    return state_->path;
}
const std::string& LineReader::entry() const {
    return state_->entry;
}
uint64_t LineReader::line_number() const {
    return state_->line_number;
}

double LineReader::share() const {
    if (!state_->source || state_->file_bytes == 0) return 1;
    const auto done = static_cast<double>(archive_filter_bytes(state_->source.get(), -1));
    return std::min(1.0, done / static_cast<double>(state_->file_bytes));
}

std::string LineReader::at(std::string_view what) const {
    return fmt::format("{}:{}: {}", state_->path, state_->line_number, what);
}

}  // namespace weir::market
