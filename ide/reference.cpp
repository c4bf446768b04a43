#include "ide/reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "ide/carried.h"

namespace weir::ide {
namespace {

/// A row of a table that begins with code: what is written, and what it means.
struct Row {
    std::string_view page;
    std::string section;
    std::vector<std::string> codes;
    std::string first, meaning;
};
struct Section {
    std::string_view page;
    std::string title, example, text;  // the first example and the first paragraph
};
/// Where the index leads to for a word: `work.md#icebergs`.
struct Entry {
    std::string word;
    std::vector<std::string> places;
};
struct Reference {
    std::vector<Section> sections;
    std::vector<Row> rows;
    std::vector<Entry> index;
};

std::string_view trimmed(std::string_view text) {
    const size_t begin = text.find_first_not_of(" \n");
    return begin == std::string_view::npos ? "" : text.substr(begin, text.find_last_not_of(" \n") - begin + 1);
}

/// Links lead nowhere from here: `[x](y)` is x.
std::string without_links(std::string_view text) {
    std::string result;
    for (size_t at = 0; at < text.size();) {
        const size_t middle = text[at] == '[' ? text.find("](", at) : std::string_view::npos;
        const size_t end = middle == std::string_view::npos ? middle : text.find(')', middle);
        if (end == std::string_view::npos) {
            result += text[at++];
            continue;
        }
        result += text.substr(at + 1, middle - at - 1);
        at = end + 1;
    }
    return result;
}

std::vector<std::string> codes_in(std::string_view text) {
    std::vector<std::string> codes;
    for (size_t at = text.find('`'); at != std::string_view::npos; at = text.find('`', at + 1)) {
        const size_t end = text.find('`', at + 1);
        if (end == std::string_view::npos) break;
        codes.emplace_back(text.substr(at + 1, end - at - 1));
        at = end;
    }
    return codes;
}

std::vector<std::string> links_in(std::string_view text) {
    std::vector<std::string> links;
    for (size_t at = text.find("]("); at != std::string_view::npos; at = text.find("](", at + 1))
        links.emplace_back(text.substr(at + 2, text.find(')', at) - at - 2));
    return links;
}

/// As a link names a heading: lower case, blanks as `-`, other signs away.
std::string anchor_of(std::string_view title) {
    std::string anchor;
    for (const char c : title) {
        if (c == ' ') anchor += '-';
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_')
            anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return anchor;
}

class Reader {
  public:
    Reader(const Carried& page, Reference& into) : page_(page), into_(into) {}

    void read() {
        std::string_view text = page_.text;
        while (!text.empty()) {
            const size_t feed = text.find('\n');
            line(text.substr(0, feed));
            text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
        }
    }

  private:
    void line(std::string_view line) {
        if (line.starts_with("```")) {
            in_code_ = !in_code_;
            // What is shown to be wrong is no example.
            if (!in_code_ && here().example.empty() && code_.find("// error") == std::string::npos &&
                code_.find("// warning") == std::string::npos)
                here().example = code_;
            code_.clear();
        } else if (in_code_) {
            code_ += std::string(line) + "\n";
        } else if (line.starts_with("#")) {
            into_.sections.push_back({page_.name, std::string(line.substr(line.find(' ') + 1)), {}, {}});
            paragraph_is_over_ = false;
        } else if (line.starts_with("|")) {
            row(line);
        } else if (trimmed(line).empty()) {
            paragraph_is_over_ = !here().text.empty();
        } else if (!paragraph_is_over_) {
            here().text += (here().text.empty() ? "" : " ") + without_links(line);
        }
    }

    Section& here() {
        if (into_.sections.empty() || into_.sections.back().page != page_.name)
            into_.sections.push_back({page_.name, {}, {}, {}});
        return into_.sections.back();
    }

    void row(std::string_view line) {
        std::vector<std::string_view> cells;
        for (size_t at = 1; at < line.size();) {
            const size_t end = std::min(line.find('|', at), line.size());
            cells.push_back(trimmed(line.substr(at, end - at)));
            at = end + 1;
        }
        if (cells.size() < 2) return;
        std::vector<std::string> codes = codes_in(cells.front());
        if (codes.empty() || !cells.front().starts_with('`')) return;
        if (page_.name == "index.md") {
            into_.index.push_back({codes.front(), links_in(cells.back())});
            return;
        }
        std::string meaning = without_links(cells.back());
        // What is read, and since when it is there.
        if (page_.name == "signals.md" && here().title == "Memory")
            meaning = fmt::format("reads {}; present {}", without_links(cells[1]), meaning);
        into_.rows.push_back(
            {page_.name, here().title, std::move(codes), std::string(cells.front()), std::move(meaning)});
    }

    const Carried& page_;
    Reference& into_;
    bool in_code_ = false, paragraph_is_over_ = false;
    std::string code_;
};

const Reference& reference() {
    static const Reference all = [] {
        Reference read;
        for (const Carried& page : reference_pages()) Reader(page, read).read();
        return read;
    }();
    return all;
}

bool begins_with_words(std::string_view text, std::string_view words) {
    if (!text.starts_with(words)) return false;
    if (text.size() == words.size()) return true;
    const auto next = static_cast<unsigned char>(text[words.size()]);
    return std::isalnum(next) == 0 && next != '_' && next != '.';
}

/// The page on what stands in a block, and whether it goes by rows of a table there, not by sections.
struct Home {
    std::string_view page;
    bool by_rows;
};
Home home_of(std::string_view block) {
    if (block == "work" || block == "would" || block == "at") return {"work.md", true};
    if (block == "risk" || block == "policy" || block == "assume") return {"risk.md", true};
    if (block == "route") return {"routing.md", false};
    if (block == "legs") return {"legs.md", true};
    if (block == "test") return {"tests.md", true};
    return {"", false};
}

std::string of_row(const Row& row) {
    return row.first + (row.meaning.empty() ? "" : " — " + row.meaning) + "\n";
}

std::optional<std::string> row_of(std::string_view words, std::string_view page) {
    for (const Row& row : reference().rows) {
        if (!page.empty() && row.page != page) continue;
        if (std::ranges::any_of(row.codes, [&](const std::string& code) { return begins_with_words(code, words); }))
            return of_row(row);
    }
    return std::nullopt;
}

/// What it is, and what of the market's past it reads.
std::string rows_on_signal(std::string_view words) {
    std::string text;
    for (const Row& row : reference().rows) {
        const auto is_of = [&](const std::string& code) { return begins_with_words(code, words); };
        if (row.page == "signals.md" && std::ranges::any_of(row.codes, is_of))
            text += (text.empty() ? "" : "\n") + of_row(row);
    }
    return text;
}

std::string text_of(const Section& section) {
    const std::string example = section.example.empty() ? "" : "```weir\n" + section.example + "```\n";
    return example + "\n" + section.text + "\n";
}

std::optional<std::string> section_of(std::string_view words) {
    for (const Section& section : reference().sections) {
        const size_t second = section.title.find(", ");
        const bool is_named = begins_with_words(section.title, words) ||
                              (second != std::string::npos &&
                               begins_with_words(std::string_view(section.title).substr(second + 2), words));
        if (is_named && !section.text.empty()) return text_of(section);
    }
    return std::nullopt;
}

/// The section that the index leads to, of the page on a block where there is one.
std::optional<std::string> by_index(std::string_view word, std::string_view page) {
    const auto& index = reference().index;
    const auto entry = std::ranges::find(index, word, &Entry::word);
    if (entry == index.end() || entry->places.empty()) return std::nullopt;
    const auto at_home = [&](const std::string& place) { return !page.empty() && place.starts_with(page); };
    const auto home = std::ranges::find_if(entry->places, at_home);
    const std::string& place = home == entry->places.end() ? entry->places.front() : *home;
    for (const Section& section : reference().sections)
        if (place == std::string(section.page) + "#" + anchor_of(section.title)) return text_of(section);
    return std::nullopt;
}

}  // namespace

std::string reference_of(std::string_view words, std::string_view block) {
    const Home home = home_of(block);
    if (home.by_rows)
        if (const auto row = row_of(words, home.page)) return *row;
    if (const auto section = section_of(words)) return *section;
    if (!home.page.empty() && !home.by_rows)
        if (const auto row = row_of(words, home.page)) return *row;
    if (const std::string rows = rows_on_signal(words); !rows.empty()) return rows;
    for (const std::string_view page : {"units.md", ""})
        if (const auto row = row_of(words, page)) return *row;
    return by_index(words, home.page).value_or("");
}

std::string reference_in(std::string_view clause, std::string_view word, std::string_view block) {
    const auto has_word = [&](const std::string& code) {
        for (size_t at = code.find(' '); at != std::string::npos; at = code.find(' ', at + 1))
            if (begins_with_words(std::string_view(code).substr(at + 1), word)) return true;
        return false;
    };
    const Home home = home_of(block);
    for (const Row& row : reference().rows)
        if ((home.page.empty() || row.page == home.page) &&
            std::ranges::any_of(
                row.codes, [&](const std::string& code) { return begins_with_words(code, clause) && has_word(code); }))
            return of_row(row);
    // What a clause of values or of a condition begins with says nothing of its parts.
    constexpr std::string_view kOfParts[] = {"let", "when", "work", "strategy", "test", "fn", "set"};
    return std::ranges::find(kOfParts, clause) == std::end(kOfParts) ? reference_of(clause, block) : "";
}

std::vector<Form> forms_of(std::string_view function) {
    std::vector<Form> forms;
    for (const Row& row : reference().rows) {
        const bool is_of_functions = row.page == "signals.md" && row.section == "Functions";
        for (const std::string& code : row.codes)
            if (is_of_functions && code.starts_with(std::string(function) + "(")) forms.push_back({code, row.meaning});
    }
    return forms;
}

}  // namespace weir::ide
