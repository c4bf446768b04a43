#include "ide/names.h"

#include <algorithm>
#include <array>
#include <utility>

#include "compiler/syntax/parts.h"

namespace weir::ide {
namespace {

using namespace syntax;

/// Where names are looked for, from the inside out.
struct Block {
    const Block* outer = nullptr;
    std::vector<NameId> names = {};
};

class Finder {
  public:
    explicit Finder(std::span<const Tree> trees) : trees_(trees) {}

    Names run() {
        for (const Tree& tree : trees_) {
            for (const Function& function : tree.functions) function_ids_.push_back(declare(function));
            for (const Policy& policy : tree.policies)
                declare(NameKind::policy, policy.name, policy.range, tree.range, kNoName, policy.doc);
        }
        const Tree& main = trees_.front();
        for (const Strategy& strategy : main.strategies)
            strategies_.push_back(
                {declare(NameKind::strategy, strategy.name, strategy.range, main.range, kNoName, strategy.doc),
                 {},
                 {}});
        size_t next = 0;
        for (const Tree& tree : trees_) {
            for (const Function& function : tree.functions) body(function, function_ids_[next++]);
            for (const Policy& policy : tree.policies) walk(policy.lines);
        }
        for (size_t i = 0; i < main.strategies.size(); ++i) read(main.strategies[i], strategies_[i]);
        for (const Test& test : main.tests) read(test);
        std::ranges::sort(names_.uses, {},
                          [](const Use& use) { return std::array{use.range.file, use.range.begin, use.range.end}; });
        return std::move(names_);
    }

  private:
    struct Known {
        NameId id;
        Block block;                // of the strategy: parameters, legs, lets that are everywhere
        std::vector<NameId> works;  // and phases, which are known everywhere
    };

    NameId declare(NameKind kind, const Name& name, SourceRange range, SourceRange scope, NameId parent,
                   std::string doc = {}, SourceRange type = {}) {
        const auto id = static_cast<NameId>(names_.declarations.size());
        names_.declarations.push_back({kind, name.text, name.range, range, scope, parent, std::move(doc), type});
        if (!name.text.empty()) names_.uses.push_back({name.range, id});
        return id;
    }
    NameId declare(const Function& function) {
        const Tree& tree = trees_[function.range.file];
        return declare(NameKind::function, function.name, function.range, tree.range, kNoName, function.doc,
                       function.result.range);
    }

    void use(SourceRange range, std::optional<NameId> name) {
        if (name) names_.uses.push_back({range, *name});
    }

    std::optional<NameId> look(std::string_view name, const std::vector<NameId>& among) const {
        for (const NameId id : among)
            if (names_.declarations[id].name == name) return id;
        return std::nullopt;
    }
    std::optional<NameId> look(std::string_view name) const {
        for (const Block* block = block_; block != nullptr; block = block->outer)
            if (const auto found = look(name, block->names)) return found;
        return std::nullopt;
    }

    void body(const Function& function, NameId id) {
        Block block;
        for (const FunctionParameter& one : function.parameters)
            block.names.push_back(
                declare(NameKind::argument, one.name, one.range, function.range, id, {}, one.type.range));
        block_ = &block;
        walk(function.value);
        block_ = nullptr;
    }

    void read(const Strategy& strategy, Known& known) {
        for (const Parameter& one : strategy.parameters)
            known.block.names.push_back(
                declare(NameKind::parameter, one.name, one.range, strategy.range, known.id, one.doc, one.type.range));
        declare_in(strategy.clauses, known.block, strategy.range, known.id, known);
        strategy_ = &known;
        block_ = &known.block;
        for (const Parameter& one : strategy.parameters) walk(one);
        clauses(strategy.clauses);
        block_ = nullptr;
        strategy_ = nullptr;
    }

    /// What clauses declare where they stand. Works and phases are known in the whole strategy.
    void declare_in(const std::vector<Clause>& clauses, Block& block, SourceRange scope, NameId parent, Known& known) {
        for (const Clause& clause : clauses) {
            if (const auto* let = std::get_if<Let>(&clause.kind))
                block.names.push_back(declare(NameKind::let, let->name, clause.range, scope, parent, doc(clause)));
            if (const auto* work = std::get_if<Work>(&clause.kind))
                known.works.push_back(declare(NameKind::work, work->name, clause.range, range_of(known.id), parent));
            if (const auto* phase = std::get_if<Phase>(&clause.kind)) {
                const NameId id = declare(NameKind::phase, phase->name, clause.range, range_of(known.id), parent);
                known.works.push_back(id);
                declare_works(phase->clauses, id, known);
            }
            if (const auto* legs = std::get_if<Legs>(&clause.kind))
                for (const Leg& leg : legs->legs)
                    block.names.push_back(declare(NameKind::leg, leg.name, leg.range, scope, parent));
            if (const auto* protect = std::get_if<Protect>(&clause.kind))
                declare_works(protect->clauses, parent, known);
            if (const auto* one_of = std::get_if<OneOf>(&clause.kind)) declare_works(one_of->clauses, parent, known);
        }
    }
    /// Works of an inner block; its lets are declared when it is read.
    void declare_works(const std::vector<Clause>& clauses, NameId parent, Known& known) {
        for (const Clause& clause : clauses) {
            if (const auto* work = std::get_if<Work>(&clause.kind))
                known.works.push_back(declare(NameKind::work, work->name, clause.range, range_of(known.id), parent));
            if (const auto* protect = std::get_if<Protect>(&clause.kind))
                declare_works(protect->clauses, parent, known);
            if (const auto* one_of = std::get_if<OneOf>(&clause.kind)) declare_works(one_of->clauses, parent, known);
        }
    }

