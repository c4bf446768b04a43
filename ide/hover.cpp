// What is at a place: a name with its declaration, a word of the language, or the value of an expression.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/sema/units.h"
#include "ide/ide.h"

namespace weir::ide {
namespace {

std::string code(std::string_view text) {
    return fmt::format("```weir\n{}\n```\n", text);
}

std::string grouped(int64_t number) {
    std::string text = std::to_string(number);
    for (ptrdiff_t at = static_cast<ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<size_t>(at), ",");
    return text;
}

class Teller {
  public:
    Teller(const Analysis& analysis, uint32_t offset) : analysis_(analysis), offset_(offset) {}

    std::optional<Hover> tell() {
        if (const Use* use = analysis_.names.at(0, offset_)) return of_name(*use);
        return of_expression();
    }

  private:
    std::string type_text(const sema::Typed& typed) const {
        std::string text(sema::name_of(typed.unit));
        if (typed.may_be_absent) text += ", may be absent";
        return text;
    }

    /// Of all that is remembered within a range.
    std::string memory_text(SourceRange range) const {
        int64_t bytes = 0;
        for (const Cost& cost : analysis_.costs)
            for (const Cost::Memory& one : cost.memory)
                if (range.begin <= one.range.begin && one.range.end <= range.end) bytes += one.bytes;
        return bytes == 0 ? "" : fmt::format("\nRemembers: {} bytes of state.\n", grouped(bytes));
    }

    std::optional<Hover> of_name(const Use& use) const {
        const Declaration& declared = analysis_.names.declarations[use.name];
        std::string text = code(shown(declared));
        if (!declared.doc.empty()) text += "\n" + declared.doc + "\n";
        if (declared.kind == NameKind::let) text += memory_text(declared.range);
        if (declared.kind == NameKind::strategy) text += cost_text(declared.name);
        if (declared.range.file != 0)
            text += fmt::format("\nDeclared in `{}`.\n", analysis_.files[declared.range.file].path());
        return Hover{use.range, std::move(text)};
    }

    std::string cost_text(const std::string& strategy) const {
        const auto found = std::ranges::find(analysis_.costs, strategy, &Cost::strategy);
        if (found == analysis_.costs.end()) return "";
        return fmt::format("\n{} bytes of state, {} operations a step, at most {} orders working at once.\n",
                           grouped(found->bounds.state_bytes), grouped(found->bounds.operations),
                           found->bounds.working_orders);
    }

    std::string shown(const Declaration& declared) const {
        const std::string_view text = analysis_.text(declared.range);
        const std::string_view head = text.substr(0, std::min(text.find('{'), text.size()));
        switch (declared.kind) {
            case NameKind::let: {
                const size_t equals = text.find('=');
                if (equals == std::string_view::npos) return std::string(text);
                return fmt::format("let {} : {}{}", declared.name, let_type(declared), text.substr(equals - 1));
            }
            case NameKind::argument:
            case NameKind::parameter:
            case NameKind::function:
            case NameKind::leg:
                return std::string(text);
            case NameKind::work:
            case NameKind::phase:
            case NameKind::policy:
            case NameKind::test:
                return std::string(head.substr(0, head.find_last_not_of(" \n\r\t") + 1));
            case NameKind::strategy:
                return std::string(head.substr(0, head.find_last_not_of(" \n\r\t") + 1));
        }
        return std::string(text);
    }

    std::string let_type(const Declaration& declared) const {
        // The value is the widest expression that ends where the clause does.
        const sema::Typed* value = nullptr;
        for (const sema::Typed& typed : analysis_.types)
            if (typed.range.file == declared.range.file && typed.range.begin > declared.name_range.end &&
                typed.range.end <= declared.range.end &&
                (value == nullptr || typed.range.end - typed.range.begin > value->range.end - value->range.begin))
                value = &typed;
        return value == nullptr ? "unknown" : type_text(*value);
    }

    std::optional<Hover> of_expression() const {
        const sema::Typed* inner = nullptr;
        for (const sema::Typed& typed : analysis_.types)
            if (typed.range.file == 0 && typed.range.begin <= offset_ && offset_ <= typed.range.end &&
                (inner == nullptr || typed.range.end - typed.range.begin < inner->range.end - inner->range.begin))
                inner = &typed;
        if (inner == nullptr) return std::nullopt;
        std::string text = code(fmt::format("{} : {}", analysis_.text(inner->range), type_text(*inner)));
        text += memory_text(inner->range);
        return Hover{inner->range, std::move(text)};
    }

    const Analysis& analysis_;
    uint32_t offset_;
};

}  // namespace

std::optional<Hover> hover(const Analysis& analysis, uint32_t offset) {
    return Teller(analysis, offset).tell();
}

}  // namespace weir::ide
