// Where tests find recorded data and leave files, and short ways to make records and compressed files.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "runtime/core/decimal.h"
#include "runtime/market/import.h"
#include "runtime/market/tape.h"

namespace weir::market::test {

inline std::filesystem::path recorded(const std::string& name) {
    return std::filesystem::path(WEIR_SOURCE_DIR) / ".." / "shared" / "data" / name;
}

/// Passes over a test, in one line, where recorded data is not there.
#define NEEDS_RECORDED(path) \
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no recorded data at " << (path).string()

/// A folder of its own for each test, removed at its end.
class Folder {
  public:
    Folder() {
        const auto* info = testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::temp_directory_path() /
                ("weir_market_" + std::to_string(getpid()) + "_" + info->test_suite_name() + "_" + info->name());
        std::filesystem::create_directories(path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }
    std::string path() const { return path_.string(); }
    /// Writes a text file and gives its path.
    std::string file(const std::string& name, const std::string& text) const {
        std::filesystem::remove(path_ / name);  // truncating instead would wait for the disk
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }
    size_t files() const {
        return static_cast<size_t>(
            std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator{}));
    }

  private:
    std::filesystem::path path_;
};

inline std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Writes an archive: a zip of entries, or one entry compressed on its own.
inline std::string write_archive(const std::string& path, int format, int filter,
                                 const std::vector<std::pair<std::string, std::string>>& entries) {
    archive* out = archive_write_new();
    archive_write_set_format(out, format);
    archive_write_add_filter(out, filter);
    archive_write_open_filename(out, path.c_str());
    for (const auto& [name, text] : entries) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_write_header(out, entry);
        archive_write_data(out, text.data(), text.size());
        archive_entry_free(entry);
    }
    archive_write_free(out);
    return path;
}
inline std::string zip(const Folder& folder, const std::string& name,
                       const std::vector<std::pair<std::string, std::string>>& entries) {
    return write_archive(folder / name, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, entries);
}
inline std::string gzip(const Folder& folder, const std::string& name, const std::string& text) {
    return write_archive(folder / name, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, {{"data", text}});
}
inline std::string xz(const Folder& folder, const std::string& name, const std::string& text) {
    return write_archive(folder / name, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ, {{"data", text}});
}

inline MarketEvent event(MarketKind kind, int64_t time, Side side, int64_t price, int64_t quantity, uint64_t order = 0,
                         uint8_t flags = 0) {
    return {time, price, quantity, order, kNoReceive, kind, static_cast<int8_t>(side), flags};
}

/// A record as one line, for comparing whole tapes: `time kind side price quantity order flags`.
inline std::string line_of(const MarketEvent& e) {
    std::ostringstream out;
    out << e.time << " " << static_cast<int>(e.kind) << " " << static_cast<int>(e.side) << " " << e.price << " "
        << e.quantity << " " << e.order << " " << static_cast<int>(e.flags);
    return out.str();
}

inline TapeInfo info_of(BookDetail detail = BookDetail::levels) {
    TapeInfo info;
    info.instrument.symbol = "TEST";
    info.instrument.currency = "USD";
    info.source = "test";
    info.detail = detail;
    return info;
}

/// By how much, at most and relative to it, the average price of a tape is wrong for turnover's having only the
/// decimals of money: what is below the last one is carried to the next print, so less than one unit of it is missing.
inline double vwap_error(const Tape& tape) {
    const Instrument& instrument = tape.info().instrument;
    Wide exact = 0;
    for (const MarketEvent& each : tape.events())
        if (each.kind == MarketKind::trade || each.kind == MarketKind::execute)
            exact += product(Price{each.price}, Quantity{each.quantity});
    const int decimals = instrument.price_decimals + instrument.quantity_decimals;
    const Wide kept = rescale_floor(exact, decimals, instrument.money_decimals);
    const Wide again = rescale_floor(kept, instrument.money_decimals, decimals);
    return static_cast<double>(exact - again) / static_cast<double>(exact);
}

struct Imported {
    std::unique_ptr<Tape> tape;
    ImportResult result;
    std::string error;
    std::vector<std::string> lines() const {
        std::vector<std::string> lines;
        for (const MarketEvent& each : tape->events()) lines.push_back(line_of(each));
        return lines;
    }
};

/// Imports into the folder; on error the message, after making sure that no file was left.
inline Imported import(const Folder& folder, std::string_view format, const std::vector<std::string>& files,
                       const ImportOptions& options = {}) {
    Imported imported;
    ImportError error;
    const std::string out = folder / "out.tape";
    std::filesystem::remove(out);
    const size_t before = folder.files();
    const auto result = import_tape(format, files, options, out, error);
    if (!result) {
        imported.error = error.message;
        EXPECT_FALSE(error.message.empty());
        EXPECT_EQ(folder.files(), before) << "a failed import left a file";
        return imported;
    }
    imported.result = *result;
    TapeError tape_error;
    imported.tape = Tape::open(out, tape_error);
    EXPECT_TRUE(imported.tape) << tape_error.message;
    return imported;
}

}  // namespace weir::market::test
