#include "runtime/tca/store.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "runtime/core/time.h"
#include "runtime/tca/names.h"
#include "runtime/tca/present.h"
#include "runtime/tca/tca.h"

namespace weir::tca {
namespace {

constexpr int kApplication = 0x57454952;  // "WEIR": marks the file as ours
constexpr int kVersion = 1;               // of the tables below, kept as the file's user_version
constexpr int kBusy_ms = 5000;            // how long to wait for another program that writes

constexpr const char* kTables = R"(
CREATE TABLE run (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    saved         TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    strategy      TEXT NOT NULL,
    symbol        TEXT NOT NULL,
    tape          TEXT NOT NULL,
    side          TEXT NOT NULL,
    quantity      TEXT NOT NULL,
    executed      TEXT NOT NULL,
    started       TEXT NOT NULL,
    ended         TEXT NOT NULL,
    stop          TEXT NOT NULL,
    shortfall_bps TEXT NOT NULL,
    report        TEXT NOT NULL  -- JSON
) STRICT;
)";

using Statement = std::unique_ptr<sqlite3_stmt, decltype([](sqlite3_stmt* s) { sqlite3_finalize(s); })>;

/// An open file and the first thing that went wrong with it.
class Database {
  public:
    enum class Mode : uint8_t { read, write };

    Database(const std::string& path, Mode mode) : path_(path) {
        std::error_code ignored;
        if (mode == Mode::read && !std::filesystem::exists(path, ignored)) {
            fail("there is no such file");
            return;
        }
        const int flags = mode == Mode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        sqlite3* handle = nullptr;
        const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
        handle_.reset(handle);
        if (code != SQLITE_OK) fail_with(code);
        if (handle != nullptr) sqlite3_busy_timeout(handle, kBusy_ms);
    }

    bool ok() const { return error_.empty(); }
    const std::string& error() const { return error_; }
    void fail(std::string_view what) {
        if (error_.empty()) error_ = fmt::format("report store `{}`: {}", path_, what);
    }

    void execute(const char* sql) {
        if (!ok()) return;
        if (const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
            fail_with(code);
    }
    Statement prepare(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        if (ok())
            if (const int code = sqlite3_prepare_v2(handle_.get(), sql, -1, &statement, nullptr); code != SQLITE_OK)
                fail_with(code);
        return Statement(statement);
    }
    /// Whether there is another row.
    bool step(const Statement& statement) {
        if (!ok()) return false;
        const int code = sqlite3_step(statement.get());
        if (code != SQLITE_ROW && code != SQLITE_DONE) fail_with(code);
        return code == SQLITE_ROW;
    }
    int64_t number(const char* sql) {
        const Statement statement = prepare(sql);
        return step(statement) ? sqlite3_column_int64(statement.get(), 0) : 0;
    }
    int64_t last_id() const { return sqlite3_last_insert_rowid(handle_.get()); }

    /// Makes sure that the file is a store of this version; a new one gets its tables.
    void check(Mode mode) {
        const int64_t application = number("PRAGMA application_id");
        const int64_t version = number("PRAGMA user_version");
        const bool is_new = number("SELECT count(*) FROM sqlite_master") == 0 && application == 0 && version == 0;
        if (!ok()) return;
        if (is_new && mode == Mode::write) {
            execute(kTables);
            execute(
                fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplication, kVersion).c_str());
        } else if (is_new) {
            fail("it is empty");
        } else if (application != kApplication) {
            fail("it is a database of another program, not a store of Weir");
        } else if (version != kVersion) {
            fail(fmt::format("it has version {}, but this program reads version {}", version, kVersion));
        }
    }

  private:
    void fail_with(int code) {
        switch (code & 0xFF) {
            case SQLITE_NOTADB:
                return fail("it is not a database; a store is a SQLite file that `weir run --store` has made");
            case SQLITE_CORRUPT:
                return fail("the file is damaged");
            case SQLITE_READONLY:
                return fail("it cannot be written: the file or its folder is read-only");
            case SQLITE_CANTOPEN:
                return fail("it cannot be opened: no permission, no such folder, or not a file");
            case SQLITE_BUSY:
                return fail("another program is writing to it");
            case SQLITE_FULL:
                return fail("the disk is full");
            default:
                return fail(handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code));
        }
    }

    std::string path_;
    std::unique_ptr<sqlite3, decltype([](sqlite3* s) { sqlite3_close(s); })> handle_;
    std::string error_;
};

