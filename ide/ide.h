// What an editor asks of a script. Each question is one function: a version of the script and a place in its text go
// in, a value comes out. Places are bytes of `analysis.files`; without a word of which file it is the script itself.
//
//     ide::Analyst analyst;
//     const ide::Snapshot now = analyst.analyse(SourceFile("vwap.weir", text), read);
//     if (const auto hover = ide::hover(*now, offset)) show(hover->markdown);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ide/analysis.h"

namespace weir::ide {

/// Replacing `range` by `text`.
struct Edit {
    SourceRange range;
    std::string text;
};

// ---------------------------------------------------------------------------------------------------- what is this

struct Hover {
    SourceRange range;
    std::string markdown;
};
std::optional<Hover> hover(const Analysis& analysis, uint32_t offset);

// ---------------------------------------------------------------------------------------------------- where is it

/// The declaration of the name at a place; nothing where there is no name of the script.
std::optional<SourceRange> definition(const Analysis& analysis, uint32_t offset);
/// Where the type of what is named there is said.
std::optional<SourceRange> type_definition(const Analysis& analysis, uint32_t offset);

/// A declaration as other scripts see it.
struct Target {
    std::string path;
    SourceRange name;  // of that file
};
std::optional<Target> target_at(const Analysis& analysis, uint32_t offset);
/// Every place of the script itself that names the target, in order; `declaration`: also that where it is declared.
std::vector<SourceRange> references(const Analysis& analysis, const Target& target, bool declaration);

/// What the name at a place can be given anew, or why it cannot.
struct Renaming {
    SourceRange range;
    std::string name;
    std::string fault;  // empty: it can
};
Renaming prepare_rename(const Analysis& analysis, uint32_t offset);
/// Why `name` cannot be the new name of a target, as far as this script knows; empty when it can.
std::string rename_fault(const Analysis& analysis, const Target& target, const std::string& name);

// ---------------------------------------------------------------------------------------------------- what is there

struct Symbol {
    NameKind kind{};
    std::string name, detail;
    SourceRange range, name_range;
    std::vector<Symbol> children = {};
};
/// The declarations of the script, those within others below them.
std::vector<Symbol> symbols(const Analysis& analysis);

/// A place that can be asked about by name: a strategy to verify or to run, a test.
enum class LensKind : uint8_t { strategy, test };
struct Lens {
    LensKind kind{};
    std::string name;   // or the title of a test
    SourceRange range;  // of the name
};
/// In the order of the text.
std::vector<Lens> lenses(const Analysis& analysis);

enum class LinkKind : uint8_t { script, tape };
struct Link {
    LinkKind kind{};
    SourceRange range;
    std::string path;  // as it is said
};
/// The other files that the script names.
std::vector<Link> links(const Analysis& analysis);

// ---------------------------------------------------------------------------------------------------- who uses what

/// A function, strategy, policy or test, and where it calls another or is called by it.
struct Caller {
    NameKind kind{};
    std::string name;
    Target target;
    SourceRange range;                // of all that is declared
    std::vector<SourceRange> places;  // of the calls, in the file of the one who calls
};
/// The function or strategy whose name stands at a place, without calls.
std::optional<Caller> caller_at(const Analysis& analysis, uint32_t offset);
/// Who calls it, in all files of the analysis.
std::vector<Caller> callers(const Analysis& analysis, const Target& target);
/// The functions that it calls.
std::vector<Caller> callees(const Analysis& analysis, const Target& target);

// ---------------------------------------------------------------------------------------------------- how it looks

/// What a piece of text is; the names are those that editors have.
enum class TokenKind : uint8_t {
    keyword,
    operation,
    number,
    unit,
    string,
    comment,
    type,
    function,
    variable,
    parameter,
    property,
    strategy,
    policy,
    work,
    phase,
    leg,
    choice  // one of the words that may stand there: `linear`, `buy`, `maker_fee`
};
enum class Modifier : uint8_t { declaration, readonly, of_language, documentation, live };
struct Token {
    SourceRange range;  // within one line
    TokenKind kind{};
    uint8_t modifiers = 0;  // one bit each
    bool has(Modifier modifier) const { return (modifiers >> static_cast<int>(modifier) & 1) != 0; }
};
/// In order of place; none goes into another.
std::vector<Token> semantic_tokens(const Analysis& analysis);

enum class HintKind : uint8_t { type, argument, money };
/// Words shown in the text that are not of it.
struct Hint {
    uint32_t offset = 0;
    HintKind kind{};
    std::string text;
};
std::vector<Hint> hints(const Analysis& analysis, SourceRange range);

enum class FoldKind : uint8_t { block, comments, uses };
/// What can be folded into its first line; it ends at the end of a line.
struct Fold {
    FoldKind kind{};
    SourceRange range;
};
std::vector<Fold> folds(const Analysis& analysis);
/// What holds a place, from the word to the file: each holds more than the one before.
std::vector<SourceRange> selections(const Analysis& analysis, uint32_t offset);

// ---------------------------------------------------------------------------------------------------- what could stand
// there

enum class CompletionKind : uint8_t {
    keyword,
    statement,  // a whole one
    signal,     // a word that is read: `mid`
    function,
    parameter,
    let,
    leg,
    work,
    phase,
    strategy,
    type,
    unit,
    choice,  // one of the words that may stand there
    literal,
    file,
    venue
};
struct Completion {
    std::string label;
    CompletionKind kind{};
    std::string text;    // `${1:…}` is filled in, the number says in which order
    std::string detail;  // beside the label: its unit
    std::string doc;     // what its declaration says of it
    int rank = 0;        // how well it fits, 0 the best
};
struct Completions {
    SourceRange replaced;  // what is typed of it already
    std::string block;     // the first word of the block that it stands in
    std::vector<Completion> items;
};
/// `paths` are the scripts that it could use, as it would say them.
Completions completions(const Analysis& analysis, uint32_t offset, const std::vector<std::string>& paths = {});
/// Of what has no declaration: what the reference of the language says of a label in a block; empty: nothing.
std::string documentation(std::string_view label, std::string_view block);
/// What a text with `${1:…}` is when all is as proposed.
std::string filled_in(std::string_view text);

struct Signature {
    std::string label;                                      // of the whole call
    std::vector<std::pair<uint32_t, uint32_t>> parameters;  // bytes of the label
    std::string doc;
};
struct SignatureHelp {
    std::vector<Signature> signatures;
    size_t active = 0;    // of the signatures
    size_t argument = 0;  // that is being typed, of its parameters
};
std::optional<SignatureHelp> signature_help(const Analysis& analysis, uint32_t offset);

// ---------------------------------------------------------------------------------------------------- how to change it

/// What brings the script into the house format, in order; nothing where it cannot be read.
std::vector<Edit> format(const Analysis& analysis);
/// Of these, those that touch the lines of `range`.
std::vector<Edit> format_range(const Analysis& analysis, SourceRange range);
/// Where `typed`, a brace or a line feed, has just been typed before `offset`.
std::vector<Edit> format_on_type(const Analysis& analysis, uint32_t offset, char typed);

enum class ActionKind : uint8_t { mend, extract, inlined, rewrite };
struct Action {
    std::string title;
    ActionKind kind{};
    std::vector<Edit> edits;           // in order of place; none goes into another
    std::optional<size_t> diagnostic;  // of the analysis, which is mended
    bool preferred = false;
};
/// What can be done at a place, or with what is selected.
std::vector<Action> actions(const Analysis& analysis, SourceRange range);

}  // namespace weir::ide
