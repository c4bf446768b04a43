// The curve file: text, a line for each fact, closed by its checksum. docs/internals/curves.md describes it.
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>

#include <fstream>
#include <sstream>

#include "runtime/core/decimal.h"
#include "runtime/core/output_file.h"
#include "runtime/market/curve.h"

namespace weir::market {
namespace {

constexpr std::string_view kFirstLine = "weir curve 1";
constexpr int kShareDecimals = 12, kVolatilityDecimals = 9;
constexpr int64_t kMinute = 60 * kSecond;
constexpr int64_t kDay = 86'400 * kSecond;
constexpr std::array<std::string_view, 3> kUses{"whole", "half", "left_out"};

std::string number(int64_t value, int decimals) {
    return value == step::kAbsent ? "-" : format_decimal(value, decimals);
}

std::string row(const Curve& curve, size_t index, const Bucket& bucket) {
    const int64_t minute = static_cast<int64_t>(index) * curve.bucket.value / kMinute;
    return fmt::format("{:02}:{:02} {} {} {} {}\n", minute / 60, minute % 60, number(bucket.share, kShareDecimals),
                       number(bucket.volume, curve.quantity_decimals),
                       number(bucket.spread, curve.price_decimals + kSpreadDecimals),
                       number(bucket.volatility, kVolatilityDecimals));
}

void add_profile(std::string& text, const Curve& curve, const Profile& profile, std::string_view name) {
    if (profile.days == 0) return;
    text += fmt::format("profile {} {}\n", name, profile.days);
    for (size_t i = 0; i < profile.buckets.size(); ++i)
        if (profile.buckets[i] != Bucket{}) text += row(curve, i, profile.buckets[i]);
}

/// Reads the lines one after the other; the first error stays, with its line.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    Parsed<Curve> read() {
        if (!read_checksum()) return Parsed<Curve>::failure(error_);
        next();
        while (!failed() && next()) read_line();
        if (!failed()) check_whole();
        if (failed()) return Parsed<Curve>::failure(error_);
        return {std::move(curve_), {}};
    }

  private:
    bool failed() const { return !error_.empty(); }
    bool fail(std::string what) {
        if (error_.empty()) error_ = fmt::format("line {}: {}", line_number_, what);
        return false;
    }

