#include "runtime/market/import.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/targets.h"

namespace weir::fuzz {
namespace {

constexpr std::string_view kBetween = "----\n";

struct Files {
    std::string format;
    std::vector<std::string> names, texts;
};

/// Names are taken for their form alone: nothing is written outside of the folder.
std::string harmless(std::string name) {
    for (char& c : name)
        if (c == '/' || c == '\0') c = '_';
    name.resize(std::min<size_t>(name.size(), 100));
    return "f" + name;
}

Files read(std::string_view bytes) {
    Files files;
    const size_t line = std::min(bytes.find('\n'), bytes.size());
    std::istringstream words{std::string(bytes.substr(0, line))};
    words >> files.format;
    for (std::string name; files.names.size() < 2 && words >> name;) files.names.push_back(harmless(name));
    bytes.remove_prefix(std::min(line + 1, bytes.size()));
    for (size_t i = 0; i < files.names.size(); ++i) {
        const size_t end = i + 1 == files.names.size() ? bytes.size() : std::min(bytes.find(kBetween), bytes.size());
        files.texts.emplace_back(bytes.substr(0, end));
        bytes.remove_prefix(std::min(end + kBetween.size(), bytes.size()));
    }
    return files;
}

}  // namespace

void import(std::string_view bytes) {
    static const Folder folder;
    const Files files = read(bytes);
    std::vector<std::string> paths;
    for (size_t i = 0; i < files.names.size(); ++i) {
        paths.push_back(folder / files.names[i]);
        std::ofstream(paths.back(), std::ios::binary) << files.texts[i];
    }
    market::ImportOptions options;
    if (files.format == "lobster") options.date = "2012-06-21";
    const std::string out = folder / "out.tape";
    market::ImportError error;
    const auto result = market::import_tape(files.format, paths, options, out, error);
    for (const std::string& path : paths) std::filesystem::remove(path);
    require(result.has_value() == error.message.empty(), "data is imported, or an error says why not");
    if (!result) return require(!std::filesystem::exists(out), "what fails leaves nothing", error.message);
    market::TapeError fault;
    const auto tape = market::Tape::open(out, fault);
    require(tape != nullptr, "what was imported can be read", fault.message);
    std::filesystem::remove(out);
}

}  // namespace weir::fuzz
