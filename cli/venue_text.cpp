#include "cli/venue_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

#include "runtime/core/decimal.h"
#include "runtime/core/time.h"

namespace weir::cli {

Parsed<venues::Latency> parse_latency(const std::string& text) {
    using Result = Parsed<venues::Latency>;
    venues::Latency latency;
    const size_t tilde = text.find('~');
    const auto base = parse_duration(text.substr(0, tilde));
    if (!base) return Result::failure(base.error);
    latency.base = base.value;
    if (tilde != std::string::npos) {
        const auto mean = parse_duration(text.substr(tilde + 1));
        if (!mean) return Result::failure(mean.error);
        latency.jitter_mean = mean.value;
    }
    if (latency.base.value < 0 || latency.jitter_mean.value < 0) return Result::failure("a latency is not negative");
    return {latency, ""};
}

Parsed<int64_t> parse_bps(const std::string& text) {
    std::string number = text;
    const size_t unit = number.find("bps");
    if (unit != std::string::npos) number.resize(unit);
    while (!number.empty() && number.back() == ' ') number.pop_back();
    auto value = parse_decimal(number, 2);
    if (!value) return Parsed<int64_t>::failure(fmt::format("{}; write basis points, as in `1.5 bps`", value.error));
    if (unit == std::string::npos && value.value != 0)
        return Parsed<int64_t>::failure(fmt::format("say the unit, as in `{} bps`", text));
    return value;
}

namespace {

/// `20%` with up to seven decimals, in 1e-9.
Parsed<int64_t> parse_percent(std::string text) {
    if (!text.ends_with('%')) return Parsed<int64_t>::failure("write a percentage, as in `20%`");
    text.pop_back();
    while (text.ends_with(' ')) text.pop_back();
    return parse_decimal(text, 7);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::vector<std::string> parts_of(const std::string& text) {
    std::vector<std::string> parts;
    for (size_t from = 0; from <= text.size();) {
        const size_t comma = std::min(text.find(',', from), text.size());
        parts.emplace_back(trimmed(std::string_view(text).substr(from, comma - from)));
        from = comma + 1;
    }
    return parts;
}

Parsed<VenueText> parse(const std::string& text, bool lit) {
    VenueText venue;
    const std::vector<std::string> parts = parts_of(text);
    for (size_t i = 0; i < parts.size(); ++i) {
        const size_t equals = parts[i].find('=');
        const std::string key(trimmed(parts[i].substr(0, equals)));
        const std::string value(equals == std::string::npos ? ""
                                                            : trimmed(std::string_view(parts[i]).substr(equals + 1)));
        if (i == 0 && lit && (key.empty() || value.empty()))
            return Parsed<VenueText>::failure("write NAME=TAPE, as in `x=day.tape`, and settings after commas");
        if (i == 0 && !lit && (key.empty() || equals != std::string::npos))
            return Parsed<VenueText>::failure("write NAME, as in `pool`, and settings after commas");
        if (i == 0) {
            venue.name = key;
            venue.tape = value;
        } else if (key.empty() || value.empty()) {
            return Parsed<VenueText>::failure(fmt::format("`{}` is no setting: write NAME=VALUE", parts[i]));
        } else {
            venue.settings.emplace_back(key, value);
        }
    }
    return {std::move(venue), ""};
}

/// A setting that is known: what it is called, and what takes its value and says what is wrong with it.
struct Setting {
    std::string_view name;
    std::function<std::string(const std::string&)> take;
};

template <class T, class Parse>
Setting setting(std::string_view name, T& target, Parse parse) {
    return {name, [&target, parse](const std::string& text) {
                auto value = parse(text);
                if (value) target = std::move(value.value);
                return value.error;
            }};
}

std::vector<Setting> settings_of(venues::Model& model) {
    return {setting("maker", model.maker_fee_bps_e2, parse_bps), setting("taker", model.taker_fee_bps_e2, parse_bps),
            setting("latency", model.order, parse_latency), setting("feed", model.feed, parse_latency),
            setting("response", model.response, parse_latency)};
}

std::string take_settings(const VenueText& venue, const std::vector<Setting>& known) {
    for (size_t i = 0; i < venue.settings.size(); ++i) {
        const auto& [name, value] = venue.settings[i];
        for (size_t j = 0; j < i; ++j)
            if (venue.settings[j].first == name) return fmt::format("`{}` is given twice; give it once", name);
        const auto found = std::ranges::find(known, name, &Setting::name);
        if (found == known.end()) {
            std::vector<std::string_view> names;
            for (const Setting& one : known) names.push_back(one.name);
            return fmt::format("`{}` is no setting of it; there is {}", name, fmt::join(names, ", "));
        }
        if (const std::string fault = found->take(value); !fault.empty())
            return fmt::format("{} `{}`: {}", name, value, fault);
    }
    return "";
}

}  // namespace

Parsed<VenueText> parse_lit(const std::string& text) {
    return parse(text, true);
}

Parsed<VenueText> parse_dark(const std::string& text) {
    return parse(text, false);
}

std::string set_up(const VenueText& text, venues::Model& model) {
    std::vector<Setting> known = settings_of(model);
    known.push_back(setting("auction_share", model.auction_share_e9, parse_percent));
    std::string fault = take_settings(text, known);
    return fault.empty() ? venues::fault_of(model).value_or("") : fault;
}

std::string set_up(const VenueText& text, const Instrument& instrument, venues::Model& model, DarkVenue& dark) {
    const auto quantity = [&](const std::string& size) { return parse_decimal(size, instrument.quantity_decimals); };
    const auto name = [](const std::string& word) { return Parsed<std::string>{word, ""}; };
    std::vector<Setting> known = settings_of(model);
    known.push_back(setting("share", dark.interest.share_e9, parse_percent));
    known.push_back(setting("size", dark.interest.size.value, quantity));
    known.push_back(setting("deviation", dark.interest.deviation_e9,
                            [](const std::string& number) { return parse_decimal(number, 9); }));
    known.push_back(setting("life", dark.interest.life, [](const std::string& time) { return parse_duration(time); }));
    known.push_back(setting("reference", dark.reference, name));
    std::string fault = take_settings(text, known);
    if (fault.empty()) fault = venues::fault_of(model).value_or("");
    return fault.empty() ? venues::fault_of(dark.interest).value_or("") : fault;
}

}  // namespace weir::cli
