// The scripts of a client: those that are open, as it has them, and those of its folders, as they are on disk.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ide/ide.h"
#include "ide/verdicts.h"

namespace weir::lsp {

/// A script that is open.
struct Document {
    std::string uri, path;
    int64_t version = 0;
    std::string text;
    ide::Analyst analyst;
    ide::Snapshot snapshot;        // of the text and what it uses; null: they changed since
    std::vector<uint32_t> tokens;  // semantic tokens as the client has them, and the number of that answer
    uint64_t tokens_id = 0;
    bool is_diagnosed = false;  // the client has been told what is wrong in this version
    std::string published;      // what it was told last, and of which version
    bool is_judged = false;     // its proofs and tests are known, or being worked out
    bool is_being_judged = false;
    ide::Verdicts verdicts;  // of the version that was judged last
};

/// A symbol of a script of the workspace.
struct Found {
    std::string path;
    ide::NameKind kind{};
    std::string name, parent;
    SourceRange name_range;
    std::shared_ptr<const std::string> text;  // of the file, for its lines
};

class Workspace {
  public:
    // ------------------------------------------------------------------------------------------------ open documents
    Document& open(const std::string& uri, int64_t version, std::string text);
    /// Null: it is not open.
    Document* find(std::string_view uri);
    /// The text has become another.
    void change(Document& document, int64_t version, std::string text);
    void close(Document& document);
    std::map<std::string, Document, std::less<>>& documents() { return documents_; }

    /// What is known of a document as it is now.
    const ide::Snapshot& snapshot(Document& document);
    /// The same of any script; null where there is none. What is not open is read from disk, and not kept.
    ide::Snapshot snapshot(const std::string& path);

    // ------------------------------------------------------------------------------------------------ folders
    void add_folder(const std::string& path);
    void remove_folder(const std::string& path);
    /// Files that were written, came or went on disk.
    void changed_on_disk(const std::string& path);
    /// Policies that bind every script, by path: whole, or from the first folder. Whether they are others than before.
    bool set_policies(std::vector<std::string> paths);
    const std::vector<std::string>& policies() const { return policies_; }

    /// Reads one more file of the folders; false: all are read.
    bool read_one();
    /// Symbols whose names have the letters of the query in their order; reads what is not read yet.
    std::vector<Found> symbols(std::string_view query);
    /// Every script of the folders, and those that are open.
    std::vector<std::string> paths();

    syntax::FileText text_of(const std::string& path) const;

  private:
    struct Indexed {
        std::vector<Found> symbols;
        bool is_read = false;
    };
    void index(const std::string& path);
    void touched(const std::string& path);
    std::vector<SourceFile> policy_files() const;

    std::map<std::string, Document, std::less<>> documents_;  // by URI
    std::set<std::string> folders_;
    std::string first_folder_;
    std::map<std::string, Indexed> files_;  // of the folders, by path
    std::deque<std::string> unread_;
    std::vector<std::string> policies_;
};

}  // namespace weir::lsp
