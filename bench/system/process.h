// What the benchmarks of whole tasks share: files, a folder that goes away, processes of the command line.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace weir::bench {

[[noreturn]] void abandon(const std::string& message);
std::string text_of(const std::filesystem::path& path);

/// A folder of this process, gone at its end.
const std::filesystem::path& scratch();

/// Runs `weir` with these arguments, and abandons everything when it fails.
void run_weir(const std::vector<std::string>& arguments);

/// What all finished processes together have used.
double children_cpu_seconds();
double children_peak_mib();

/// The registrations of each file.
void add_checks();
void add_runs();

/// The scripts of stdlib/, by name.
std::vector<std::string> library();
inline std::string script_of(const std::string& name) {
    return std::string(WEIR_SOURCE_DIR "/stdlib/") + name + ".weir";
}

}  // namespace weir::bench
