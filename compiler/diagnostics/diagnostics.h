// What the compiler says about a script: the table of messages, the messages themselves, and how they are shown.
//
// A message is made from its row in diagnostics.def and reported to a list:
//
//     diagnostics.report(message::unknown_clause(head.range, head.text).fix(head.range, "schedule"));
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/source.h"

namespace weir {

enum class Severity : uint8_t { error, warning };

/// Stable for ever: scripts, pages and people refer to them. Codes are never used again for something else.
enum class Code : uint16_t {
#define WEIR_DIAGNOSTIC(number, name, severity, format, ...) name = number,
#include "compiler/diagnostics/diagnostics.def"
#undef WEIR_DIAGNOSTIC
};

/// "W0101"
std::string code_text(Code code);

struct Label {
    SourceRange range;
    std::string text;
};

/// Replacing `range` by `replacement` mends the script.
struct Fix {
    SourceRange range;
    std::string replacement;
};

struct Diagnostic {
    Code code;
    Severity severity;
    std::string message;  // the first line, which stands alone
    SourceRange range;
    std::string label_text;     // under the primary range; may be empty
    std::vector<Label> labels;  // other places that have a part in it
    std::vector<std::string> helps;
    std::optional<Fix> fix_it;

    Diagnostic& here(std::string text) & { return label_text = std::move(text), *this; }
    Diagnostic& label(SourceRange at, std::string text) & { return labels.push_back({at, std::move(text)}), *this; }
    Diagnostic& help(std::string text) & { return helps.push_back(std::move(text)), *this; }
    Diagnostic& fix(SourceRange at, std::string replacement) & {
        return fix_it = Fix{at, std::move(replacement)}, *this;
    }
    /// Asks whether the candidate nearest to `word` was meant, and offers it as the mending of `at`. Whether one is
    /// near.
    bool suggest(SourceRange at, std::string_view word, std::span<const std::string_view> candidates);

    Diagnostic&& here(std::string text) && { return std::move(here(std::move(text))); }
    Diagnostic&& label(SourceRange at, std::string text) && { return std::move(label(at, std::move(text))); }
    Diagnostic&& help(std::string text) && { return std::move(help(std::move(text))); }
    Diagnostic&& fix(SourceRange at, std::string replacement) && { return std::move(fix(at, std::move(replacement))); }
};

/// A list of diagnostics in the order in which they were found.
class Diagnostics {
  public:
    Diagnostic& report(Diagnostic diagnostic);
    bool has_errors() const { return errors_ != 0; }
    size_t size() const { return list_.size(); }
    bool empty() const { return list_.empty(); }
    auto begin() const { return list_.begin(); }
    auto end() const { return list_.end(); }
    const Diagnostic& operator[](size_t i) const { return list_[i]; }
    void append(Diagnostics other);
    void sort_by_place();

  private:
    std::vector<Diagnostic> list_;
    size_t errors_ = 0;
};

namespace detail {
inline std::string argument_text(std::string_view value) {
    return std::string(value);
}
inline std::string argument_text(std::integral auto value) {
    return std::to_string(value);
}
std::string fill(std::string_view format, std::span<const std::string> arguments);
}  // namespace detail

/// A row of the table: calling it with the place and its typed arguments makes the diagnostic.
template <class... Arguments>
struct Message {
    Code code;
    Severity severity;
    std::string_view format;

    consteval Message(Code c, Severity s, std::string_view f) : code(c), severity(s), format(f) {
        size_t holes = 0;
        for (size_t i = 0; i + 1 < f.size(); ++i) holes += f[i] == '{' && f[i + 1] == '}';
        if (holes != sizeof...(Arguments)) throw "the format has another number of {} than the row has parameters";
    }
    Diagnostic operator()(SourceRange range, Arguments... arguments) const {
        const std::array<std::string, sizeof...(Arguments)> texts{detail::argument_text(arguments)...};
        return Diagnostic{code, severity, detail::fill(format, texts), range, {}, {}, {}, {}};
    }
};

namespace message {
using Text = std::string_view;
using Number = int64_t;
#define WEIR_DIAGNOSTIC(number, name, severity, format, ...) \
    inline constexpr Message<__VA_ARGS__> name{Code::name, Severity::severity, format};
#include "compiler/diagnostics/diagnostics.def"
#undef WEIR_DIAGNOSTIC
}  // namespace message

/// A row as data, for the pages and the tests that go through all of them.
struct Row {
    Code code;
    std::string_view name;
    Severity severity;
    std::string_view format;
};
std::span<const Row> all_messages();

struct RenderOptions {
    bool colours = false;
};
/// For a terminal: source lines, carets under the ranges, labels, help. `files[i]` has id i.
std::string render(const Diagnostic& diagnostic, std::span<const SourceFile> files, RenderOptions options = {});
std::string render(const Diagnostics& diagnostics, std::span<const SourceFile> files, RenderOptions options = {});
/// A JSON array; positions are given as bytes and as line and column.
std::string render_json(const Diagnostics& diagnostics, std::span<const SourceFile> files);

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, each of cost 1.
size_t edit_distance(std::string_view a, std::string_view b);
/// The candidate nearest to `word`, when it is near enough that the user can have meant it; never `word` itself.
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates);
/// "; did you mean `NEAREST`?" to end a sentence with, or nothing.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace weir
