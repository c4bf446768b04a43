#include "compiler/syntax/sources.h"

#include <algorithm>
#include <filesystem>
#include <optional>

namespace weir::syntax {
namespace {

std::string path_beside(const std::string& user, const std::string& path) {
    return (std::filesystem::path(user).parent_path() / path).lexically_normal().string();
}

class Reader {
  public:
    Reader(const ReadFile& read, const ParseFile& parse) : read_(read), parse_(parse) {}

    Sources run(const SourceFile& script, const std::vector<SourceFile>& besides) {
        add(SourceFile(script.path(), script.text(), 0));
        for (const SourceFile& file : besides)
            if (!known(std::filesystem::path(file.path()).lexically_normal().string()))
                add(SourceFile(file.path(), file.text(), static_cast<uint32_t>(sources_.files.size())));
        return std::move(sources_);
    }

  private:
    void add(SourceFile file) {
        const size_t index = sources_.files.size();
        Parsed parsed = parse_(file);
        sources_.diagnostics.append(std::move(parsed.diagnostics));
        sources_.files.push_back(std::move(file));
        sources_.trees.push_back(std::move(parsed.tree));
        open_.push_back(index);
        // Trees move when others are read, so each use is looked up anew.
        for (size_t i = 0; i < sources_.trees[index].uses.size(); ++i)
            use(index, Quoted(sources_.trees[index].uses[i].path));
        open_.pop_back();
    }

    std::optional<size_t> known(const std::string& path) const {
        const auto found = std::ranges::find_if(sources_.files, [&](const SourceFile& file) {
            return std::filesystem::path(file.path()).lexically_normal() == path;
        });
        if (found == sources_.files.end()) return std::nullopt;
        return static_cast<size_t>(found - sources_.files.begin());
    }

    void use(size_t user, const Quoted& said) {
        if (said.text.empty()) {
            if (said.range.end > said.range.begin)
                sources_.diagnostics.report(message::used_file_missing(said.range, said.text, "it names no file")
                                                .help("a path is that of a file beside this one"));
            return;
        }
        const std::string path = path_beside(sources_.files[user].path(), said.text);
        if (const auto index = known(path)) {
            if (std::ranges::find(open_, *index) != open_.end())
                sources_.diagnostics.report(
                    message::use_cycle(said.range, said.text).help("move what both need into a file of its own"));
            return;
        }
        FileText text = read_ ? read_(path) : FileText{"", "nothing here can read files"};
        if (!text.error.empty()) {
            sources_.diagnostics.report(message::used_file_missing(said.range, said.text, text.error)
                                            .help("a path is that of a file beside this one"));
            return;
        }
        add(SourceFile(path, std::move(text.text), static_cast<uint32_t>(sources_.files.size())));
    }

    const ReadFile& read_;
    const ParseFile& parse_;
    Sources sources_;
    std::vector<size_t> open_;  // files whose uses are being read, outermost first
};

}  // namespace

Sources read_sources(const SourceFile& script, const ReadFile& read, const std::vector<SourceFile>& besides,
                     const ParseFile& parse) {
    return Reader(read, parse).run(script, besides);
}

}  // namespace weir::syntax
