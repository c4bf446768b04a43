// A table of text with aligned columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir::tca {

enum class Align : uint8_t { left, right };

class Table {
  public:
    struct Column {
        std::string title;
        Align align = Align::right;
    };
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    bool empty() const { return rows_.empty(); }
    /// Lines with `indent` before each. `title` opens and closes the style of the titles' line.
    std::string text(std::string_view indent, std::string_view title_on, std::string_view title_off) const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace weir::tca
