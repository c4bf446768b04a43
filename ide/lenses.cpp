// What has a place of its own above its line: strategies and tests; and what leads out of the script.
#include "ide/ide.h"

namespace weir::ide {

std::vector<Lens> lenses(const Analysis& analysis) {
    std::vector<Lens> found;
    const syntax::Tree& tree = analysis.tree();
    for (const syntax::DeclarationRef& one : tree.order) {
        if (one.kind == syntax::DeclarationKind::strategy) {
            const syntax::Name& name = tree.strategies[one.index].name;
            if (!name.text.empty()) found.push_back({LensKind::strategy, name.text, name.range});
        } else if (one.kind == syntax::DeclarationKind::test) {
            const syntax::Quoted& title = tree.tests[one.index].title;
            if (title.range.end > title.range.begin) found.push_back({LensKind::test, title.text, title.range});
        }
    }
    return found;
}

std::vector<Link> links(const Analysis& analysis) {
    std::vector<Link> found;
    const auto add = [&](LinkKind kind, const syntax::Quoted& path) {
        if (!path.text.empty()) found.push_back({kind, path.range, path.text});
    };
    const syntax::Tree& tree = analysis.tree();
    for (const syntax::DeclarationRef& one : tree.order) {
        if (one.kind == syntax::DeclarationKind::use) add(LinkKind::script, tree.uses[one.index].path);
        if (one.kind != syntax::DeclarationKind::test) continue;
        for (const syntax::TestStatement& statement : tree.tests[one.index].statements)
            if (const auto* market = std::get_if<syntax::TestMarket>(&statement.kind))
                add(LinkKind::tape, market->tape);
    }
    return found;
}

}  // namespace weir::ide
