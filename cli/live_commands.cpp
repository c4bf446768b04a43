#include "cli/live_commands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <span>

#include "compiler/diagnostics/diagnostics.h"
#include "runtime/core/decimal.h"
#include "runtime/core/time.h"

namespace weir::cli {
namespace {

struct Word {
    std::string text;
    bool quoted = false;
};

constexpr std::string_view kForms =
    "`set NAME = VALUE`, `amend quantity|limit|end …`, `venue \"NAME\" off|on`, `skip auction open|close`, `finish now "
    "up "
    "to SHARE within TIME`, pause, hold, resume, cancel or `take over`";

class Line {
  public:
    explicit Line(const CommandContext& context) : context_(context) {}

    /// An empty error and no value: there is nothing in the line.
    Parsed<std::optional<backtest::Command>> read(std::string_view line) {
        if (!split(line)) return failure("a text in quotes has no end: close it with `\"`");
        if (words_.empty()) return {};
        if (!read_time()) return failure(error_);
        read_tail();
        if (words_.empty()) return failure(fmt::format("a command is missing after the time: one of {}", kForms));
        command_.what.text = written();
        if (!read_command()) return failure(error_);
        return {std::move(command_), ""};
    }

  private:
    static Parsed<std::optional<backtest::Command>> failure(std::string message) {
        return Parsed<std::optional<backtest::Command>>::failure(std::move(message));
    }
    bool fail(std::string message) {
        error_ = std::move(message);
        return false;
    }

    /// Words, texts in quotes, and `=` by itself; `//` begins a comment.
    bool split(std::string_view line) {
        for (size_t i = 0; i < line.size();) {
            const char c = line[i];
            if (c == ' ' || c == '\t' || c == '\r') {
                ++i;
            } else if (line.substr(i, 2) == "//") {
                return true;
            } else if (c == '"') {
                const size_t end = line.find('"', i + 1);
                if (end == std::string_view::npos) return false;
                words_.push_back({std::string(line.substr(i + 1, end - i - 1)), true});
                i = end + 1;
            } else if (c == '=') {
                words_.push_back({"="});
                ++i;
            } else {
                const size_t end = std::min(line.find_first_of(" \t\r\"=", i), line.size());
                words_.push_back({std::string(line.substr(i, end - i))});
                i = end;
            }
        }
        return true;
    }

