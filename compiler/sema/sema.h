// From tree to typed tree: names, types, units, ranges, and the rules by which clauses compose.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/sema/program.h"
#include "compiler/sema/test_case.h"
#include "compiler/syntax/tree.h"

namespace weir::sema {

/// What an expression was found to be.
struct Typed {
    SourceRange range;
    Unit unit = Unit::error;
    InstrumentId instrument = kNoInstrument;
    bool may_be_absent = false;
};

struct Checked {
    // To be used only when the diagnostics have no errors.
    Program program;
    std::vector<TestCase> tests;
    std::vector<Typed> types;  // of every expression that could be understood, as the script says it, in order of place
    Diagnostics diagnostics;
};

/// A tree, and the file that it was read from.
struct Source {
    const syntax::Tree* tree;
    const SourceFile* file;
};

/// Checks the first source with the functions and policies of all of them: the others are those that it uses. Risk and
/// assume lines are quoted from their files. Parts of a tree that could not be read are passed over without a word.
Checked check(std::span<const Source> sources);

/// Least and largest value that an expression can take, when they are known from literals and declared ranges.
struct Bounds {
    syntax::Decimal low, high;
};
std::optional<Bounds> bounds_of(const Expression& expression, const Strategy& strategy);
/// Negative, zero or positive as a is less than, equal to or more than b.
int compare(const syntax::Decimal& a, const syntax::Decimal& b);

/// Each parameter, let and expression of a clause with its unit and whether it may be absent, one a line.
std::string print_types(const Program& program, const SourceFile& file);

}  // namespace weir::sema
