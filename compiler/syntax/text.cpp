#include "compiler/syntax/text.h"

namespace weir::syntax {
namespace {

/// Groups of three, from five digits on: 1000 stays as it is, 10_000 does not.
std::string grouped(std::string digits) {
    constexpr size_t kFromDigits = 5;
    constexpr size_t kGroup = 3;
    if (digits.size() < kFromDigits) return digits;
    for (size_t i = digits.size(); i > kGroup; i -= kGroup) digits.insert(i - kGroup, "_");
    return digits;
}

std::string decimal_text(Decimal value) {
    std::string digits = std::to_string(value.digits);
    const auto decimals = static_cast<size_t>(value.decimals);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    const std::string whole = grouped(digits.substr(0, digits.size() - decimals));
    return decimals == 0 ? whole : whole + "." + digits.substr(digits.size() - decimals);
}

std::string with_unit(const std::string& digits, const Number& number) {
    const bool joined = number.unit.text.empty() || number.unit.text == "%" || number.unit.text == "x";
    return digits + (joined ? "" : " ") + number.unit.text;
}

std::string padded(int64_t value, size_t width) {
    const std::string text = std::to_string(value);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

std::string number_text(const Number& number) {
    return with_unit(decimal_text(number.value), number);
}

std::string written_text(const Number& number) {
    return number.written.empty() ? number_text(number) : with_unit(number.written, number);
}

std::string time_text(const TimeOfDay& time) {
    constexpr int64_t kSecond = 1'000'000'000;
    const int64_t seconds = time.nanoseconds / kSecond;
    const int64_t fraction = time.nanoseconds % kSecond;
    std::string text = padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2);
    if (seconds % 60 != 0 || fraction != 0) text += ":" + padded(seconds % 60, 2);
    if (fraction != 0) {
        text += "." + padded(fraction, 9);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return time.zone.text.empty() ? text : text + " " + time.zone.text;
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return result + "\"";
}

}  // namespace weir::syntax
