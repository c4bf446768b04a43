#include "golden.h"

#include <algorithm>
#include <iterator>
#include <sstream>

namespace weir::golden {
namespace {

constexpr std::string_view kMark = "==== ";

}  // namespace

File split(const std::string& text) {
    File file;
    std::string* into = &file.script;
    for (size_t begin = 0; begin < text.size();) {
        const size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
        const std::string line = text.substr(begin, end - begin);
        begin = end;
        if (line.starts_with(kMark)) {
            const size_t length = line.find_last_not_of("\r\n") + 1;
            file.sections.push_back({line.substr(kMark.size(), length - kMark.size()), {}});
            into = &file.sections.back().output;
        } else {
            *into += line;
        }
    }
    return file;
}

std::string join(const File& file) {
    std::string text = file.script;
    for (const Section& section : file.sections) text += std::string(kMark) + section.head + "\n" + section.output;
    return text;
}

Result run(const File& file, const std::string& name) {
    Result result{file, false, {}};
    const SourceFile script(name, file.script);
    for (Section& section : result.file.sections) {
        std::istringstream words(section.head);
        std::string command;
        words >> command;
        const std::vector<std::string> arguments{std::istream_iterator<std::string>(words), {}};
        const auto row = std::ranges::find(commands(), command, &Command::name);
        if (row == commands().end()) {
            result.problem = "there is no command `" + command + "`";
            continue;
        }
        Outcome outcome = row->run(script, arguments);
        if (!outcome.output.empty() && !outcome.output.ends_with('\n')) outcome.output += '\n';
        section.output = std::move(outcome.output);
        result.failed |= outcome.failed;
    }
    return result;
}

}  // namespace weir::golden
