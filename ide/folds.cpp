// What can be folded, and what a selection grows to. Both go by brackets and lines where the tree has mistakes.
#include <algorithm>

#include "ide/brackets.h"
#include "ide/ide.h"
#include "ide/walk.h"

namespace weir::ide {
namespace {

using syntax::TokenClass;

bool is_comment(const syntax::Token& token) {
    return token.kind == TokenClass::comment || token.kind == TokenClass::doc;
}

/// The script in lines.
class Lines {
  public:
    explicit Lines(const SourceFile& file) : file_(file) {}

    uint32_t of(uint32_t offset) const { return file_.position(offset).line; }
    /// Without the sign that ends it.
    uint32_t end(uint32_t line) const {
        return file_.line_start(line) + static_cast<uint32_t>(file_.line(line).size());
    }
    /// Nothing but blanks stands before it.
    bool begins(uint32_t offset) const {
        const uint32_t start = file_.line_start(of(offset));
        return file_.text().find_first_not_of(" \t", start) == offset;
    }

  private:
    const SourceFile& file_;
};

class Folder {
  public:
    explicit Folder(const Analysis& analysis) : analysis_(analysis), lines_(analysis.file()) {}

    std::vector<Fold> fold() {
        blocks();
        comments();
        uses();
        std::ranges::sort(folds_, {}, [](const Fold& one) { return std::pair(one.range.begin, one.range.end); });
        return std::move(folds_);
    }

  private:
    /// The lines after that of `begin`, `last` included; not when there are none.
    void add(FoldKind kind, uint32_t begin, uint32_t last) {
        if (last > lines_.of(begin)) folds_.push_back({kind, {0, begin, lines_.end(last)}});
    }

    void blocks() {
        for (const auto [open, close] : bracket_pairs(analysis_.tokens, analysis_.file().text()))
            add(FoldKind::block, open, lines_.of(close) - (lines_.begins(close) ? 1 : 0));
    }

    void comments() {
        std::optional<uint32_t> first;
        uint32_t last = 0;
        for (const syntax::Token& token : analysis_.tokens) {
            if (!is_comment(token) || !lines_.begins(token.begin)) continue;
            const uint32_t line = lines_.of(token.begin);
            if (first && line != last + 1) {
                add(FoldKind::comments, *first, last);
                first.reset();
            }
            if (!first) first = token.begin;
            last = line;
        }
        if (first) add(FoldKind::comments, *first, last);
    }

    void uses() {
        const syntax::Tree& tree = analysis_.tree();
        std::optional<SourceRange> run;
        const auto close = [&] {
            if (run) add(FoldKind::uses, run->begin, lines_.of(run->end));
            run.reset();
        };
        for (const syntax::DeclarationRef& one : tree.order) {
            if (one.kind != syntax::DeclarationKind::use) {
                close();
                continue;
            }
            const SourceRange range = tree.uses[one.index].range;
            run = run ? cover(*run, range) : range;
        }
        close();
    }

    const Analysis& analysis_;
    Lines lines_;
    std::vector<Fold> folds_;
};

bool holds(SourceRange range, uint32_t offset) {
    return range.file == 0 && range.begin <= offset && offset <= range.end;
}

}  // namespace

std::vector<Fold> folds(const Analysis& analysis) {
    return Folder(analysis).fold();
}

std::vector<SourceRange> selections(const Analysis& analysis, uint32_t offset) {
    std::vector<SourceRange> around;
    const auto add = [&](SourceRange range) {
        if (holds(range, offset)) around.push_back(range);
    };
    for (const syntax::Token& token : analysis.tokens) add({0, token.begin, token.end});
    for (const auto [open, close] : bracket_pairs(analysis.tokens, analysis.file().text())) {
        add({0, open + 1, close});
        add({0, open, close + 1});
    }
    walk(analysis.tree(), [&](const Placed auto& node) {
        add(node.range);
        return holds(node.range, offset);
    });
    around.push_back({0, 0, static_cast<uint32_t>(analysis.file().text().size())});
    std::ranges::sort(around, {}, [](SourceRange range) { return std::pair(range.end - range.begin, range.begin); });

    std::vector<SourceRange> chain;
    for (const SourceRange range : around) {
        const bool larger = chain.empty() || (range.begin <= chain.back().begin && chain.back().end <= range.end &&
                                              range != chain.back());
        if (larger && range.end > range.begin) chain.push_back(range);
    }
    return chain;
}

}  // namespace weir::ide