    SourceRange range_of(NameId id) const { return names_.declarations[id].range; }
    /// A comment above a let says what it is.
    static std::string doc(const Clause& clause) {
        std::string text;
        for (const Comment& comment : clause.comments.before) text += (text.empty() ? "" : "\n") + comment.text;
        if (text.empty() && clause.comments.after) text = clause.comments.after->text;
        return text;
    }

    void clauses(const std::vector<Clause>& clauses) {
        for (const Clause& clause : clauses)
            std::visit([&](const auto& kind) { visit(kind, clause.range); }, clause.kind);
    }
    template <class Kind>
    void visit(const Kind& kind, SourceRange) {
        walk(kind);
    }
    void visit(const Let& let, SourceRange) { walk(let.value); }
    void visit(const Work& work, SourceRange) {
        for (const Name& other : work.before) use(other.range, look(other.text, strategy_->works));
        walk(work.when);
        walk(work.items);
    }
    void visit(const Phase& phase, SourceRange range) { inner(phase.clauses, range); }
    void visit(const Protect& protect, SourceRange range) { inner(protect.clauses, range); }
    void visit(const OneOf& one_of, SourceRange range) { inner(one_of.clauses, range); }
    void visit(const Next& next, SourceRange) {
        use(next.phase.range, look(next.phase.text, strategy_->works));
        walk(next.when);
    }

    void inner(const std::vector<Clause>& inside, SourceRange range) {
        Block block{block_};
        for (const Clause& clause : inside)
            if (const auto* let = std::get_if<Let>(&clause.kind))
                block.names.push_back(
                    declare(NameKind::let, let->name, clause.range, range, strategy_->id, doc(clause)));
        const Block* outer = std::exchange(block_, &block);
        clauses(inside);
        block_ = outer;
    }

    /// A test speaks of what its strategy declares.
    void read(const Test& test) {
        const auto id = declare(NameKind::test, {test.title.text, test.title.range}, test.range, test.range, kNoName);
        names_.uses.pop_back();  // a title is no name
        const Known* known = strategies_.size() == 1 && test.strategy.text.empty() ? &strategies_.front() : nullptr;
        for (const Known& one : strategies_)
            if (names_.declarations[one.id].name == test.strategy.text && !test.strategy.text.empty()) known = &one;
        if (known == nullptr) return;
        names_.declarations[id].parent = known->id;
        if (!test.strategy.text.empty()) use(test.strategy.range, known->id);
        strategy_ = known;
        block_ = &known->block;
        walk(test.statements);
        block_ = nullptr;
        strategy_ = nullptr;
    }

    // ---------------------------------------------------------------------------------------------- expressions

    template <class T>
    void walk(const std::vector<T>& nodes) {
        for (const T& node : nodes) walk(node);
    }
    template <class T>
    void walk(const std::optional<T>& node) {
        if (node) walk(*node);
    }
    template <class T>
    void walk(const std::unique_ptr<T>& node) {
        if (node) walk(*node);
    }
    template <class... Kinds>
    void walk(const std::variant<Kinds...>& node) {
        std::visit([&](const auto& kind) { walk(kind); }, node);
    }
    void walk(const Expr& expr) {
        if (const auto* name = std::get_if<NameRef>(&expr.kind))
            use(expr.range, look(name->name));
        else
            walk(expr.kind);
    }
    void walk(const Call& call) {
        const auto of_function = [&](NameId id) { return names_.declarations[id].name == call.function.text; };
        const auto found = std::ranges::find_if(function_ids_, of_function);
        if (found != function_ids_.end()) use(call.function.range, *found);
        walk(call.arguments);
    }
    void walk(const Settled& settled) {
        if (strategy_ != nullptr) use(settled.work.range, look(settled.work.text, strategy_->works));
    }
    void walk(const SetParameter& set) {
        if (strategy_ != nullptr) use(set.name.range, look(set.name.text, strategy_->block.names));
        walk(set.value);
    }
    template <class Node>
    void walk(const Node& node) {
        if constexpr (kParts<Node> > 0) std::apply([&](const auto&... part) { (walk(part), ...); }, parts_of(node));
    }

    std::span<const Tree> trees_;
    Names names_;
    std::vector<NameId> function_ids_;  // as they stand in the files
    std::vector<Known> strategies_;
    const Known* strategy_ = nullptr;
    const Block* block_ = nullptr;
};

}  // namespace

std::string_view text_of(NameKind kind) {
    constexpr std::array<std::string_view, 10> kTexts{"strategy", "parameter", "let",      "work",   "phase",
                                                      "leg",      "function",  "argument", "policy", "test"};
    return kTexts[static_cast<size_t>(kind)];
}

const Use* Names::at(uint32_t file, uint32_t offset) const {
    const auto after = std::ranges::upper_bound(
        uses, std::pair(file, offset), {}, [](const Use& use) { return std::pair(use.range.file, use.range.begin); });
    if (after == uses.begin()) return nullptr;
    const Use& use = *std::prev(after);
    return use.range.file == file && offset <= use.range.end ? &use : nullptr;
}

std::optional<NameId> Names::find(std::string_view name, NameKind kind, uint32_t file, uint32_t offset) const {
    for (NameId id = 0; id < declarations.size(); ++id) {
        const Declaration& one = declarations[id];
        if (one.name == name && one.kind == kind && one.scope.file == file && one.scope.begin <= offset &&
            offset <= one.scope.end)
            return id;
    }
    return std::nullopt;
}

Names names_of(std::span<const syntax::Tree> trees) {
    return Finder(trees).run();
}

}  // namespace weir::ide
