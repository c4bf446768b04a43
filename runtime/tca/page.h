// What every page of Weir is made of: its style, its tables, text that cannot be taken for markup.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir::tca {

std::string escaped(std::string_view text);

/// From the beginning of the document to that of `<main>`. A content policy keeps the page from reaching for anything
/// outside itself.
std::string page_head(std::string_view title);

/// A table: the first `left` columns are text, the others numbers.
class Rows {
  public:
    Rows(const std::vector<std::string>& titles, size_t left);
    void row(const std::vector<std::string>& cells, bool total = false);
    size_t count() const { return count_; }
    std::string html() const;

  private:
    size_t left_;
    size_t count_ = 0;
    std::string html_;
};

}  // namespace weir::tca