    /// The last line is the checksum of all before it.
    bool read_checksum() {
        line_number_ = 1;
        if (!text_.starts_with(kFirstLine)) {
            if (text_.starts_with("weir curve "))
                return fail(fmt::format("`{}` is a version that this program does not read; it reads `{}`",
                                        text_.substr(0, text_.find('\n')), kFirstLine));
            return fail(fmt::format("it is no curve file: one begins with `{}`", kFirstLine));
        }
        constexpr std::string_view kLabel = "checksum ";
        const size_t at = text_.rfind(kLabel);
        line_number_ = 1 + static_cast<int>(std::count(text_.begin(), text_.end(), '\n'));
        if (at == std::string_view::npos || text_.back() != '\n' || text_[at - 1] != '\n')
            return fail("the checksum is missing: the file is cut off");
        line_number_ =
            1 + static_cast<int>(std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
        const std::string_view given = text_.substr(at + kLabel.size(), text_.size() - 1 - at - kLabel.size());
        if (given != curve_checksum(text_.substr(0, at)))
            return fail("the checksum does not agree with the lines: the file was changed or damaged; build it again");
        text_ = text_.substr(0, at);
        line_number_ = 0;
        return true;
    }

    bool next() {
        if (text_.empty()) return false;
        const size_t end = std::min(text_.find('\n'), text_.size());
        line_ = text_.substr(0, end);
        text_.remove_prefix(std::min(end + 1, text_.size()));
        ++line_number_;
        return true;
    }

    std::string_view word() {
        const size_t end = std::min(line_.find(' '), line_.size());
        const std::string_view first = line_.substr(0, end);
        line_.remove_prefix(std::min(end + 1, line_.size()));
        return first;
    }

    bool integer(std::string_view text, int64_t most, int64_t& value) {
        const auto parsed = parse_decimal(text, 0);
        if (!parsed || parsed.value < 0 || parsed.value > most)
            return fail(fmt::format("`{}` is not a whole number from 0 to {}", text, most));
        value = parsed.value;
        return true;
    }

    bool decimals(int& value) {
        int64_t number = 0;
        const bool read = integer(line_, 15, number);
        value = static_cast<int>(number);
        return read;
    }

    bool read_line() {
        if (profile_ != nullptr && line_.size() > 5 && line_[2] == ':') return read_row();
        const std::string_view key = word();
        if (key == "symbol") return text(curve_.symbol);
        if (key == "base") return text(curve_.base);
        if (key == "currency") return text(curve_.currency);
        if (key == "time_zone") return text(curve_.zone) && known(check_zone(curve_.zone));
        if (key == "session") return text(curve_.session) && known(calendar::session_of(curve_.session));
        if (key == "price_decimals") return decimals(curve_.price_decimals);
        if (key == "quantity_decimals") return decimals(curve_.quantity_decimals);
        if (key == "bucket") return read_bucket();
        if (key == "day") return read_day();
        if (key == "profile") return read_profile();
        return fail(fmt::format("`{}` is not understood here", key));
    }

    bool text(std::string& to) {
        to = line_;
        return true;
    }
    template <class Value>
    bool known(const Parsed<Value>& value) {
        return value ? true : fail(value.error);
    }

    bool read_bucket() {
        const auto bucket = parse_duration(line_);
        if (!bucket || bucket.value.value < kMinute || kDay % bucket.value.value != 0)
            return fail(fmt::format("`{}` is not a length that divides the day", line_));
        curve_.bucket = bucket.value;
        return true;
    }

    bool read_day() {
        CurveDay day;
        const std::string_view date = word(), use = word(), volume = word();
        const auto parsed = parse_date(date);
        if (!parsed) return fail(parsed.error);
        day.date = parsed.value;
        const auto found = std::ranges::find(kUses, use);
        if (found == kUses.end())
            return fail(fmt::format("`{}` is not what a day can be: {}", use, "whole, half, left_out"));
        day.use = static_cast<DayUse>(found - kUses.begin());
        const auto amount = parse_decimal(volume, curve_.quantity_decimals);
        if (!amount || amount.value < 0) return fail(fmt::format("`{}` is not a volume", volume));
        day.volume = amount.value;
        day.why = line_;
        if (!curve_.days.empty() && curve_.days.back().date >= day.date) return fail("days are in order, each once");
        curve_.days.push_back(std::move(day));
        return true;
    }

    bool read_profile() {
        if (curve_.bucket.value == 0) return fail("a profile comes after `bucket`");
        const std::string_view name = word();
        if (name != "whole" && name != "half") return fail(fmt::format("`{}` is not a profile: whole or half", name));
        profile_ = name == "whole" ? &curve_.whole : &curve_.half;
        int64_t days = 0;
        if (profile_->days != 0) return fail(fmt::format("profile `{}` stands twice", name));
        if (!integer(line_, 1'000'000, days)) return false;
        if (days == 0) return fail("a profile is of at least one day");
        profile_->days = static_cast<int>(days);
        profile_->buckets.resize(static_cast<size_t>(kDay / curve_.bucket.value));
        before_ = -1;
        return true;
    }

    bool read_row() {
        const std::string_view clock = word();
        const auto digit = [&](size_t i) { return clock[i] >= '0' && clock[i] <= '9' ? clock[i] - '0' : 100; };
        const int64_t minute =
            clock.size() == 5 ? (digit(0) * 10 + digit(1)) * int64_t{60} + digit(3) * 10 + digit(4) : kDay;
        const int64_t index = minute * kMinute / curve_.bucket.value;
        if (minute >= 1440 || minute * kMinute % curve_.bucket.value != 0)
            return fail(fmt::format("`{}` does not begin a bucket of {}", clock, format_duration(curve_.bucket)));
        if (index <= before_) return fail("buckets are in order, each once");
        before_ = index;
        Bucket& bucket = profile_->buckets[static_cast<size_t>(index)];
        return amount(bucket.share, kShareDecimals) && amount(bucket.volume, curve_.quantity_decimals) &&
               amount(bucket.spread, curve_.price_decimals + kSpreadDecimals) &&
               amount(bucket.volatility, kVolatilityDecimals) &&
               (line_.empty() || fail(fmt::format("`{}` is more than a row holds", line_)));
    }

    bool amount(int64_t& value, int places) {
        const std::string_view field = word();
        value = step::kAbsent;
        if (field == "-") return true;
        const auto parsed = parse_decimal(field, places);
        if (!parsed || parsed.value < 0)
            return fail(fmt::format("`{}` is not a number with {} decimals", field, places));
        value = parsed.value;
        return true;
    }

    void check_whole() {
        if (curve_.symbol.empty() || curve_.zone.empty() || curve_.bucket.value == 0)
            fail("`symbol`, `time_zone` or `bucket` is missing");
        if (curve_.whole.days == 0 && curve_.half.days == 0) fail("there is no profile");
        for (const Profile* profile : {&curve_.whole, &curve_.half}) {
            Wide sum = 0;
            for (const Bucket& bucket : profile->buckets) {
                if (bucket.share == step::kAbsent) fail("a bucket without a share");
                sum += bucket.share;
            }
            if (sum != 0 && sum != kShareOfDay) fail("the shares of a profile do not sum to 1");
        }
    }

    std::string_view text_, line_;
    int line_number_ = 0;
    Curve curve_;
    Profile* profile_ = nullptr;
    int64_t before_ = -1;
    std::string error_;
};

}  // namespace

std::string curve_checksum(std::string_view text) {
    return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

bool Profile::has_volume() const {
    return std::ranges::any_of(buckets, [](const Bucket& bucket) { return bucket.share > 0; });
}

std::string to_text(const Curve& curve) {
    std::string text = fmt::format("{}\nsymbol {}\nbase {}\ncurrency {}\ntime_zone {}\n", kFirstLine, curve.symbol,
                                   curve.base, curve.currency, curve.zone);
    if (!curve.session.empty()) text += fmt::format("session {}\n", curve.session);
    text += fmt::format("price_decimals {}\nquantity_decimals {}\nbucket {}\n", curve.price_decimals,
                        curve.quantity_decimals, format_duration(curve.bucket));
    for (const CurveDay& day : curve.days)
        text += fmt::format("day {} {} {}{}{}\n", format_date(day.date), kUses[static_cast<size_t>(day.use)],
                            number(day.volume, curve.quantity_decimals), day.why.empty() ? "" : " ", day.why);
    add_profile(text, curve, curve.whole, "whole");
    add_profile(text, curve, curve.half, "half");
    return text + fmt::format("checksum {}\n", curve_checksum(text));
}

Parsed<Curve> parse_curve(std::string_view text) {
    return Reader(text).read();
}

std::optional<std::string> write_curve(const Curve& curve, const std::string& path) {
    const std::string text = to_text(curve);
    OutputFile file(path);
    file.append(text.data(), text.size());
    return file.complete();
}

Parsed<Curve> read_curve(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    if (!in) return Parsed<Curve>::failure(fmt::format("{}: cannot be opened", path));
    auto curve = parse_curve(text.str());
    if (!curve) curve.error = fmt::format("{}: {}", path, curve.error);
    return curve;
}

}  // namespace weir::market
