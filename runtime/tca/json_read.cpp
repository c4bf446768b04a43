#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "runtime/core/time.h"
#include "runtime/tca/analysis.h"
#include "runtime/tca/describe.h"
#include "runtime/tca/tca.h"

namespace weir::tca {
namespace {

namespace json = boost::json;

constexpr int kDecimalsOfInstrument = 9;  // with more, amounts might leave 128 bits

/// Digits with a point as an integer of 10^-decimals; false when they are not that.
bool read_wide(std::string_view text, int decimals, Wide& value) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const size_t point = std::min(text.find('.'), text.size());
    const std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view{};
    if (point == 0 || fraction.size() > static_cast<size_t>(decimals) || point + fraction.size() > 37) return false;
    value = 0;
    const auto digit = [&](char c) {
        value = value * 10 + (c - '0');
        return c >= '0' && c <= '9';
    };
    for (const char c : text.substr(0, point))
        if (!digit(c)) return false;
    for (const char c : fraction)
        if (!digit(c)) return false;
    for (size_t i = fraction.size(); i < static_cast<size_t>(decimals); ++i)
        if (__builtin_mul_overflow(value, Wide{10}, &value)) return false;
    if (negative) value = -value;
    return true;
}

/// A visitor of `describe` that fills a report from a document. The first thing wrong is kept, with its path; after it
/// nothing is read.
class Reader {
  public:
    explicit Reader(const json::value& document) : at_(&document) {}
    const std::string& error() const { return error_; }

    void scales(const Instrument& instrument) {
        for (const int decimals : {instrument.price_decimals, instrument.quantity_decimals, instrument.money_decimals})
            if (decimals < 0 || decimals > kDecimalsOfInstrument) {
                fail("decimals", fmt::format("decimals from 0 to {}", kDecimalsOfInstrument));
                return;
            }
        price_decimals_ = instrument.price_decimals;
        quantity_decimals_ = instrument.quantity_decimals;
        money_decimals_ = instrument.money_decimals;
        amount_decimals_ = amount_decimals(instrument);
    }

    void text(std::string_view name, std::string& value) {
        if (const json::value* found = field(name, &json::value::is_string, "a text"))
            value = std::string(found->get_string());
    }
    /// A text that reports have only when there is something to say.
    void seldom_text(std::string_view name, std::string& value) {
        if (error_.empty() && at_->is_object() && at_->get_object().contains(name)) text(name, value);
    }
    template <class Integer>
    void count(std::string_view name, Integer& value) {
        const json::value* found = field(name, &json::value::is_number, "an integer");
        if (found == nullptr) return;
        boost::system::error_code failed;
        const auto number = found->to_number<Integer>(failed);
        if (failed)
            fail(name, "an integer in its range");
        else
            value = number;
    }
    void hash(std::string_view name, uint64_t& value) {
        const json::value* found = field(name, &json::value::is_string, "16 hexadecimal digits");
        if (found == nullptr) return;
        const std::string_view digits = found->get_string();
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (failed != std::errc{} || digits.size() != 16 || end != digits.data() + 16)
            fail(name, "16 hexadecimal digits");
    }
    void flag(std::string_view name, bool& value) {
        if (const json::value* found = field(name, &json::value::is_bool, "true or false")) value = found->get_bool();
    }
    template <class Enum, class Names>
    void choice(std::string_view name, Enum& value, const Names& names, int first = 0) {
        const json::value* found = field(name, &json::value::is_string, "a name");
        if (found == nullptr) return;
        const auto known = std::ranges::find(names, std::string_view(found->get_string()));
        if (known == names.end())
            fail(name, fmt::format("one of: {}", fmt::join(names, ", ")));
        else
            value = static_cast<Enum>(static_cast<int>(known - names.begin()) + first);
    }
    void price(std::string_view name, int64_t& value) { decimal(name, value, 1, price_decimals_); }
    void mid(std::string_view name, int64_t& value) { decimal(name, value, 5, price_decimals_ + 1); }
    void quantity(std::string_view name, int64_t& value) { decimal(name, value, 1, quantity_decimals_); }
    void money(std::string_view name, int64_t& value) { decimal(name, value, 1, money_decimals_); }
    void amount(std::string_view name, Amount& value) { wide(name, value.value, 5, amount_decimals_ + 1); }
    void area(std::string_view name, Wide& value) { wide(name, value, 1, quantity_decimals_ + 9); }
    void mid_area(std::string_view name, Wide& value) { wide(name, value, 5, price_decimals_ + 1 + 9); }
    void time(std::string_view name, Time& value) {
        value = kNoTime;
        const json::value* found = field(name, &is_text_or_null, "a time or null");
        if (found == nullptr || found->is_null()) return;
        const Parsed<Time> time = parse_time(found->get_string());
        if (time)
            value = time.value;
        else
            fail(name, "a time, but " + time.error);
    }
    void duration(std::string_view name, Duration& value) { count(name, value.value); }

