#include "cli/files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "runtime/core/output_file.h"

namespace weir::cli {

Parsed<std::string> read_file(const std::string& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return Parsed<std::string>::failure(fmt::format("{}: is a directory", path));
    std::ifstream in(path, std::ios::binary);
    if (!in) return Parsed<std::string>::failure(fmt::format("{}: {}", path, std::strerror(errno)));
    std::ostringstream text;
    text << in.rdbuf();
    if (in.bad()) return Parsed<std::string>::failure(fmt::format("{}: {}", path, std::strerror(errno)));
    return {std::move(text).str(), {}};
}

syntax::FileText read_used_file(const std::string& path) {
    Parsed<std::string> text = read_file(path);
    return {std::move(text.value), std::move(text.error)};
}

std::vector<std::string> scripts_in(const std::vector<std::string>& paths) {
    namespace fs = std::filesystem;
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        std::error_code error;
        if (!fs::is_directory(path, error)) {
            files.push_back(path);
            continue;
        }
        std::vector<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(path, error))
            if (entry.path().extension() == ".weir") found.push_back(entry.path().string());
        std::sort(found.begin(), found.end());
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

namespace {

std::string unwritable(const std::string& path) {
    const auto because = [&](int reason) {
        return fmt::format("{}: cannot be written: {}", path, std::strerror(reason));
    };
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) return because(EISDIR);
    const OutputPlace place = output_place(path);
    if (place.exists && access(place.path.c_str(), W_OK) != 0) return because(errno);
    if (!place.is_plain) return {};
    const std::filesystem::path folder = std::filesystem::path(place.path).parent_path();
    return access(folder.empty() ? "." : folder.c_str(), W_OK) == 0 ? "" : because(errno);
}

/// One plain file, or one that both would make.
bool same_file(const std::string& one, const std::string& other) {
    namespace fs = std::filesystem;
    const OutputPlace first = output_place(one), second = output_place(other);
    if (!first.is_plain || !second.is_plain) return false;
    std::error_code failed;
    if (first.exists || second.exists) return fs::equivalent(first.path, second.path, failed);
    const auto place = [&](const fs::path& path) { return fs::weakly_canonical(fs::absolute(path, failed), failed); };
    return !first.path.empty() && !second.path.empty() && place(first.path) == place(second.path);
}

/// The word itself, and every part of it that could be a path.
std::vector<std::string> paths_in(const std::string& word) {
    std::vector<std::string> paths{word};
    const size_t equals = word.find('=');
    if (equals == std::string::npos) return paths;
    paths.push_back(word.substr(equals + 1));
    for (size_t comma = word.find(',', equals); comma != std::string::npos; comma = word.find(',', comma + 1))
        paths.push_back(word.substr(equals + 1, comma - equals - 1));
    return paths;
}

}  // namespace

std::string output_fault(std::span<const Output> outputs, const std::vector<std::string>& inputs) {
    for (size_t i = 0; i < outputs.size(); ++i) {
        const auto& [option, path] = outputs[i];
        if (path.empty()) continue;
        for (const std::string& word : inputs)
            for (const std::string& input : paths_in(word))
                if (same_file(path, input))
                    return fmt::format("{} `{}`: the command reads this file, and would write over it; name another",
                                       option, path);
        for (const Output& earlier : outputs.first(i))
            if (!earlier.path.empty() && same_file(path, earlier.path))
                return fmt::format("{} `{}`: {} writes this file too; name another", option, path, earlier.option);
        if (std::string fault = unwritable(path); !fault.empty()) return fault;
    }
    return {};
}

std::string write_file(const std::string& path, const std::string& content) {
    if (std::string error = unwritable(path); !error.empty()) return error;
    OutputFile file(path);
    file.append(content.data(), content.size());
    return file.complete().value_or("");
}

}  // namespace weir::cli
