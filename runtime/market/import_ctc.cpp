// ctc tables: level updates and trades in order of sequence number.
//
// Order is that of the file, since only that keeps trades with the updates that they caused. A trade carries the time
// of its fill, often some seconds before the message: it takes the time of the record before it. There is no snapshot:
// the book fills as levels change, and is thin at first. `is_bid` of a trade is the side of the aggressor.
#include <fmt/format.h>

#include <vector>

#include "runtime/market/ctc.h"
#include "runtime/market/import_run.h"
#include "runtime/market/scale.h"

namespace weir::market {
namespace {

class CtcImport {
  public:
    explicit CtcImport(ImportRun& run) : run_(run) {}

    bool all() {
        TapeInfo info;
        info.source = "ctc";
        info.instrument.symbol = "BTC-USDT";
        info.instrument.base = "BTC";
        info.instrument.currency = "USDT";
        info.instrument.price_decimals = info.instrument.quantity_decimals = ctc::kDecimals;
        info.instrument.money_decimals = default_money_decimals(ctc::kDecimals, ctc::kDecimals);
        if (!run_.begin(info)) return false;
        ctc::Row row;
        for (const std::string& path : run_.files()) {
            LineReader reader(path);
            std::string_view line;
            while (run_.next(reader, line)) {
                if (auto fault = ctc::parse(line, row)) return run_.fail(reader, *fault);
                if (!take(reader, row)) return false;
            }
            if (run_.failed()) return false;
        }
        if (gaps_ > 0) run_.note(fmt::format("{} gaps in the sequence numbers: levels may be stale after them", gaps_));
        run_.note("there is no snapshot: the book is thin until its levels have changed once");
        return write() &&
               (run_.note(fmt::format("{} records took the time of the record before them", run_.clamped())), true);
    }

  private:
    bool take(const LineReader& reader, const ctc::Row& row) {
        const Instrument& instrument = run_.instrument();
        const auto price = rescale_exact(row.price, ctc::kDecimals, instrument.price_decimals);
        const auto size = rescale_exact(row.size, ctc::kDecimals, instrument.quantity_decimals);
        if (!price || !size) return run_.fail(reader, "price or size has no place in the decimals of the instrument");
        if (row.sequence != sequence_) {
            if (!write()) return false;
            if (sequence_ != 0 && row.sequence < sequence_)
                return run_.fail(reader, fmt::format("sequence {} follows {}; give the files in order of sequence",
                                                     row.sequence, sequence_));
            gaps_ += sequence_ != 0 && row.sequence > sequence_ + 1;
            sequence_ = row.sequence;
        }
        if (row.is_trade && row.size == 0) return true;
        pending_.push_back(record(row.is_trade ? MarketKind::trade : MarketKind::level, row.time_ns,
                                  row.is_bid ? Side::buy : Side::sell, *price, *size));
        return true;
    }

    bool write() {
        if (pending_.empty()) return true;
        pending_.back().flags = kLastOfMessage;
        bool ok = true;
        for (const MarketEvent& event : pending_) ok = ok && run_.emit_clamped(event);
        pending_.clear();
        return ok;
    }

    ImportRun& run_;
    uint64_t sequence_ = 0;
    uint64_t gaps_ = 0;
    std::vector<MarketEvent> pending_;
};

}  // namespace

bool import_ctc(ImportRun& run) {
    return CtcImport(run).all();
}

}  // namespace weir::market
