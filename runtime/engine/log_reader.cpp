#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "runtime/engine/event_log.h"
#include "runtime/engine/log_fields.h"

namespace weir::engine {
namespace {

template <class Number>
bool read_number(std::string_view text, Number& number, int base = 10) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

std::string_view take_until(std::string_view& text, char end) {
    const size_t at = text.find(end);
    const std::string_view front = text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + 1);
    return front;
}

/// Takes ` name=value` words in the order in which a writer puts them; the first error stays.
class Fields {
  public:
    explicit Fields(std::string_view text) : rest_(text) {}

    template <class T>
    void operator()(std::string_view name, T& field) {
        const std::string_view value = take(name);
        if (!error_.empty()) return;
        if (!read(value, field)) error_ = fmt::format("`{}` is not a value of `{}`", value, name);
    }
    /// The last field, which may hold spaces.
    void last(std::string_view name, std::string& field) {
        if (error_.empty() && rest_.starts_with(name) && rest_.substr(name.size()).starts_with('='))
            field = rest_.substr(name.size() + 1);
        else if (error_.empty())
            error_ = fmt::format("`{}` is missing", name);
        rest_ = {};
    }
    void hexadecimal(std::string_view name, uint64_t& field) {
        const std::string_view value = take(name);
        if (error_.empty() && !read_number(value, field, 16))
            error_ = fmt::format("`{}` is not a value of `{}`", value, name);
    }
    /// Empty when every field was read and nothing is left.
    std::string error() const {
        if (error_.empty() && !rest_.empty()) return fmt::format("`{}` is one field too many", rest_);
        return error_;
    }

  private:
    std::string_view take(std::string_view name) {
        if (!error_.empty()) return {};
        std::string_view word = take_until(rest_, ' ');
        if (take_until(word, '=') != name) error_ = fmt::format("`{}` is missing", name);
        return word;
    }

    template <class T>
    static bool read(std::string_view value, T& field) {
        if constexpr (std::is_same_v<T, std::string>) {
            return unescape(value, field);
        } else if constexpr (std::is_same_v<T, Side>) {
            const auto found = std::ranges::find(kSideWords, value);
            if (found == kSideWords.end()) return false;
            field = static_cast<Side>(found - kSideWords.begin() - 1);
            return true;
        } else if constexpr (std::is_enum_v<T>) {
            const auto& words = kWords<T>;
            const auto found = std::ranges::find(words, value);
            if (found == words.end()) return false;
            field = static_cast<T>(found - words.begin());
            return true;
        } else if constexpr (std::is_same_v<T, bool>) {
            field = value == "1";
            return value == "0" || value == "1";
        } else if constexpr (requires { field.value; }) {
            return read(value, field.value);
        } else if constexpr (std::is_same_v<T, int64_t>) {
            if (value != "-") return read_number(value, field);
            field = step::kAbsent;
            return true;
        } else {
            return read_number(value, field);
        }
    }

    /// The inverse of the writer's: %XX is a character of its own.
    static bool unescape(std::string_view value, std::string& field) {
        field.clear();
        for (size_t i = 0; i < value.size(); ++i) {
            int code = 0;
            if (value[i] != '%') {
                field += value[i];
                continue;
            }
            if (!read_number(value.substr(i + 1, 2), code, 16)) return false;
            field += static_cast<char>(code);
            i += 2;
        }
        return true;
    }

    std::string_view rest_;
    std::string error_;
};

/// Reads the item whose kind has this index.
template <size_t... Index>
std::string read_item(size_t kind, Fields& fields, LogItem& item, std::index_sequence<Index...>) {
    const auto try_kind = [&]<size_t I>(std::integral_constant<size_t, I>) {
        if (kind != I) return;
        visit_fields(fields, item.emplace<I>());
    };
    (try_kind(std::integral_constant<size_t, Index>{}), ...);
    return fields.error();
}

class Reader {
  public:
    Parsed<Log> read(std::string_view text) {
        while (!text.empty() && error_.empty()) {
            ++line_;
            error_ = read_line(take_until(text, '\n'));
        }
        if (error_.empty() && line_ < 4) error_ = "it ends before its header is complete";
        if (!error_.empty()) return Parsed<Log>::failure(fmt::format("event log, line {}: {}", line_, error_));
        return {std::move(log_), {}};
    }

  private:
    std::string read_line(std::string_view line) {
        switch (line_) {
            case 1:
                return line == "weir-log 2" ? "" : "this is not an event log of version 2 (`weir-log 2`)";
            case 2:
                return read_instrument(line);
            case 3:
                return read_order(line);
            case 4:
                return read_program(line);
            default:
                return read_rest(line);
        }
    }

    static std::string expect(std::string_view& line, std::string_view head) {
        return take_until(line, ' ') == head ? "" : fmt::format("`{}` belongs here", head);
    }

    std::string read_instrument(std::string_view line) {
        if (std::string error = expect(line, "instrument"); !error.empty()) return error;
        Fields fields(line);
        Instrument& i = log_.header.instrument;
        fields("symbol", i.symbol), fields("base", i.base), fields("currency", i.currency);
        fields("time_zone", i.time_zone), fields("price_decimals", i.price_decimals);
        fields("quantity_decimals", i.quantity_decimals), fields("money_decimals", i.money_decimals);
        fields("tick", i.tick), fields("lot", i.lot), fields("minimum_quantity", i.minimum_quantity);
        fields("minimum_value", i.minimum_value);
        return fields.error();
    }

    std::string read_order(std::string_view line) {
        if (std::string error = expect(line, "order"); !error.empty()) return error;
        Fields fields(line);
        ParentOrder& order = log_.header.order;
        fields("id", order.id), fields("side", order.side), fields("quantity", order.quantity);
        fields("limit", order.limit), fields("start", order.start), fields("end", order.end);
        fields("decision", order.decision);
        return fields.error();
    }

    std::string read_program(std::string_view line) {
        if (std::string error = expect(line, "program"); !error.empty()) return error;
        Fields fields(line);
        fields.hexadecimal("plan", log_.header.plan_hash);
        fields("seed", log_.header.seed);
        fields.last("name", log_.header.program);
        return fields.error();
    }

    std::string read_rest(std::string_view line) {
        const std::string_view head = take_until(line, ' ');
        if (head == "slot" || head == "guard") {
            (head == "slot" ? log_.header.slots : log_.header.guards).emplace_back(line);
            return "";
        }
        LogEntry entry;
        if (!read_number(head, entry.time.value)) return fmt::format("`{}` is not a time in nanoseconds", head);
        const std::string_view word = take_until(line, ' ');
        const auto kind = std::ranges::find(kLogKinds, word);
        if (kind == kLogKinds.end()) return fmt::format("`{}` is not a kind of entry", word);
        Fields fields(line);
        std::string error = read_item(static_cast<size_t>(kind - kLogKinds.begin()), fields, entry.item,
                                      std::make_index_sequence<std::variant_size_v<LogItem>>{});
        if (error.empty()) log_.entries.push_back(entry);
        return error;
    }

    Log log_;
    int line_ = 0;
    std::string error_;
};

}  // namespace

Parsed<Log> read_log(std::string_view text) {
    return Reader().read(text);
}

}  // namespace weir::engine
