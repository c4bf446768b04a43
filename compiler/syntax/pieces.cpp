#include "compiler/syntax/pieces.h"

#include <WeirParser.h>

#include <iterator>
#include <span>

#include "compiler/syntax/build.h"
#include "compiler/syntax/moved.h"
#include "compiler/syntax/recovery.h"

namespace weir::syntax {
namespace {

using grammar::WeirParser;

/// Hands the filtered lexemes to ANTLR.
class LexemeSource final : public antlr4::TokenSource {
  public:
    LexemeSource(const std::vector<Lexeme>& lexemes, size_t text_size) : lexemes_(lexemes), text_size_(text_size) {}

    std::unique_ptr<antlr4::Token> nextToken() override {
        const auto end = static_cast<uint32_t>(text_size_);
        const Lexeme lexeme = next_ < lexemes_.size() ? lexemes_[next_++] : Lexeme{antlr4::Token::EOF, end, end};
        auto token = std::make_unique<antlr4::CommonToken>(lexeme.kind);
        token->setStartIndex(lexeme.begin);
        token->setStopIndex(static_cast<size_t>(lexeme.end) - 1);  // inclusive, and so before the start when empty
        return token;
    }
    size_t getLine() const override { return 0; }
    size_t getCharPositionInLine() override { return 0; }
    antlr4::CharStream* getInputStream() override { return nullptr; }
    std::string getSourceName() override { return "script"; }
    antlr4::TokenFactory<antlr4::CommonToken>* getTokenFactory() override {
        return antlr4::CommonTokenFactory::DEFAULT.get();
    }

  private:
    const std::vector<Lexeme>& lexemes_;
    size_t text_size_;
    size_t next_ = 0;
};

Piece built(WeirParser::FileContext* context, const SourceFile& file, bool clean) {
    Piece piece;
    piece.tree = Builder(file, piece.diagnostics, clean).tree(context);
    for (WeirParser::DeclarationContext* one : context->declaration()) {
        piece.is_edition |= one->edition() != nullptr;
        piece.is_read |= one->otherDeclaration() == nullptr && !one->children.empty();
    }
    return piece;
}

/// First the quick way, which a piece without mistakes nearly always passes; else the thorough one, which reports.
Piece parse_piece(const std::vector<Lexeme>& lexemes, const SourceFile& file) {
    LexemeSource source(lexemes, file.text().size());
    antlr4::CommonTokenStream tokens(&source);
    WeirParser parser(&tokens);
    parser.removeErrorListeners();
    auto* simulator = parser.getInterpreter<antlr4::atn::ParserATNSimulator>();
    simulator->setPredictionMode(antlr4::atn::PredictionMode::SLL);
    parser.setErrorHandler(std::make_shared<antlr4::BailErrorStrategy>());
    try {
        return built(parser.file(), file, true);
    } catch (const antlr4::ParseCancellationException&) {
        parser.reset();
        tokens.fill();  // recovery looks at whole statements
    }
    simulator->setPredictionMode(antlr4::atn::PredictionMode::LL);
    Diagnostics found;
    parser.setErrorHandler(std::make_shared<Recovery>(file, found));
    WeirParser::FileContext* context = parser.file();
    Piece piece = built(context, file, false);
    found.append(std::move(piece.diagnostics));
    piece.diagnostics = std::move(found);
    return piece;
}

/// The end of the declaration that begins at `begin`.
size_t end_of_declaration(std::span<const Lexeme> lexemes, size_t begin) {
    int depth = 0;
    for (size_t i = begin; i < lexemes.size(); ++i) {
        depth += (lexemes[i].kind == WeirParser::LBRACE) - (lexemes[i].kind == WeirParser::RBRACE);
        if (depth <= 0 && lexemes[i].kind == WeirParser::SEPARATOR) return i + 1;
    }
    return lexemes.size();
}

/// All that a piece follows from.
std::string key_of(std::string_view text, const std::vector<Lexeme>& lexemes) {
    std::string key(text);
    for (const Lexeme& lexeme : lexemes)
        for (const auto number : {static_cast<uint32_t>(lexeme.kind), lexeme.begin, lexeme.end})
            key.append(reinterpret_cast<const char*>(&number), sizeof number);
    return key;
}

template <class Node>
void add(std::vector<Node>& to, std::vector<Node>& nodes) {
    std::ranges::move(nodes, std::back_inserter(to));
}

/// Puts the declarations of a piece behind those of the file.
void add(Tree& tree, Tree piece) {
    const std::array before{tree.strategies.size(), tree.uses.size(), tree.functions.size(), tree.policies.size(),
                            tree.tests.size()};
    for (const DeclarationRef& one : piece.order)
        tree.order.push_back({one.kind, one.index + before[static_cast<size_t>(one.kind)]});
    if (piece.edition) tree.edition = std::move(piece.edition);
    add(tree.strategies, piece.strategies);
    add(tree.uses, piece.uses);
    add(tree.functions, piece.functions);
    add(tree.policies, piece.policies);
    add(tree.tests, piece.tests);
}

}  // namespace

Tree Pieces::parse(const std::vector<Lexeme>& lexemes, const SourceFile& file, Diagnostics& diagnostics) {
    Tree tree;
    tree.range = {file.id(), 0, static_cast<uint32_t>(file.text().size())};
    Known known;
    std::optional<bool> first_is_read;
    bool has_edition = false;
    for (size_t begin = 0, end = 0; begin < lexemes.size(); begin = end) {
        end = end_of_declaration(lexemes, begin);
        if (lexemes[begin].kind == WeirParser::SEPARATOR) continue;
        const uint32_t at = lexemes[begin].begin, until = lexemes[end - 1].end;
        std::vector<Lexeme> own(lexemes.begin() + static_cast<ptrdiff_t>(begin),
                                lexemes.begin() + static_cast<ptrdiff_t>(end));
        for (Lexeme& lexeme : own) lexeme.begin -= at, lexeme.end -= at;
        const std::string_view text = file.text({file.id(), at, until});
        std::string key = key_of(text, own);
        std::shared_ptr<const Piece>& piece = known[key];
        if (const auto found = known_.find(key); found != known_.end()) piece = found->second;
        if (!piece) piece = std::make_shared<const Piece>(parse_piece(own, SourceFile(file.path(), std::string(text))));
        if (!first_is_read) first_is_read = piece->is_read;
        has_edition |= piece->is_edition;
        const Move by{at, file.id()};
        if (piece->tree.edition && (tree.edition || !tree.order.empty())) {
            diagnostics.report(
                message::misplaced_edition(moved(piece->tree, by).edition->range).help("take this line away"));
            continue;
        }
        for (const Diagnostic& diagnostic : piece->diagnostics) diagnostics.report(moved(diagnostic, by));
        add(tree, moved(piece->tree, by));
    }
    // A first line that could not be read may have been the edition; one further down has been reported.
    if (first_is_read.value_or(false) && !has_edition) {
        const SourceRange top{file.id(), 0, 0};
        diagnostics.report(message::missing_edition(top).help("let its first line be `weir 1`").fix(top, "weir 1\n\n"));
    }
    known_ = std::move(known);
    return tree;
}

}  // namespace weir::syntax
