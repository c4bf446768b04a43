// The call around a place: its arguments, and which of them is being typed.
#include <algorithm>
#include <cctype>

#include "compiler/syntax/expected.h"
#include "ide/ide.h"
#include "ide/reference.h"

namespace weir::ide {
namespace {

/// What is called like a function without being one.
std::vector<Form> others(std::string_view name) {
    const auto form = [&](std::string_view text) {
        return std::vector<Form>{{std::string(text), reference_of(name, "strategy")}};
    };
    if (name == "curve") return {{"curve(x: a -> y, b -> z, …)", reference_of("Curves", "")}};
    if (name == "shortfall") return form("shortfall(urgency, alpha A, half_life D, impact I)");
    if (name == "front_load") return form("front_load(k)");
    if (name == "back_load") return form("back_load(k)");
    if (name == "volume_curve") return form("volume_curve(days)");
    return {};
}

Signature signature_of(const Form& form) {
    Signature signature{form.text, {}, form.meaning};
    const size_t begin = form.text.find('(') + 1, end = form.text.rfind(')');
    for (size_t at = begin; at < end;) {
        // A curve has its value before a colon, and then its points.
        const size_t colon = at == begin ? form.text.find(": ", at) : std::string::npos;
        const bool is_curve = form.text.starts_with("curve(");
        size_t stop = std::min(form.text.find(", ", at), end);
        if (is_curve) stop = std::min(stop, colon);
        signature.parameters.emplace_back(static_cast<uint32_t>(at), static_cast<uint32_t>(stop));
        at = stop + 2;
    }
    return signature;
}

/// Of a function of the script: its head, as it stands there.
std::optional<Signature> declared(const Analysis& analysis, std::string_view name) {
    const auto& all = analysis.names.declarations;
    const auto found = std::ranges::find_if(
        all, [&](const Declaration& one) { return one.kind == NameKind::function && one.name == name; });
    if (found == all.end()) return std::nullopt;
    const auto id = static_cast<NameId>(found - all.begin());
    Signature signature{found->name + "(", {}, found->doc};
    for (const Declaration& one : all) {
        if (one.kind != NameKind::argument || one.parent != id) continue;
        if (!signature.parameters.empty()) signature.label += ", ";
        const auto begin = static_cast<uint32_t>(signature.label.size());
        signature.label += analysis.text(one.range);
        signature.parameters.emplace_back(begin, static_cast<uint32_t>(signature.label.size()));
    }
    signature.label += ")";
    if (found->type.end > found->type.begin) signature.label += " -> " + std::string(analysis.text(found->type));
    return signature;
}

}  // namespace

std::optional<SignatureHelp> signature_help(const Analysis& analysis, uint32_t offset) {
    const syntax::Expected expected = syntax::expected_at(analysis.file(), offset);
    if (expected.where != syntax::Expected::Where::code) return std::nullopt;
    SignatureHelp help;
    const auto& words = expected.before;
    int depth = 0;
    for (size_t i = words.size(); i-- > 1;) {
        depth += (words[i] == ")") - (words[i] == "(");
        // A colon in a call is that of a curve.
        help.argument += depth == 0 && (words[i] == "," || words[i] == ":");
        if (depth >= 0) continue;
        const std::string& name = words[i - 1];
        std::vector<Form> forms = forms_of(name);
        if (forms.empty()) forms = others(name);
        for (const Form& form : forms) help.signatures.push_back(signature_of(form));
        if (forms.empty())
            if (const auto signature = declared(analysis, name)) help.signatures.push_back(*signature);
        if (!help.signatures.empty()) break;
        // A parenthesis of an expression: what is called may be further out.
        depth = 0;
        help.argument = 0;
    }
    if (help.signatures.empty()) return std::nullopt;
    // A form that has `trade.size` is for that.
    for (size_t i = 0; i < help.signatures.size(); ++i)
        if (help.signatures[i].parameters.size() > help.argument) {
            help.active = i;
            break;
        }
    const Signature& active = help.signatures[help.active];
    if (!active.parameters.empty()) help.argument = std::min(help.argument, active.parameters.size() - 1);
    return help;
}

}  // namespace weir::ide
