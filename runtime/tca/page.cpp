#include "runtime/tca/page.h"

#include <fmt/format.h>

#include "runtime/tca/assets.h"

namespace weir::tca {

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\'':
                result += "&#39;";
                break;
            default:
                result += c;
        }
    return result;
}

std::string page_head(std::string_view title) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'; img-src data:\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n",
        escaped(title), kPageStyle);
}

Rows::Rows(const std::vector<std::string>& titles, size_t left) : left_(left) {
    html_ = "<table><thead><tr>";
    for (size_t c = 0; c < titles.size(); ++c)
        html_ += fmt::format("<th scope=\"col\"{}>{}</th>", c < left_ ? " class=\"left\"" : "", escaped(titles[c]));
    html_ += "</tr></thead><tbody>\n";
}

void Rows::row(const std::vector<std::string>& cells, bool total) {
    html_ += total ? "<tr class=\"total\">" : "<tr>";
    for (size_t c = 0; c < cells.size(); ++c)
        html_ += fmt::format("<td{}>{}</td>", c < left_ ? " class=\"left\"" : "", escaped(cells[c]));
    html_ += "</tr>\n";
    ++count_;
}

std::string Rows::html() const {
    return "<div class=\"scroll\">" + html_ + "</tbody></table></div>\n";
}

}  // namespace weir::tca
