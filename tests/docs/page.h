// Pages of Markdown as tests read them: their headings, blocks and tables.
#pragma once

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace weir::test {

/// ``` blocks. `info` is what stands behind the ticks: `weir`, `sh`.
struct Block {
    std::string info, text;
    size_t line = 0;  // of its first line of text, from 1
};

using Row = std::vector<std::string>;  // the cells, without blanks around them

struct Table {
    std::string section;  // the heading above it
    Row head;
    std::vector<Row> rows;
};

struct Page {
    std::filesystem::path path;
    std::vector<std::string> headings;
    std::vector<Block> blocks;
    std::vector<Table> tables;
    std::string prose;  // everything outside of blocks
};

inline Row cells_of(const std::string& line) {
    Row cells;
    std::string cell;
    for (size_t i = 1; i < line.size(); ++i) {
        if (line[i] != '|') {
            cell += line[i];
            continue;
        }
        const size_t begin = cell.find_first_not_of(' ');
        cells.push_back(begin == std::string::npos ? "" : cell.substr(begin, cell.find_last_not_of(' ') - begin + 1));
        cell.clear();
    }
    return cells;
}

inline Page read_page(const std::filesystem::path& path) {
    Page page;
    page.path = path;
    std::ifstream in(path);
    size_t number = 0;
    bool in_table = false;
    for (std::string line; std::getline(in, line);) {
        ++number;
        const size_t indent = line.find_first_not_of(' ');
        if (indent != std::string::npos && line.compare(indent, 3, "```") == 0) {
            Block block{line.substr(indent + 3), "", number + 1};
            while (std::getline(in, line) && line.compare(0, indent + 3, std::string(indent, ' ') + "```") != 0) {
                ++number;
                block.text += (line.size() >= indent ? line.substr(indent) : line) + "\n";
            }
            ++number;
            page.blocks.push_back(std::move(block));
            in_table = false;
            continue;
        }
        page.prose += line + "\n";
        if (line.starts_with("#")) page.headings.push_back(line.substr(line.find(' ') + 1));
        const bool row = line.starts_with("|");
        if (row && !in_table)
            page.tables.push_back({page.headings.empty() ? "" : page.headings.back(), cells_of(line), {}});
        else if (row && !line.starts_with("|---"))
            page.tables.back().rows.push_back(cells_of(line));
        in_table = row;
    }
    return page;
}

/// Every page of the repository that people read.
inline std::vector<std::filesystem::path> all_pages() {
    const std::filesystem::path root = WEIR_SOURCE_DIR;
    std::vector<std::filesystem::path> pages{root / "README.md"};
    for (const char* folder : {"docs", "stdlib", "examples"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
            if (entry.path().extension() == ".md") pages.push_back(entry.path());
    return pages;
}

/// The pages of one folder, in the order of their names.
inline std::vector<Page> pages_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".md") paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<Page> pages;
    for (const auto& path : paths) pages.push_back(read_page(path));
    return pages;
}

/// The blocks with this behind their ticks, each with its page.
inline std::vector<std::pair<const Page*, const Block*>> blocks_in(const std::vector<Page>& pages,
                                                                   const std::string& info) {
    std::vector<std::pair<const Page*, const Block*>> blocks;
    for (const Page& page : pages)
        for (const Block& block : page.blocks)
            if (block.info == info) blocks.emplace_back(&page, &block);
    return blocks;
}

/// What a link to a heading is, as GitHub makes it: lower case, blanks as `-`, other signs away.
inline std::string anchor_of(const std::string& heading) {
    std::string anchor;
    for (const char c : heading) {
        if (c == ' ' || c == '-') anchor += '-';
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_')
            anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return anchor;
}

/// The texts between single ticks, in their order.
inline std::vector<std::string> codes_in(const std::string& text) {
    std::vector<std::string> codes;
    for (size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at + 1)) {
        const size_t end = text.find('`', at + 1);
        if (end == std::string::npos) break;
        codes.push_back(text.substr(at + 1, end - at - 1));
        at = end;
    }
    return codes;
}

}  // namespace weir::test
