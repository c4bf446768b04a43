#include "lsp/workspace.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "lsp/uri.h"

namespace weir::lsp {
namespace {

namespace fs = std::filesystem;

constexpr size_t kFilesMost = 20'000;     // of the folders, so that opening a disk does not read all of it
constexpr size_t kBytesMost = 16U << 20;  // of a file; a script of more than 256 KiB is refused by the compiler anyway
constexpr size_t kFoundMost = 500;

syntax::FileText read_file(const std::string& path) {
    std::error_code error;
    const uintmax_t size = fs::file_size(path, error);
    if (error) return {"", error.message()};
    if (size > kBytesMost) return {"", "it is larger than any script"};
    std::ifstream file(path, std::ios::binary);
    if (!file) return {"", "it cannot be read"};
    return {std::string(std::istreambuf_iterator<char>(file), {}), ""};
}

std::string plain(const std::string& path) {
    return fs::path(path).lexically_normal().string();
}

bool is_below(const std::string& path, const std::string& folder) {
    return path.starts_with(folder) &&
           (path.size() == folder.size() || folder.ends_with('/') || path[folder.size()] == '/');
}

std::vector<std::string> scripts_below(const std::string& folder) {
    std::vector<std::string> paths;
    std::error_code error;
    auto at = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && at != fs::recursive_directory_iterator() && paths.size() < kFilesMost; at.increment(error)) {
        const std::string name = at->path().filename().string();
        std::error_code ignored;
        if (at->is_directory(ignored) && (name.starts_with('.') || name == "node_modules"))
            at.disable_recursion_pending();
        if (at->path().extension() == ".weir" && at->is_regular_file(ignored))
            paths.push_back(plain(at->path().string()));
    }
    std::ranges::sort(paths);
    return paths;
}

bool has_letters(std::string_view name, std::string_view query) {
    size_t next = 0;
    for (const char c : name)
        if (next < query.size() &&
            std::tolower(static_cast<unsigned char>(c)) == std::tolower(static_cast<unsigned char>(query[next])))
            ++next;
    return next == query.size();
}

void collect(const std::string& path, const std::shared_ptr<const std::string>& text,
             const std::vector<ide::Symbol>& symbols, const std::string& parent, std::vector<Found>& found) {
    for (const ide::Symbol& symbol : symbols) {
        found.push_back({path, symbol.kind, symbol.name, parent, symbol.name_range, text});
        if (symbol.kind == ide::NameKind::strategy || symbol.kind == ide::NameKind::phase)
            collect(path, text, symbol.children, symbol.name, found);
    }
}

}  // namespace

// ---------------------------------------------------------------------------------------------------- open documents

Document& Workspace::open(const std::string& uri, int64_t version, std::string text) {
    Document& document = documents_[uri];
    document.uri = uri;
    document.path = plain(path_of(uri));
    change(document, version, std::move(text));
    return document;
}

Document* Workspace::find(std::string_view uri) {
    const auto found = documents_.find(uri);
    return found == documents_.end() ? nullptr : &found->second;
}

void Workspace::change(Document& document, int64_t version, std::string text) {
    document.version = version;
    document.text = std::move(text);
    touched(document.path);
}

void Workspace::close(Document& document) {
    const std::string path = document.path;
    documents_.erase(document.uri);
    touched(path);
}

/// Whoever reads the file has another version.
void Workspace::touched(const std::string& path) {
    const bool is_policy = std::ranges::find(policies_, path) != policies_.end();
    for (auto& [uri, document] : documents_) {
        // What could not be found may be there now.
        const bool misses = document.snapshot &&
                            std::ranges::any_of(document.snapshot->diagnostics,
                                                [](const auto& one) { return one.code == Code::used_file_missing; });
        const bool reads =
            document.snapshot &&
            std::ranges::any_of(document.snapshot->files, [&](const SourceFile& file) { return file.path() == path; });
        if (document.path != path && !reads && !misses && !is_policy) continue;
        document.snapshot = nullptr;
        document.is_diagnosed = false;
        document.is_judged = false;
    }
    if (const auto known = files_.find(path); known != files_.end() && known->second.is_read) {
        known->second.is_read = false;
        unread_.push_back(path);
    }
}

std::vector<SourceFile> Workspace::policy_files() const {
    std::vector<SourceFile> files;
    for (const std::string& path : policies_)
        if (syntax::FileText file = text_of(path); file.error.empty()) files.emplace_back(path, std::move(file.text));
    return files;
}