    /// A date and a time, or a time of day: the first such moment that is not before the order's start.
    bool read_time() {
        const std::string first = words_.front().text;
        const bool dated = first.size() >= 10 && first[4] == '-';
        size_t used = 1;
        Parsed<Time> time;
        if (dated) {
            const bool in_two = first.size() == 10 && words_.size() > 1;
            time = parse_time(in_two ? first + " " + words_[1].text : first);
            used = in_two ? 2 : 1;
        } else {
            const auto date = date_in(context_.order.start, context_.instrument.time_zone);
            if (!date) return fail(date.error);
            time = parse_time_of_day(first, date.value, context_.instrument.time_zone);
            if (time && time.value < context_.order.start && context_.order.start < context_.order.end) {
                const auto next =
                    date_in(saturating_add(time.value, Duration{86'400 * kSecond}), context_.instrument.time_zone);
                const auto later = parse_time_of_day(first, next.value, context_.instrument.time_zone);
                if (later && later.value <= context_.order.end) time = later;
            }
        }
        if (!time) return fail(fmt::format("`{}` is not a time: {}", first, time.error));
        command_.time = time.value;
        words_.erase(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(used));
        return true;
    }

    /// `by USER "REASON"`, both optional.
    void read_tail() {
        if (words_.size() > 1 && words_.back().quoted) {
            command_.what.reason = words_.back().text;
            words_.pop_back();
        }
        if (words_.size() > 2 && !words_[words_.size() - 2].quoted && words_[words_.size() - 2].text == "by") {
            command_.what.user = words_.back().text;
            words_.resize(words_.size() - 2);
        }
    }

    bool is(size_t at, std::string_view text) const {
        return at < words_.size() && !words_[at].quoted && words_[at].text == text;
    }
    std::string rest(size_t from) const {
        std::string text;
        for (size_t i = from; i < words_.size(); ++i) text += (text.empty() ? "" : " ") + words_[i].text;
        return text;
    }
    /// The command itself, in the words of the file.
    std::string written() const {
        std::string text;
        for (const Word& word : words_) {
            if (!text.empty()) text += ' ';
            text += word.quoted ? '"' + word.text + '"' : word.text;
        }
        return text;
    }
    bool ends_after(size_t count) {
        if (words_.size() == count) return true;
        return fail(fmt::format("`{}` is too much after `{}`; a user is named by `by USER`, a reason stands in quotes",
                                rest(count), words_[count - 1].text));
    }

    bool read_command() {
        static constexpr std::array kPlain = {
            std::pair{"pause", LiveCommand::pause}, std::pair{"hold", LiveCommand::hold},
            std::pair{"resume", LiveCommand::resume}, std::pair{"cancel", LiveCommand::cancel}};
        for (const auto& [word, kind] : kPlain)
            if (is(0, word)) {
                command_.what.kind = kind;
                return ends_after(1);
            }
        if (is(0, "take")) return read_take_over();
        if (is(0, "set")) return read_set();
        if (is(0, "amend")) return read_amend();
        if (is(0, "venue")) return read_venue();
        if (is(0, "skip")) return read_skip();
        if (is(0, "finish")) return read_finish();
        return fail(fmt::format("`{}` is no command: write one of {}", words_.front().text, kForms));
    }

    bool read_take_over() {
        command_.what.kind = LiveCommand::take_over;
        return is(1, "over") ? ends_after(2) : fail("write `take over`");
    }

    bool read_set() {
        if (words_.size() < 4 || !is(2, "="))
            return fail("write `set NAME = VALUE`, as in `set max_participation = 10%`");
        const auto& parameters = context_.parameters;
        const std::string& name = words_[1].text;
        const auto found = std::ranges::find(parameters, name, &plan::Parameter::name);
        if (found == parameters.end()) return unknown("parameter", name, names_of_parameters());
        if (!found->live)
            return fail(fmt::format("parameter `{}` is not `live`: it stays as it was when the order began", name));
        const auto value = lower::parameter_value(*found, rest(3), context_.market);
        if (const auto* message = std::get_if<std::string>(&value)) return fail(*message);
        command_.what.kind = LiveCommand::set_parameter;
        command_.what.index = static_cast<int32_t>(found - parameters.begin());
        command_.what.value = std::get<int64_t>(value);
        return true;
    }

    bool read_amend() {
        if (is(1, "quantity"))
            return read_number(LiveCommand::amend_quantity, context_.instrument.quantity_decimals,
                               context_.instrument.base);
        if (is(1, "limit")) {
            if (!is(2, "none"))
                return read_number(LiveCommand::amend_limit, context_.instrument.price_decimals,
                                   context_.instrument.currency);
            command_.what.kind = LiveCommand::amend_limit;
            command_.what.value = step::kAbsent;
            return ends_after(3);
        }
        if (is(1, "end") && words_.size() > 2) return read_end();
        return fail("write `amend quantity 12 BTC`, `amend limit 30_100`, `amend limit none` or `amend end 11:30`");
    }

    bool read_number(LiveCommand kind, int decimals, const std::string& unit) {
        if (words_.size() < 3) return fail(fmt::format("a number is missing after `amend {}`", words_[1].text));
        const auto number = parse_decimal(words_[2].text, decimals);
        if (!number) return fail(fmt::format("`{}`: {}", words_[2].text, number.error));
        if (number.value <= 0) return fail(fmt::format("`{}` is not positive", words_[2].text));
        const bool price = kind == LiveCommand::amend_limit;
        if (!step::bounds_of(price ? step::InputKind::price : step::InputKind::quantity).admit(number.value))
            return fail(fmt::format("`{}` is more than can be reckoned with", words_[2].text));
        if (words_.size() > 3 && words_[3].text != unit)
            return fail(fmt::format("`{}` is not the unit: it is {}", words_[3].text, unit));
        command_.what.kind = kind;
        command_.what.value = number.value;
        return words_.size() <= 4 || ends_after(4);
    }

    bool read_end() {
        Line end(context_);
        end.words_.assign(words_.begin() + 2, words_.end());
        if (!end.read_time()) return fail(end.error_);
        if (!end.words_.empty()) return fail(fmt::format("`{}` is too much after the time", end.rest(0)));
        if (!step::bounds_of(step::InputKind::time).admit(end.command_.time.value))
            return fail(fmt::format("`{}` is too late: times can be reckoned with up to the year 2116", rest(2)));
        command_.what.kind = LiveCommand::amend_end;
        command_.what.value = end.command_.time.value;
        return true;
    }

    bool read_venue() {
        if (words_.size() != 3 || (!is(2, "off") && !is(2, "on"))) return fail("write `venue \"NAME\" off` or `… on`");
        command_.what.kind = is(2, "off") ? LiveCommand::venue_off : LiveCommand::venue_on;
        if (const auto leg = std::ranges::find(context_.hedges, words_[1].text); leg != context_.hedges.end()) {
            command_.what.value = leg - context_.hedges.begin() + 1;  // its instrument, which has this venue alone
            return true;
        }
        const auto found = std::ranges::find(context_.venues, words_[1].text);
        std::vector<std::string> all = context_.venues;
        all.insert(all.end(), context_.hedges.begin(), context_.hedges.end());
        if (found == context_.venues.end()) return unknown("venue", words_[1].text, all);
        command_.what.index = static_cast<int32_t>(found - context_.venues.begin());
        return true;
    }

    bool read_skip() {
        if (words_.size() != 3 || !is(1, "auction") || (!is(2, "open") && !is(2, "close")))
            return fail("write `skip auction open` or `skip auction close`");
        command_.what.kind = LiveCommand::skip_auction;
        command_.what.index = static_cast<int32_t>(is(2, "open") ? Auction::open : Auction::close);
        return true;
    }

    bool read_finish() {
        const auto within = std::ranges::find(words_, std::string("within"), &Word::text);
        const auto at = static_cast<size_t>(within - words_.begin());
        if (!is(1, "now") || !is(2, "up") || !is(3, "to") || at < 5 || at + 1 >= words_.size())
            return fail("write `finish now up to 30% within 5 min`");
        std::string share;
        for (size_t i = 4; i < at; ++i) share += words_[i].text;
        const bool percent = share.ends_with('%');
        if (percent) share.pop_back();
        const auto number = parse_decimal(share, 7);
        if (!percent || !number || number.value <= 0 || number.value > 100 * power_of_ten(7))
            return fail(fmt::format("`{}` is no share of the volume: write one above 0% and up to 100%, as in `30%`",
                                    words_[4].text));
        const auto duration = parse_duration(rest(at + 1));
        if (!duration || duration.value.value <= 0)
            return fail(fmt::format("`{}`: {}", rest(at + 1), duration ? "it is not positive" : duration.error));
        command_.what.kind = LiveCommand::finish;
        command_.what.value = number.value;
        command_.what.within = duration.value.value;
        return true;
    }

    std::vector<std::string> names_of_parameters() const {
        std::vector<std::string> names;
        for (const plan::Parameter& parameter : context_.parameters) names.push_back(parameter.name);
        return names;
    }

    bool unknown(std::string_view what, const std::string& name, const std::vector<std::string>& known) {
        const std::string near = did_you_mean(name, std::vector<std::string_view>(known.begin(), known.end()));
        if (!near.empty()) return fail(fmt::format("there is no {} `{}`{}", what, name, near));
        if (known.empty()) return fail(fmt::format("there is no {} `{}`, nor any other", what, name));
        return fail(fmt::format("there is no {} `{}`; there is `{}`", what, name, fmt::join(known, "`, `")));
    }

    const CommandContext& context_;
    std::vector<Word> words_;
    backtest::Command command_;
    std::string error_;
};

}  // namespace

Parsed<std::vector<backtest::Command>> parse_commands(std::string_view text, const CommandContext& context) {
    using Result = Parsed<std::vector<backtest::Command>>;
    std::vector<backtest::Command> commands;
    for (int number = 1; !text.empty(); ++number) {
        const size_t end = std::min(text.find('\n'), text.size());
        auto read = Line(context).read(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!read) return Result::failure(fmt::format("line {}: {}", number, read.error));
        if (!read.value) continue;
        if (!commands.empty() && read.value->time < commands.back().time)
            return Result::failure(
                fmt::format("line {}: it is earlier than the command before it; commands stand in "
                            "order of time",
                            number));
        commands.push_back(std::move(*read.value));
    }
    return {std::move(commands), ""};
}

}  // namespace weir::cli
