// The declarations of a file, one by one: each is parsed by itself, and only when it is not as it was. Internal to this
// folder.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/syntax/lexemes.h"

namespace weir::syntax {

/// What a declaration says, as though the file began with it and had id 0; without its comments.
struct Piece {
    Tree tree;
    Diagnostics diagnostics;
    bool is_edition = false;
    bool is_read = false;  // it is known which kind of declaration it is
};

class Pieces {
  public:
    /// What the lexemes of a file say. Balanced as they are, each declaration ends with a separator outside of braces.
    Tree parse(const std::vector<Lexeme>& lexemes, const SourceFile& file, Diagnostics& diagnostics);

  private:
    using Known = std::unordered_map<std::string, std::shared_ptr<const Piece>>;
    Known known_;  // by text and lexemes: those of the last file
};

}  // namespace weir::syntax
