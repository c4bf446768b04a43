// The functions that a script declares. A use of one is its body with the arguments in place of the parameters, so that
// nothing of it is left in the typed tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/sema/program.h"
#include "compiler/sema/sema.h"
#include "compiler/syntax/tree.h"

namespace weir::sema {

class Functions {
  public:
    explicit Functions(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    /// Reports a name that is taken; that declaration does not count.
    void declare(const syntax::Function& function);
    const syntax::Function* find(std::string_view name) const;
    std::vector<std::string_view> names() const;

    /// Whether it can be used: its signature and its body are right, and it does not come back to itself. Reports what
    /// is wrong the first time that somebody asks.
    bool usable(const syntax::Function& function);
    void check_all();

    /// What the expressions of every scope were found to be; of one that is met again, what it was first.
    std::vector<Typed>& types() { return types_; }

    /// How many expressions are open, of every scope: a body is checked while a use of it is.
    int32_t enter() { return ++depth_; }
    void leave() { --depth_; }

  private:
    enum class Progress : uint8_t { waiting, open, done };
    struct Entry {
        const syntax::Function* function;
        Progress progress = Progress::waiting;
        bool broken = false;
    };

    bool check_signature(const syntax::Function& function);
    bool check_body(const syntax::Function& function);
    void report_circle(size_t from);

    Diagnostics& diagnostics_;
    std::vector<Entry> entries_;
    std::vector<size_t> open_;  // being checked, outermost first
    std::vector<Typed> types_;
    int32_t depth_ = 0;
};

/// Whether the language itself has a function of that name.
bool is_built_in(std::string_view function);

}  // namespace weir::sema
