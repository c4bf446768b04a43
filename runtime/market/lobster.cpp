#include "runtime/market/lobster.h"

#include <fmt/format.h>

#include "runtime/market/fields.h"

namespace weir::market::lobster {
namespace {

constexpr size_t kMostLevels = 200;
constexpr int64_t kNoPrice = 9'999'999'999;
constexpr int64_t kDay = 86'400 * kSecond;

bool is_message(std::string_view name) {
    return base_name(name).find("message") != std::string_view::npos;
}
bool is_book(std::string_view name) {
    return base_name(name).find("orderbook") != std::string_view::npos;
}

}  // namespace

Reader::Reader(std::span<const std::string> files) {
    if (files.size() == 1) {
        messages_.emplace(files[0], is_message);
        books_.emplace(files[0], is_book);
        if (messages_->error().empty() && books_->error().empty() && messages_->entry() == books_->entry())
            fail(fmt::format("{}: the book rows are missing; give the orderbook file too", files[0]));
    } else if (files.size() == 2 &&
               (is_message(files[0]) ? is_book(files[1]) : is_book(files[0]) && is_message(files[1]))) {
        messages_.emplace(is_message(files[0]) ? files[0] : files[1]);
        books_.emplace(is_message(files[0]) ? files[1] : files[0]);
    } else {
        fail(fmt::format(
            "{}: format `lobster` takes one zip, or one file with `message` and one with `orderbook` in its name",
            files[0]));
        return;
    }
    if (!messages_->error().empty()) fail(messages_->error());
    if (!books_->error().empty()) fail(books_->error());
}

bool Reader::fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
    return false;
}

bool Reader::next(Message& message, Row& row) {
    if (!error_.empty()) return false;
    std::string_view message_line, book_line;
    const bool has_message = messages_->next(message_line);
    const bool has_row = books_->next(book_line);
    if (!messages_->error().empty()) return fail(messages_->error());
    if (!books_->error().empty()) return fail(books_->error());
    if (has_message != has_row)
        return fail(fmt::format("{}: it ends after {} rows, but `{}` goes on; the two files must have as many rows",
                                has_message ? books_->path() : messages_->path(),
                                has_message ? books_->line_number() : messages_->line_number(),
                                has_message ? messages_->entry() : books_->entry()));
    return has_message && read_message(message_line, message) && read_row(book_line, row);
}

bool Reader::read_message(std::string_view line, Message& message) {
    const Fields<6> fields(line, ',');
    if (fields.count != 6)
        return fail(messages_->at(
            fmt::format("{} columns; a message has 6: time, type, order, size, price, direction", fields.count)));
    const auto time = read_decimal(fields[0], 9);
    const auto type = read_integer(fields[1]);
    const auto order = read_integer(fields[2]);
    const auto size = read_integer(fields[3]);
    const auto price = read_integer(fields[4]);
    const auto side = read_integer(fields[5]);
    if (!time || *time < 0 || *time >= kDay)
        return fail(
            messages_->at(fmt::format("time `{}` is not seconds after midnight with at most 9 decimals", fields[0])));
    if (*time < last_time_)
        return fail(messages_->at(fmt::format("time `{}` is before that of the row above", fields[0])));
    if (!type || *type < 1 || *type > 7)
        return fail(messages_->at(fmt::format("type `{}` is unknown; types are 1 to 7", fields[1])));
    const bool of_order = *type <= 5;
    if (!order || *order < 0) return fail(messages_->at(fmt::format("order `{}` is not a whole number", fields[2])));
    if (!size || *size < (of_order ? 1 : 0))
        return fail(messages_->at(fmt::format("size `{}` is not a positive whole number", fields[3])));
    if (!price || (*price <= 0 && *type != 7))
        return fail(messages_->at(fmt::format("price `{}` is not a positive whole number of 0.0001", fields[4])));
    if (!side || (*side != 1 && *side != -1))
        return fail(
            messages_->at(fmt::format("direction `{}` is unknown; it must be 1 (buy) or -1 (sell)", fields[5])));
    last_time_ = *time;
    message = {*time, static_cast<Type>(*type), static_cast<uint64_t>(*order), *size, *price, static_cast<Side>(*side)};
    return true;
}

bool Reader::read_row(std::string_view line, Row& row) {
    const Fields<4 * kMostLevels> fields(line, ',');
    if (levels_ == 0) levels_ = fields.count / 4;
    if (fields.count == 0 || fields.count != 4 * levels_ || levels_ > kMostLevels)
        return fail(books_->at(
            fmt::format("{} columns; a book row has 4 per level, {} as in the first row", fields.count, 4 * levels_)));
    row.bids.clear();
    row.asks.clear();
    for (size_t i = 0; i < fields.count; i += 2) {
        const auto price = read_integer(fields[i]);
        const auto size = read_integer(fields[i + 1]);
        if (!price || !size)
            return fail(books_->at(
                fmt::format("column {}: `{}`, `{}` are not a price and a size", i + 1, fields[i], fields[i + 1])));
        if (*price == kNoPrice || *price == -kNoPrice) continue;
        if (*price <= 0 || *size <= 0)
            return fail(books_->at(
                fmt::format("column {}: price `{}` and size `{}` must be positive", i + 1, fields[i], fields[i + 1])));
        (i % 4 == 0 ? row.asks : row.bids).push_back({*price, *size});
    }
    return true;
}

std::string Reader::symbol() const {
    const std::string_view name = base_name(messages_->entry());
    return std::string(name.substr(0, name.find('_')));
}

std::string Reader::date() const {
    const Fields<8> parts(base_name(messages_->entry()), '_');
    const std::string_view second = parts[1];
    return second.size() == 10 && second[4] == '-' && second[7] == '-' ? std::string(second) : std::string();
}

}  // namespace weir::market::lobster
