#include <fmt/format.h>

#include <boost/json.hpp>

#include "runtime/core/time.h"
#include "runtime/tca/describe.h"
#include "runtime/tca/tca.h"

namespace weir::tca {
namespace {

namespace json = boost::json;

/// A visitor of `describe` that builds the document. `put` hangs the value where the writer stands.
class Writer {
  public:
    void scales(const Instrument& instrument) {
        price_decimals_ = instrument.price_decimals;
        quantity_decimals_ = instrument.quantity_decimals;
        money_decimals_ = instrument.money_decimals;
        amount_decimals_ = amount_decimals(instrument);
    }

    void text(std::string_view name, const std::string& value) { put(name, json::string(value)); }
    void seldom_text(std::string_view name, const std::string& value) {
        if (!value.empty()) text(name, value);
    }
    template <class Integer>
    void count(std::string_view name, Integer value) {
        put(name, value);
    }
    void hash(std::string_view name, uint64_t value) { put(name, json::string(fmt::format("{:016x}", value))); }
    void flag(std::string_view name, bool value) { put(name, value); }
    template <class Enum, class Names>
    void choice(std::string_view name, Enum value, const Names& names, int first = 0) {
        put(name, json::string(names[static_cast<size_t>(static_cast<int>(value) - first)]));
    }
    void price(std::string_view name, int64_t value) { decimal(name, value, 1, price_decimals_); }
    void mid(std::string_view name, int64_t value) { decimal(name, value, 5, price_decimals_ + 1); }
    void quantity(std::string_view name, int64_t value) { decimal(name, value, 1, quantity_decimals_); }
    void money(std::string_view name, int64_t value) { decimal(name, value, 1, money_decimals_); }
    void amount(std::string_view name, Amount value) { wide(name, value.value * 5, amount_decimals_ + 1); }
    void area(std::string_view name, Wide value) { wide(name, value, quantity_decimals_ + 9); }
    void mid_area(std::string_view name, Wide value) { wide(name, value * 5, price_decimals_ + 1 + 9); }
    void time(std::string_view name, Time value) {
        if (value == kNoTime)
            put(name, nullptr);
        else
            put(name, json::string(format_time(value)));
    }
    void duration(std::string_view name, Duration value) { put(name, value.value); }

    template <class Fields>
    void object(std::string_view name, Fields fields) {
        put(name, inside(json::object(), fields));
    }
    template <class Fields>
    void later_object(std::string_view name, Fields fields) {
        object(name, fields);
    }
    template <class Value, class Fields>
    void optional(std::string_view name, const std::optional<Value>& value, Fields fields) {
        if (value)
            object(name, [&] { fields(*value); });
        else
            put(name, nullptr);
    }
    template <class List, class Fields>
    void list(std::string_view name, const List& list, Fields fields) {
        put(name, inside(json::array(), [&] {
                for (const auto& item : list) put("", inside(json::object(), [&] { fields(item); }));
            }));
    }
    template <class List, class Fields>
    void seldom_list(std::string_view name, const List& items, Fields fields) {
        if (!items.empty()) list(name, items, fields);
    }
    template <class List, class Field>
    void column(std::string_view name, const List& list, Field field) {
        put(name, inside(json::array(), [&] {
                for (const auto& item : list) field(item);
            }));
    }
    void texts(std::string_view name, const std::vector<std::string>& list) {
        put(name, inside(json::array(), [&] {
                for (const std::string& item : list) text("", item);
            }));
    }
    template <class Make>
    void derived(std::string_view name, Make make) {
        if (std::string value = make(); value.empty())
            put(name, nullptr);
        else
            put(name, json::string(value));
    }
    std::string shown(std::optional<AveragePrice> price) const {
        return price ? format_decimal(price->value, price_decimals_ + kAverageExtraDecimals) : "";
    }
    template <class Hundredths>
    std::string shown(std::optional<Hundredths> value) const {
        return value ? format(*value) : "";
    }

    template <class Fields>
    json::value inside(json::value container, Fields fields) {
        json::value* const outer = std::exchange(at_, &container);
        fields();
        at_ = outer;
        return container;
    }

  private:
    void put(std::string_view name, json::value value) {
        if (at_->is_object())
            at_->get_object().emplace(name, std::move(value));
        else
            at_->get_array().push_back(std::move(value));
    }
    void decimal(std::string_view name, int64_t value, int factor, int decimals) {
        if (value == step::kAbsent)
            put(name, nullptr);
        else
            wide(name, static_cast<Wide>(value) * factor, decimals);
    }
    void wide(std::string_view name, Wide value, int decimals) {
        put(name, json::string(format_decimal(value, decimals)));
    }

    json::value* at_ = nullptr;
    int price_decimals_ = 0, quantity_decimals_ = 0, money_decimals_ = 0, amount_decimals_ = 0;
};

void write_figures(Writer& w, const Figures& figures) {
    const auto put = [&](std::string_view name, const auto& figure) {
        w.derived(name, [&] { return w.shown(figure); });
    };
    put("average_price", figures.average_price);
    put("decision", figures.decision);
    put("arrival", figures.arrival);
    put("end", figures.end);
    put("interval_vwap", figures.interval_vwap);
    put("interval_twap", figures.interval_twap);
    put("to_arrival_bps", figures.to_arrival);
    put("to_vwap_bps", figures.to_vwap);
    put("to_twap_bps", figures.to_twap);
    put("delay_bps", figures.delay);
    put("trading_bps", figures.trading);
    put("opportunity_bps", figures.opportunity);
    put("fees_of_paper_bps", figures.fees_of_paper);
    put("shortfall_bps", figures.shortfall);
    put("fees_bps", figures.fees);
    put("fill_ratio_percent", figures.fill_ratio);
    put("participation_percent", figures.participation);
    put("participation_market_percent", figures.participation_market);
    put("maker_percent", figures.maker);
    put("spread_capture_percent", figures.spread_capture);
    put("effective_spread_bps", figures.effective);
    put("quoted_spread_bps", figures.quoted);
    for (size_t h = 0; h < kHorizons.size(); ++h)
        w.object(fmt::format("after_{}s", kHorizons[h].value / kSecond), [&] {
            put("effective_bps", figures.at[h].effective);
            put("realised_bps", figures.at[h].realised);
            put("impact_bps", figures.at[h].impact);
            put("markout_bps", figures.at[h].markout);
        });
    put("deviation_most_percent", figures.deviation_most);
    put("deviation_average_percent", figures.deviation_average);
    put("behind_most_percent", figures.behind_most);
    put("ahead_most_percent", figures.ahead_most);
}

}  // namespace

std::string json(const Report& report) {
    Writer writer;
    const json::value document = writer.inside(json::object(), [&] {
        writer.text("schema", std::string(kJsonSchema));
        writer.count("version", kJsonVersion);
        describe(writer, report);
        writer.object("figures", [&] { write_figures(writer, figures_of(report)); });
    });
    return json::serialize(document);
}

}  // namespace weir::tca