const ide::Snapshot& Workspace::snapshot(Document& document) {
    if (!document.snapshot)
        document.snapshot = document.analyst.analyse(
            SourceFile(document.path, document.text), [&](const std::string& path) { return text_of(path); },
            policy_files());
    return document.snapshot;
}

ide::Snapshot Workspace::snapshot(const std::string& path) {
    for (auto& [uri, document] : documents_)
        if (document.path == path) return snapshot(document);
    syntax::FileText file = text_of(path);
    if (!file.error.empty()) return nullptr;
    return ide::Analyst().analyse(
        SourceFile(path, std::move(file.text)), [&](const std::string& other) { return text_of(other); },
        policy_files());
}

syntax::FileText Workspace::text_of(const std::string& path) const {
    for (const auto& [uri, document] : documents_)
        if (document.path == path) return {document.text, ""};
    return read_file(path);
}

// ---------------------------------------------------------------------------------------------------- folders

void Workspace::add_folder(const std::string& path) {
    if (!folders_.insert(plain(path)).second) return;
    if (first_folder_.empty()) first_folder_ = plain(path);
    for (std::string& script : scripts_below(plain(path)))
        if (files_.try_emplace(script).second) unread_.push_back(std::move(script));
}

void Workspace::remove_folder(const std::string& path) {
    folders_.erase(plain(path));
    std::erase_if(files_, [&](const auto& entry) {
        return std::ranges::none_of(folders_, [&](const std::string& folder) { return is_below(entry.first, folder); });
    });
}

void Workspace::changed_on_disk(const std::string& given) {
    const std::string path = plain(given);
    std::error_code ignored;
    const bool is_there = fs::is_regular_file(path, ignored);
    const bool is_ours =
        std::ranges::any_of(folders_, [&](const std::string& folder) { return is_below(path, folder); });
    if (!is_there) files_.erase(path);
    if (is_there && is_ours && path.ends_with(".weir") && files_.try_emplace(path).second) unread_.push_back(path);
    touched(path);
}

bool Workspace::set_policies(std::vector<std::string> paths) {
    for (std::string& path : paths) path = plain((fs::path(first_folder_) / path).string());
    if (paths == policies_) return false;
    policies_ = std::move(paths);
    for (auto& [uri, document] : documents_) document.snapshot = nullptr, document.is_diagnosed = false;
    return true;
}

void Workspace::index(const std::string& path) {
    const auto known = files_.find(path);
    if (known == files_.end() || known->second.is_read) return;
    known->second = {{}, true};
    syntax::FileText file = text_of(path);
    if (!file.error.empty()) return;
    // The outline needs the tree alone.
    ide::Analysis analysis;
    analysis.files.emplace_back(path, std::move(file.text));
    analysis.trees.push_back(syntax::parse(analysis.files.front()).tree);
    analysis.names = ide::names_of(analysis.trees);
    const auto text = std::make_shared<const std::string>(analysis.files.front().text());
    collect(path, text, ide::symbols(analysis), "", known->second.symbols);
}

bool Workspace::read_one() {
    if (unread_.empty()) return false;
    const std::string path = std::move(unread_.front());
    unread_.pop_front();
    index(path);
    return true;
}

std::vector<Found> Workspace::symbols(std::string_view query) {
    while (read_one()) {
    }
    std::vector<Found> found;
    for (const auto& [path, file] : files_)
        for (const Found& symbol : file.symbols)
            if (has_letters(symbol.name, query)) found.push_back(symbol);
    for (auto& [uri, document] : documents_) {
        if (files_.contains(document.path)) continue;
        std::vector<Found> own;
        collect(document.path, std::make_shared<const std::string>(document.text), ide::symbols(*snapshot(document)),
                "", own);
        for (Found& symbol : own)
            if (has_letters(symbol.name, query)) found.push_back(std::move(symbol));
    }
    const auto rank = [&](const Found& one) {
        const bool whole = one.name.size() == query.size();
        const bool begins = std::string_view(one.name).starts_with(query);
        return std::tuple(!whole, !begins, one.name.size());
    };
    std::ranges::sort(found, [&](const Found& a, const Found& b) {
        return std::tuple(rank(a), std::string_view(a.name), std::string_view(a.path)) <
               std::tuple(rank(b), std::string_view(b.name), std::string_view(b.path));
    });
    if (found.size() > kFoundMost) found.resize(kFoundMost);
    return found;
}

std::vector<std::string> Workspace::paths() {
    std::set<std::string> all;
    for (const auto& [path, file] : files_) all.insert(path);
    for (const auto& [uri, document] : documents_) all.insert(document.path);
    return {all.begin(), all.end()};
}

}  // namespace weir::lsp