    template <class Fields>
    void object(std::string_view name, Fields fields) {
        if (const json::value* found = field(name, &json::value::is_object, "an object")) inside(name, found, fields);
    }
    /// An object that reports of earlier programs do not have.
    template <class Fields>
    void later_object(std::string_view name, Fields fields) {
        if (error_.empty() && at_->is_object() && at_->get_object().contains(name)) object(name, fields);
    }
    template <class Value, class Fields>
    void optional(std::string_view name, std::optional<Value>& value, Fields fields) {
        const json::value* found = field(name, &is_object_or_null, "an object or null");
        value.reset();
        if (found == nullptr || found->is_null()) return;
        inside(name, found, [&] { fields(value.emplace()); });
    }
    template <class Item, class Fields>
    void list(std::string_view name, std::vector<Item>& list, Fields fields) {
        items(name, [&](const json::array& array) {
            list.resize(array.size());
            for (size_t i = 0; i < array.size() && error_.empty(); ++i) element(i, array[i], [&] { fields(list[i]); });
        });
    }
    template <class Item, class Fields>
    void seldom_list(std::string_view name, std::vector<Item>& items, Fields fields) {
        if (error_.empty() && at_->is_object() && at_->get_object().contains(name)) list(name, items, fields);
    }
    template <class Item, size_t kSize, class Fields>
    void list(std::string_view name, std::array<Item, kSize>& list, Fields fields) {
        items(name, [&](const json::array& array) {
            if (array.size() != kSize) return fail("", fmt::format("{} elements", kSize));
            for (size_t i = 0; i < kSize && error_.empty(); ++i) element(i, array[i], [&] { fields(list[i]); });
        });
    }
    template <class Item, class Field>
    void column(std::string_view name, std::vector<Item>& list, Field field) {
        items(name, [&](const json::array& array) {
            if (list.empty()) list.resize(array.size());
            if (list.size() != array.size()) return fail("", "as many elements as the other columns");
            for (size_t i = 0; i < array.size() && error_.empty(); ++i) inside("", &array[i], [&] { field(list[i]); });
        });
    }
    void texts(std::string_view name, std::vector<std::string>& list) {
        column(name, list, [&](std::string& item) { text("", item); });
    }
    template <class Make>
    void derived(std::string_view, Make) {}
    template <class Figure>
    std::string shown(const Figure&) const {
        return {};
    }

    void fail(std::string_view name, std::string_view wanted) {
        if (error_.empty()) error_ = fmt::format("`{}` is not {}", path_of(name), wanted);
    }

  private:
    static bool is_text_or_null(const json::value& value) { return value.is_string() || value.is_null(); }
    static bool is_object_or_null(const json::value& value) { return value.is_object() || value.is_null(); }

    /// The field where the reader stands (itself, when the name is empty), if it is of the kind that is wanted.
    template <class Test>
    const json::value* field(std::string_view name, Test test, std::string_view wanted) {
        if (!error_.empty()) return nullptr;
        const json::value* found = at_;
        if (!name.empty()) found = at_->is_object() ? at_->get_object().if_contains(name) : nullptr;
        if (found == nullptr) {
            error_ = fmt::format("`{}` is missing", path_of(name));
            return nullptr;
        }
        if (!std::invoke(test, *found)) {
            fail(name, wanted);
            return nullptr;
        }
        return found;
    }
    void decimal(std::string_view name, int64_t& value, int factor, int decimals) {
        const json::value* found = field(name, &is_text_or_null, "a decimal or null");
        if (found == nullptr) return;
        if (found->is_null()) {
            value = step::kAbsent;
            return;
        }
        Wide read = 0;
        wide(name, read, factor, decimals);
        if (read < std::numeric_limits<int64_t>::min() || read > std::numeric_limits<int64_t>::max())
            return fail(name, "a decimal in 64 bits");
        value = static_cast<int64_t>(read);
    }
    void wide(std::string_view name, Wide& value, int factor, int decimals) {
        const json::value* found = field(name, &json::value::is_string, "a decimal");
        if (found == nullptr) return;
        Wide read = 0;
        if (!read_wide(found->get_string(), decimals, read) || read % factor != 0)
            return fail(name, fmt::format("a decimal with at most {} digits after the point", decimals));
        value = read / factor;
    }
    template <class Use>
    void items(std::string_view name, Use use) {
        if (const json::value* found = field(name, &json::value::is_array, "a list"))
            inside(name, found, [&] { use(found->get_array()); });
    }
    template <class Fields>
    void element(size_t index, const json::value& value, Fields fields) {
        if (value.is_object())
            inside(fmt::format("{}", index), &value, fields);
        else
            fail(fmt::format("{}", index), "an object");
    }
    template <class Fields>
    void inside(std::string_view name, const json::value* value, Fields fields) {
        const size_t length = path_.size();
        path_ = path_of(name);
        const json::value* const outer = std::exchange(at_, value);
        fields();
        at_ = outer;
        path_.resize(length);
    }
    std::string path_of(std::string_view name) const {
        if (path_.empty() || name.empty()) return path_ + std::string(name);
        return fmt::format("{}.{}", path_, name);
    }

    const json::value* at_;
    std::string path_;
    std::string error_;
    int price_decimals_ = 0, quantity_decimals_ = 0, money_decimals_ = 0, amount_decimals_ = 0;
};

}  // namespace

Parsed<Report> parse_json(std::string_view text) {
    boost::system::error_code failed;
    const json::value document = json::parse(json::string_view(text.data(), text.size()), failed);
    if (failed) return Parsed<Report>::failure("not JSON: " + failed.message());

    Reader reader(document);
    std::string schema;
    int version = 0;
    reader.text("schema", schema);
    if (schema != kJsonSchema) return Parsed<Report>::failure("not a report of Weir: `schema` is not `weir.tca`");
    reader.count("version", version);
    if (version != kJsonVersion)
        return Parsed<Report>::failure(
            fmt::format("a report of version {}, but this program reads version {}", version, kJsonVersion));
    Report report;
    describe(reader, report);
    if (!reader.error().empty()) return Parsed<Report>::failure("a damaged report: " + reader.error());
    if (!analyse_children(report)) return Parsed<Report>::failure("a damaged report: a fill belongs to no child");
    return {std::move(report), {}};
}

}  // namespace weir::tca
