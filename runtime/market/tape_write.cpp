#include <fmt/format.h>

#include "runtime/core/output_file.h"
#include "runtime/market/tape_file.h"

namespace weir::market {

namespace {
constexpr size_t kBufferRecords = 1 << 14;
}

struct TapeWriter::State {
    std::string path;
    TapeInfo info;
    OutputFile out;
    std::vector<MarketEvent> buffer;
    file::Checksum checksum;
    file::Totals totals;
    std::string error;

    State(std::string path_, TapeInfo info_)
        : path(std::move(path_)),
          info(std::move(info_)),
          out(path, OutputFile::Order::anywhere),
          totals(info.instrument) {
        buffer.reserve(kBufferRecords);
        info.records = 0;
        info.first = info.last = Time{0};
        file::Header header{};
        if (auto fault = file::encode(info, header)) fail(*fault);
        out.append(&header, sizeof header);  // room for the final one
    }

    void fail(std::string_view what) {
        if (error.empty()) error = fmt::format("{}: {}", path, what);
    }

    void flush() {
        const size_t bytes = buffer.size() * file::kRecordBytes;
        checksum.add(buffer.data(), bytes);
        out.append(buffer.data(), bytes);
        buffer.clear();
    }

    void complete() {
        flush();
        file::Header header{};
        if (auto fault = file::encode(info, header)) return fail(*fault);
        checksum.add(&header, sizeof header);
        const uint64_t digest = checksum.value();
        out.append(&digest, sizeof digest);
        out.write_at(&header, sizeof header, 0);
        if (auto fault = out.complete()) error = *fault;
    }
};

TapeWriter::TapeWriter(std::string path, TapeInfo info)
    : state_(std::make_unique<State>(std::move(path), std::move(info))) {}

TapeWriter::~TapeWriter() = default;
TapeWriter::TapeWriter(TapeWriter&&) noexcept = default;

void TapeWriter::add(const MarketEvent& event) {
    State& s = *state_;
    if (failed()) return;
    if (auto fault = file::fault_of(event)) return s.fail(fmt::format("record {}: {}", s.info.records, *fault));
    if (auto fault = s.totals.add(event)) return s.fail(fmt::format("record {}: {}", s.info.records, *fault));
    if (s.info.records == 0) {
        s.info.first = Time{event.time};
    } else if (event.time < s.info.last.value) {
        return s.fail(fmt::format("record {}: its time {} is before {}, that of the record before it", s.info.records,
                                  event.time, s.info.last.value));
    }
    s.info.last = Time{event.time};
    ++s.info.records;
    s.buffer.push_back(event);
    if (s.buffer.size() == kBufferRecords) s.flush();
}

bool TapeWriter::failed() const {
    return !state_->error.empty() || state_->out.failed();
}

bool TapeWriter::finish(TapeError& error) {
    if (state_->error.empty()) state_->complete();
    error.message = state_->error;
    return state_->error.empty();
}

}  // namespace weir::market
