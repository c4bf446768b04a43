// Terms as SMT-LIB.
#include "proofs/orders/terms.h"
#include "runtime/core/assert.h"

namespace weir::order_proof {
namespace {

using Kind = Terms::Kind;

const char* symbol(Kind kind) {
    switch (kind) {
        case Kind::add:
            return "+";
        case Kind::subtract:
            return "-";
        case Kind::choose:
            return "ite";
        case Kind::negate:
            return "not";
        case Kind::both:
            return "and";
        case Kind::either:
            return "or";
        case Kind::equal:
            return "=";
        case Kind::less:
            return "<";
        case Kind::constant:
        case Kind::variable:
            break;
    }
    WEIR_ASSERT(false);
    return "";
}

class Printer {
  public:
    explicit Printer(std::span<const Named> assertions) : terms_(*assertions.front().term.in) {
        uses_.resize(terms_.size(), 0);
        for (const Named& assertion : assertions) count(assertion.term.at);
    }

    /// Variables are declared and shared terms are defined, each before it is used.
    std::string definitions() {
        std::string text;
        for (int32_t i = 0; i < static_cast<int32_t>(terms_.size()); ++i) {
            const Terms::Node& node = terms_.at(i);
            if (uses_[static_cast<size_t>(i)] == 0) continue;
            const char* sort = node.sort == Sort::integer ? "Int" : "Bool";
            if (node.kind == Kind::variable)
                text += "(declare-fun " + terms_.name_of(node) + " () " + sort + ")\n";
            else if (is_shared(i))
                text += "(define-fun " + shared(i) + " () " + sort + " " + inner(i) + ")\n";
        }
        return text;
    }

    std::string text(int32_t at) const { return is_shared(at) ? shared(at) : inner(at); }

  private:
    void count(int32_t at) {
        if (at < 0 || uses_[static_cast<size_t>(at)]++ > 0) return;
        const Terms::Node& node = terms_.at(at);
        for (const int32_t part : {node.first, node.second, node.third}) count(part);
    }

    bool is_shared(int32_t at) const {
        const Kind kind = terms_.at(at).kind;
        return kind != Kind::constant && kind != Kind::variable && uses_[static_cast<size_t>(at)] > 1;
    }
    static std::string shared(int32_t at) { return "t" + std::to_string(at); }

    std::string inner(int32_t at) const {
        const Terms::Node& node = terms_.at(at);
        if (node.kind == Kind::variable) return terms_.name_of(node);
        if (node.kind == Kind::constant) {
            if (node.sort == Sort::boolean) return node.value != 0 ? "true" : "false";
            return node.value < 0 ? "(- " + std::to_string(-node.value) + ")" : std::to_string(node.value);
        }
        std::string result = std::string("(") + symbol(node.kind);
        for (const int32_t part : {node.first, node.second, node.third})
            if (part >= 0) result += " " + text(part);
        return result + ")";
    }

    const Terms& terms_;
    std::vector<int> uses_;
};

}  // namespace

std::string script(std::string_view says, std::span<const Named> assertions) {
    Printer printer(assertions);
    std::string result = "; " + std::string(says) + "\n(set-logic QF_LIA)\n" + printer.definitions();
    for (const Named& assertion : assertions)
        result += "; " + assertion.name + "\n(assert " + printer.text(assertion.term.at) + ")\n";
    return result + "(check-sat)\n";
}

}  // namespace weir::order_proof
