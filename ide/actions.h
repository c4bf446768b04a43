// The kinds of actions, each found in a file of its own. Internal to this folder.
#pragma once

#include "ide/ide.h"

namespace weir::ide {

/// Quick ways out of what the diagnostics say.
void find_mends(const Analysis& analysis, SourceRange range, std::vector<Action>& found);
/// Giving an expression a name, and taking a name away.
void find_lets(const Analysis& analysis, SourceRange range, std::vector<Action>& found);
/// Saying the same, or more, in other words.
void find_rewrites(const Analysis& analysis, SourceRange range, std::vector<Action>& found);

inline bool touch(SourceRange a, SourceRange b) {
    return a.file == b.file && a.begin <= b.end && b.begin <= a.end;
}

/// What goes when a statement is taken away: its lines, where it has them to itself.
SourceRange whole_statement(const SourceFile& file, SourceRange statement);
/// A statement put before the one at `offset`: on a line of its own, where that has one.
Edit statement_before(const SourceFile& file, uint32_t offset, const std::string& statement);

}  // namespace weir::ide
