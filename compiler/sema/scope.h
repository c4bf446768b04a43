// The names of one strategy: the prelude, its parameters, its lets, its works. Lets are checked when they are first
// read, so that their order in the script does not matter and a circle is found where it closes. A let is known where
// it stands and further in: one of a phase only there.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/sema/functions.h"
#include "compiler/sema/program.h"
#include "compiler/syntax/tree.h"

namespace weir::sema {

std::optional<Word> word_of(std::string_view text);
std::vector<std::string_view> all_words();
/// Whether a name belongs to the language; that it is declared is then reported.
bool shadows_prelude(const syntax::Name& name, Diagnostics& diagnostics);

class Scope {
  public:
    Scope(Strategy& strategy, Functions& functions, Diagnostics& diagnostics)
        : strategy_(strategy), functions_(functions), diagnostics_(diagnostics) {}

    /// While the body of a function is checked, names are those of its parameters.
    struct Frame {
        const syntax::Function* function;
        std::vector<Expression> arguments;  // by parameter
        std::vector<bool> read = std::vector<bool>(arguments.size());

        std::vector<size_t> unread() const;
    };
    class Inside {
      public:
        Inside(Scope& scope, Frame& frame) : scope_(scope) { scope_.frames_.push_back(&frame); }
        ~Inside() { scope_.frames_.pop_back(); }
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;

      private:
        Scope& scope_;
    };
    /// Whether a name of a leg is free, which is asked before anything else is declared.
    bool may_name_leg(const syntax::Name& name) { return available(name, {}); }
    Functions& functions() { return functions_; }
    /// What stands for an argument wherever its parameter is read: itself when it is short, else a let without a name.
    /// One that is too deep is none.
    Expression bind(Expression argument);
    /// The place of a number of levels among those that the strategy speaks of; nothing when they are too many.
    std::optional<uint32_t> depth(int32_t levels);
    /// Counts the uses of functions, so that a short script cannot become an endless one.
    bool may_call_again() { return ++calls_ <= kCallsMost; }
    /// Whether that has been reported; true from the second time on.
    bool said_too_many_calls() { return std::exchange(said_too_many_calls_, true); }
    static constexpr int kCallsMost = 1000;
    /// Expressions are walked by recursion, through the names that they read: counts what is open, so that no script is
    /// deeper than the stack. False: it is too deep, and that has been reported.
    bool may_go_deeper(SourceRange range);
    void come_back() { functions_.leave(); }
    /// Says where `value` is too deep by way of lets that are read already.
    bool is_too_deep(const Expression& value, SourceRange range);
    static constexpr int32_t kDepthMost = 1000;

    /// Reports a name that is taken or that shadows the prelude; false: the declaration does not count.
    void declare_parameter(uint32_t index, const syntax::Name& name);
    void declare_let(const syntax::Let& let, const Place& place);
    /// Works are numbered as they are declared.
    void declare_work(const syntax::Name& name);

    /// Where what is checked now stands.
    const Place& here() const { return here_; }
    Place enter(const Place& place) { return std::exchange(here_, place); }

    /// Nothing: unknown, and reported. An expression with unit `error`: known, but something about it is wrong.
    std::optional<Expression> read(std::string_view name, SourceRange range);
    /// Whether a name can be read here; nothing is reported.
    bool knows(std::string_view name) { return find(name) != nullptr; }
    /// The number of a work; one that is not known is reported.
    std::optional<uint32_t> work(const syntax::Name& name);

    void check_all_lets();
    void report_unused();

  private:
    enum class Progress : uint8_t { waiting, open, done };
    struct Entry {
        std::string name;
        SourceRange range;
        const syntax::Let* let = nullptr;  // null: a parameter
        Place place;
        uint32_t index = 0;  // of the parameter; of the let once it is done
        Progress progress = Progress::done;
        bool used = false;
        bool broken = false;
    };

    bool available(const syntax::Name& name, const Place& place);
    std::optional<Expression> argument(Frame& frame, std::string_view name, SourceRange range);
    Entry* find(std::string_view name);
    void check_let(Entry& entry);
    int32_t depth_of(const Expression& value) const;
    void report_too_deep(SourceRange range);
    Expression reference(const Entry& entry, SourceRange range) const;
    void report_unknown(std::string_view name, SourceRange range);
    void report_circle(const Entry& from, SourceRange range);

    Strategy& strategy_;
    Functions& functions_;
    Diagnostics& diagnostics_;
    std::vector<Entry> entries_;
    std::vector<Frame*> frames_;  // of the functions being used, innermost last
    bool said_too_deep_ = false;
    int calls_ = 0;
    bool said_too_many_calls_ = false;
    std::vector<std::string> unknown_, unknown_works_;  // each is reported where it is first read
    std::vector<size_t> open_;                          // lets being checked, outermost first
    std::vector<syntax::Name> works_;
    Place here_;
};

}  // namespace weir::sema
