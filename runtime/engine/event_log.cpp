#include "runtime/engine/event_log.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include "runtime/core/assert.h"
#include "runtime/core/output_file.h"
#include "runtime/engine/log_fields.h"

namespace weir::engine {
namespace {

static_assert(std::endian::native == std::endian::little, "the hash is of little-endian words");

/// Fields as 64-bit words.
class Words {
  public:
    void add(int64_t word) {
        WEIR_ASSERT(count_ < words_.size());
        words_[count_++] = word;
    }
    template <class T>
    void operator()(std::string_view, const T& field) {
        if constexpr (std::is_same_v<T, std::string>)
            add(static_cast<int64_t>(XXH3_64bits(field.data(), field.size())));
        else if constexpr (requires { field.value; })
            add(field.value);
        else
            add(static_cast<int64_t>(field));
    }
    const void* data() const { return words_.data(); }
    size_t bytes() const { return count_ * sizeof(int64_t); }

  private:
    std::array<int64_t, 32> words_;
    size_t count_ = 0;
};

/// A text as one word of a line: what is not a printable sign is %XX.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c > ' ' && c < 127 && c != '%')
            out += c;
        else
            fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

/// Fields as ` name=value`.
struct Text {
    std::string& out;

    template <class T>
    void operator()(std::string_view name, const T& field) {
        fmt::format_to(std::back_inserter(out), " {}=", name);
        if constexpr (std::is_same_v<T, Side>) {
            out += kSideWords.at(static_cast<size_t>(sign(field) + 1));
        } else if constexpr (std::is_same_v<T, std::string>) {
            out += escaped(field);
        } else if constexpr (std::is_enum_v<T>) {
            const auto& words = kWords<T>;
            const auto index = static_cast<size_t>(field);
            out += index < words.size() ? words[index] : "?";
        } else if constexpr (requires { field.value; }) {
            number(field.value);
        } else if constexpr (std::is_same_v<T, uint64_t>) {
            fmt::format_to(std::back_inserter(out), "{}", field);
        } else {
            number(static_cast<int64_t>(field));
        }
    }
    void number(int64_t value) {
        if (value == step::kAbsent)
            out += '-';
        else
            fmt::format_to(std::back_inserter(out), "{}", value);
    }
};

void append(std::string& out, const LogEntry& entry) {
    fmt::format_to(std::back_inserter(out), "{} {}", entry.time.value, kLogKinds[entry.item.index()]);
    std::visit([&](const auto& item) { visit_fields(Text{out}, item); }, entry.item);
    out += '\n';
}

std::string one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return text;
}

LogItem item_of(const Event& event) {
    switch (event.kind) {
        case EventKind::market:
            return MarketInput{event.instrument, event.venue, event.market};
        case EventKind::timer:
        case EventKind::report:
        case EventKind::command:
            return TimerInput{};
    }
    return TimerInput{};
}

struct StateDeleter {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};
Parsed<bool> failed(const std::string& path, int reason) {
    return Parsed<bool>::failure(fmt::format("cannot write the event log `{}`: {}", path, std::strerror(reason)));
}

constexpr size_t kBuffered = 1 << 16;  // bytes

}  // namespace

struct EventLog::State {
    std::unique_ptr<XXH3_state_t, StateDeleter> hash{XXH3_createState()};
    std::optional<OutputFile> file;
    std::string path, header, lines;  // `lines`: not yet written
    uint64_t steps_before = 0;

    void add(const LogEntry& entry) {
        Words words;
        words.add(static_cast<int64_t>(entry.item.index()));
        words.add(entry.time.value);
        std::visit([&](const auto& item) { visit_fields(words, item); }, entry.item);
        XXH3_64bits_update(hash.get(), words.data(), words.bytes());
        if (!file) return;
        append(lines, entry);
        if (lines.size() >= kBuffered) flush();
    }
    void flush() {
        file->append(lines.data(), lines.size());
        lines.clear();
    }
};

LogHeader header_of(const Config& config) {
    LogHeader header{.instrument = config.instrument,
                     .order = config.order,
                     .program = config.program.name,
                     .plan_hash = config.program.plan_hash,
                     .seed = config.seed,
                     .slots = {},
                     .guards = config.program.guards};
    for (const step::SlotInfo& slot : config.program.slots) header.slots.push_back(slot.name);
    return header;
}

EventLog::EventLog(const LogHeader& header) : state_(std::make_unique<State>()) {
    state_->header = format_header(header);
    XXH3_64bits_reset(state_->hash.get());
    XXH3_64bits_update(state_->hash.get(), state_->header.data(), state_->header.size());
}
EventLog::~EventLog() = default;
EventLog::EventLog(EventLog&&) noexcept = default;

Parsed<bool> EventLog::open(const std::string& path) {
    state_->path = path;
    state_->file.emplace(path);
    if (state_->file->failed()) return failed(path, state_->file->reason());
    state_->lines = state_->header;
    return {true, {}};
}

void EventLog::add(const Event& event, const Engine& engine) {
    const bool stepped = engine.steps() != std::exchange(state_->steps_before, engine.steps());
    if (!stepped && engine.records().empty()) return;
    if (event.kind == EventKind::market || event.kind == EventKind::timer) state_->add({event.time, item_of(event)});
    for (const Record& record : engine.records())
        std::visit([&](const auto& what) { state_->add({record.time, what}); }, record.what);
}

uint64_t EventLog::hash() const {
    return XXH3_64bits_digest(state_->hash.get());
}

Parsed<bool> EventLog::close() {
    if (!state_->file) return {true, {}};
    state_->flush();
    const bool done = !state_->file->complete();
    const int reason = state_->file->reason();
    state_->file.reset();
    return done ? Parsed<bool>{true, {}} : failed(state_->path, reason);
}

std::string format_header(const LogHeader& header) {
    const Instrument& i = header.instrument;
    std::string out = fmt::format(
        "weir-log 2\n"
        "instrument symbol={} base={} currency={} time_zone={} price_decimals={} quantity_decimals={} "
        "money_decimals={} "
        "tick={} lot={} minimum_quantity={} minimum_value={}\n",
        i.symbol, i.base, i.currency, i.time_zone, i.price_decimals, i.quantity_decimals, i.money_decimals,
        i.tick.value, i.lot.value, i.minimum_quantity.value, i.minimum_value);
    out += "order";
    Text text{out};
    text("id", header.order.id), text("side", header.order.side), text("quantity", header.order.quantity);
    text("limit", header.order.limit), text("start", header.order.start), text("end", header.order.end);
    text("decision", header.order.decision);
    out += fmt::format("\nprogram plan={:016x} seed={} name={}\n", header.plan_hash, header.seed,
                       one_line(header.program));
    for (const std::string& slot : header.slots) out += "slot " + one_line(slot) + "\n";
    for (const std::string& guard : header.guards) out += "guard " + one_line(guard) + "\n";
    return out;
}

std::string format_entry(const LogEntry& entry) {
    std::string out;
    append(out, entry);
    return out;
}

}  // namespace weir::engine
