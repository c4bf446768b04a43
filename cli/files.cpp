#include "cli/files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

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

std::string unwritable(const std::string& path) {
    const auto because = [&](int reason) {
        return fmt::format("{}: cannot be written: {}", path, std::strerror(reason));
    };
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) return because(EISDIR);
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    return access(folder.empty() ? "." : folder.c_str(), W_OK) == 0 ? "" : because(errno);
}

std::string write_file(const std::string& path, const std::string& content) {
    if (std::string error = unwritable(path); !error.empty()) return error;
    namespace fs = std::filesystem;
    std::error_code absent;
    const fs::path real = fs::canonical(path, absent);  // a link stays one
    const std::string target = absent ? path : real.string();
    if (std::string error = unwritable(target); !error.empty()) return error;
    const std::string beside = target + ".part";
    {
        std::ofstream out(beside, std::ios::binary | std::ios::trunc);
        if (!out) return fmt::format("{}: cannot be written: {}", path, std::strerror(errno));
        out << content;
        out.close();
        if (!out) {
            const std::string reason = std::strerror(errno);
            std::remove(beside.c_str());
            return fmt::format("{}: cannot be written: {}", path, reason);
        }
    }
    std::error_code failed;
    if (!absent) fs::permissions(beside, fs::status(target, failed).permissions(), failed);
    if (!failed) fs::rename(beside, target, failed);
    if (failed) {
        std::remove(beside.c_str());
        return fmt::format("{}: cannot be written: {}", path, failed.message());
    }
    return {};
}

}  // namespace weir::cli