void bind(const Statement& statement, int index, const std::string& text) {
    sqlite3_bind_text(statement.get(), index, text.c_str(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

std::string text_of(const Statement& statement, int column) {
    const unsigned char* text = sqlite3_column_text(statement.get(), column);
    return text == nullptr ? std::string()
                           : std::string(reinterpret_cast<const char*>(text),
                                         static_cast<size_t>(sqlite3_column_bytes(statement.get(), column)));
}

std::string time_text(Time time) {
    return time == kNoTime ? std::string() : format_time(time);
}

Time time_of(const std::string& text) {
    return text.empty() ? kNoTime : parse_time(text).value;
}

std::string with_unit(const Report& report, Quantity quantity) {
    return format_decimal(quantity.value, report.instrument.quantity_decimals) + " " + report.instrument.base;
}

/// `30000.5 BTC` as `30,000.500 BTC`, with the decimals that a lot has.
std::string grouped(const std::string& with_unit, const std::string& lot) {
    const auto decimals_of = [](std::string_view number) {
        const size_t point = number.find('.');
        return point == std::string_view::npos ? 0 : static_cast<int>(number.size() - point - 1);
    };
    const size_t space = std::min(with_unit.find(' '), with_unit.size());
    const std::string number = with_unit.substr(0, space);
    const int decimals = decimals_of(number);
    const auto value = parse_decimal(number, decimals);
    if (!value) return with_unit;
    return grouped_decimal(value.value, decimals, std::max(decimals, decimals_of(lot))) + with_unit.substr(space);
}

template <class Enum, class Names>
Enum choice_of(const std::string& text, const Names& names, int first) {
    for (size_t i = 0; i < names.size(); ++i)
        if (text == names[i]) return static_cast<Enum>(static_cast<int>(i) + first);
    return static_cast<Enum>(0);
}

}  // namespace

Parsed<int64_t> save(const Report& report, const std::string& path) {
    Database database(path, Database::Mode::write);
    database.execute("BEGIN IMMEDIATE");
    database.check(Database::Mode::write);
    const Statement insert = database.prepare(
        "INSERT INTO run (strategy, symbol, tape, side, quantity, executed, started, ended, stop, shortfall_bps, "
        "report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (insert) {
        const std::optional<Bps> shortfall = figures_of(report).shortfall;
        int index = 0;
        for (const std::string& text :
             {report.run.strategy, report.instrument.symbol, report.run.tape, std::string(name_of(report.order.side)),
              with_unit(report, report.order.quantity), with_unit(report, report.executed.quantity),
              time_text(report.started), time_text(report.ended), std::string(name_of(report.stop)),
              shortfall ? format(*shortfall) : std::string(), json(report)})
            bind(insert, ++index, text);
        database.step(insert);
    }
    const int64_t id = database.ok() ? database.last_id() : 0;
    database.execute("COMMIT");  // what is not committed is undone when the file closes
    if (!database.ok()) return Parsed<int64_t>::failure(database.error());
    return {id, {}};
}

Parsed<std::vector<StoredRun>> list(const std::string& path) {
    Database database(path, Database::Mode::read);
    database.execute("BEGIN");
    database.check(Database::Mode::read);
    std::vector<StoredRun> runs;
    const Statement select = database.prepare(
        "SELECT id, strategy, symbol, tape, side, quantity, executed, started, ended, stop, shortfall_bps, saved, "
        "CASE WHEN json_valid(report) THEN json_extract(report, '$.instrument.time_zone') END, "
        "CASE WHEN json_valid(report) THEN json_extract(report, '$.instrument.lot') END, "
        "CASE WHEN json_valid(report) THEN (SELECT group_concat(json_extract(value, '$.name') || '=' || "
        "json_extract(value, '$.value'), ', ') FROM json_each(report, '$.run.parameters')) END FROM run ORDER BY id");
    while (database.step(select)) {
        StoredRun run;
        run.id = sqlite3_column_int64(select.get(), 0);
        run.strategy = text_of(select, 1);
        run.symbol = text_of(select, 2);
        run.tape = text_of(select, 3);
        run.side = choice_of<Side>(text_of(select, 4), kSideNames, -1);
        run.quantity = text_of(select, 5);
        run.executed = text_of(select, 6);
        run.started = time_of(text_of(select, 7));
        run.ended = time_of(text_of(select, 8));
        run.stop = choice_of<StopCause>(text_of(select, 9), kStopCauseNames, 0);
        run.shortfall_bps = text_of(select, 10);
        run.saved = text_of(select, 11);
        run.time_zone = text_of(select, 12);
        const std::string lot = text_of(select, 13);
        run.settings = text_of(select, 14);
        run.quantity_shown = grouped(run.quantity, lot);
        run.executed_shown = grouped(run.executed, lot);
        runs.push_back(std::move(run));
    }
    if (!database.ok()) return Parsed<std::vector<StoredRun>>::failure(database.error());
    return {std::move(runs), {}};
}

Parsed<Report> load(const std::string& path, int64_t id) {
    Database database(path, Database::Mode::read);
    database.execute("BEGIN");
    database.check(Database::Mode::read);
    const Statement select = database.prepare("SELECT report FROM run WHERE id = ?");
    if (select) sqlite3_bind_int64(select.get(), 1, id);
    const bool found = database.step(select);
    if (!found) database.fail(fmt::format("there is no report {}; `weir tca list` shows those there are", id));
    Parsed<Report> report;
    if (database.ok()) {
        report = parse_json(text_of(select, 0));
        if (!report) database.fail(fmt::format("report {} is {}", id, report.error));
    }
    if (!database.ok()) return Parsed<Report>::failure(database.error());
    return report;
}

}  // namespace weir::tca
