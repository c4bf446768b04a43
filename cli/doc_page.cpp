#include "cli/doc_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <type_traits>
#include <variant>

namespace weir::cli {
namespace {

template <class List, class Value, class Projection>
bool has(const List& list, const Value& value, Projection projection) {
    return std::ranges::find(list, value, projection) != list.end();
}

/// On one line, without comments.
std::string flat(std::string_view text) {
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == "//") i = std::min(text.find('\n', i), text.size());
        const bool blank = i == text.size() || std::isspace(static_cast<unsigned char>(text[i])) != 0;
        if (!blank) result += text[i];
        if (blank && !result.empty() && result.back() != ' ') result += ' ';
    }
    while (!result.empty() && result.back() == ' ') result.pop_back();
    return result;
}

/// A cell of a table: on one line, its bars escaped.
std::string cell(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '|') result += '\\';
        result += c == '\n' ? ' ' : c;
    }
    return result;
}

/// Up to the first full stop that ends a sentence, of the first paragraph.
std::string first_sentence(const std::string& doc) {
    const std::string paragraph = doc.substr(0, doc.find("\n\n"));
    for (size_t at = paragraph.find('.'); at != std::string::npos; at = paragraph.find('.', at + 1))
        if (at + 1 == paragraph.size() || paragraph[at + 1] == ' ' || paragraph[at + 1] == '\n')
            return paragraph.substr(0, at + 1);
    return paragraph;
}

std::string stem_of(const SourceFile& file) {
    return std::filesystem::path(file.path()).stem().string();
}

/// Whether orders of a strategy, or of a part of it, go to dark venues.
bool goes_dark(const std::vector<syntax::Item>& items);
bool goes_dark(const syntax::Targets& targets) {
    return has(targets.targets, syntax::TargetKind::dark, &syntax::Target::kind);
}
bool goes_dark(const syntax::Route& route) {
    return std::ranges::any_of(route.lines, [](const syntax::RouteLine& line) {
        const auto* to = std::get_if<syntax::RouteTo>(&line.kind);
        return to != nullptr && has(to->targets, syntax::TargetKind::dark, &syntax::Target::kind);
    });
}
bool goes_dark(const std::vector<syntax::Clause>& clauses) {
    return std::ranges::any_of(clauses, [](const syntax::Clause& clause) {
        return std::visit(
            [](const auto& one) {
                if constexpr (requires { one.items; }) return goes_dark(one.items);
                if constexpr (requires { one.clauses; }) return goes_dark(one.clauses);
                if constexpr (std::is_same_v<std::decay_t<decltype(one)>, syntax::Route>) return goes_dark(one);
                return false;
            },
            clause.kind);
    });
}
bool goes_dark(const std::vector<syntax::Item>& items) {
    return std::ranges::any_of(items, [](const syntax::Item& item) {
        const auto* targets = std::get_if<syntax::Targets>(&item.kind);
        const auto* route = std::get_if<syntax::Route>(&item.kind);
        return (targets != nullptr && goes_dark(*targets)) || (route != nullptr && goes_dark(*route));
    });
}

/// The commands that carry out an order with a strategy on a made market, with all that it reads.
class Commands {
  public:
    Commands(const std::string& path, const syntax::Strategy& strategy, const plan::Plan& plan, bool several)
        : path_(path), strategy_(strategy), plan_(plan), several_(several) {}

    std::string text() const {
        std::string text = day("7", "2026-01-06", "day.tape");
        if (reads_history()) text += day("6", "2026-01-05", "history.tape");
        text += "weir run " + path_;
        if (several_) text += " --strategy " + strategy_.name.text;
        text += goes_dark(strategy_.clauses) ? " --venue lit=day.tape --dark pool" : " --tape day.tape";
        if (reads_history()) text += " --history history.tape";
        if (auctions()) text += " --session XNYS";
        for (const plan::Parameter& parameter : plan_.parameters)
            if (parameter.required) text += fmt::format(" --set \"{}=…\"", parameter.name);
        return text + fmt::format(" --order \"buy 2_000 shares from {} to {}\"\n",
                                  at(step::Auction::open) ? "09:29" : "10:00",
                                  at(step::Auction::close) ? "16:01" : "12:00");
    }

  private:
    std::string day(const char* seed, const char* date, const char* tape) const {
        return fmt::format("weir tape generate --seed {} --messages 20000 --date {}{} -o {}\n", seed, date,
                           auctions() ? " --auctions" : "", tape);
    }
    bool reads_history() const {
        return std::ranges::any_of(plan_.tables,
                                   [](step::TableKind kind) { return kind != step::TableKind::shortfall_curve; });
    }
    bool at(step::Auction auction) const { return has(plan_.slots, auction, &plan::Slot::auction); }
    bool auctions() const { return at(step::Auction::open) || at(step::Auction::close); }

    const std::string& path_;
    const syntax::Strategy& strategy_;
    const plan::Plan& plan_;
    bool several_;
};

class Page {
  public:
    explicit Page(const compiler::Checked& checked)
        : checked_(checked), file_(checked.files.front()), tree_(checked.trees.front()) {}

    std::string write() {
        const bool alone = tree_.strategies.size() == 1 && tree_.functions.empty() && tree_.policies.empty();
        text_ = fmt::format("# {}\n\nWritten by `weir doc` from `{}`.\n", stem_of(file_), file_.path());
        level_ = alone ? "##" : "###";
        for (const syntax::DeclarationRef& one : tree_.order) {
            if (one.kind == syntax::DeclarationKind::strategy) strategy(one.index, alone);
            if (one.kind == syntax::DeclarationKind::function) function(tree_.functions[one.index]);
            if (one.kind == syntax::DeclarationKind::policy) policy(tree_.policies[one.index]);
        }
        tests();
        text_ += fmt::format("\n## Source\n\n```weir\n{}```\n", file_.text());
        return std::move(text_);
    }

  private:
    void head(std::string_view kind, const std::string& name, const std::string& doc) {
        text_ += fmt::format("\n## {} `{}`\n", kind, name);
        if (!doc.empty()) text_ += "\n" + doc + "\n";
    }
    void section(std::string_view title) { text_ += fmt::format("\n{} {}\n\n", level_, title); }

    std::string source_of(const syntax::ExprPtr& expression) const {
        return expression ? "`" + flat(file_.text(expression->range)) + "`" : "";
    }

    void strategy(size_t index, bool alone) {
        const syntax::Strategy& one = tree_.strategies[index];
        if (!alone) head("strategy", one.name.text, one.doc);
        if (alone && !one.doc.empty()) text_ += "\n" + one.doc + "\n";
        parameters(one);
        section("What it follows");
        clauses(one.clauses, "");
        section("Run it");
        const Commands commands(file_.path(), one, checked_.plans[index], tree_.strategies.size() > 1);
        text_ += "```sh\n" + commands.text() + "```\n";
    }

    void parameters(const syntax::Strategy& one) {
        if (one.parameters.empty()) return;
        section("Parameters");
        text_ += "| parameter | is | type | default | from | to |\n|---|---|---|---|---|---|\n";
        for (const syntax::Parameter& parameter : one.parameters)
            text_ += fmt::format("| `{}` | {} | {}{} | {} | {} | {} |\n", parameter.name.text, cell(parameter.doc),
                                 parameter.live ? "live " : "", parameter.type.text, source_of(parameter.value),
                                 source_of(parameter.low), source_of(parameter.high));
        if (std::ranges::any_of(one.parameters, &syntax::Parameter::live))
            text_ += "\nWhat is `live` may be moved while the strategy runs, within its range.\n";
    }

    void point(const std::string& indent, const std::string& text) { text_ += fmt::format("{}- `{}`\n", indent, text); }
    std::string text_of(SourceRange range) const { return flat(file_.text(range)); }

    /// Each clause as written; of one with braces its head, and the clauses inside.
    void clauses(const std::vector<syntax::Clause>& list, const std::string& indent) {
        for (const syntax::Clause& clause : list)
            std::visit(
                [&](const auto& kind) {
                    using Kind = std::decay_t<decltype(kind)>;
                    if constexpr (std::is_same_v<Kind, syntax::Risk> || std::is_same_v<Kind, syntax::Assume>) {
                        for (const auto& line : kind.lines)
                            point(indent,
                                  (std::is_same_v<Kind, syntax::Risk> ? "risk " : "assume ") + text_of(line.range));
                    } else if constexpr (requires { kind.head; }) {
                        point(indent, text_of(kind.head));
                        if constexpr (requires { kind.clauses; }) clauses(kind.clauses, indent + "  ");
                    } else {
                        point(indent, text_of(clause.range));
                    }
                },
                clause.kind);
    }

    void function(const syntax::Function& one) {
        head("fn", one.name.text, one.doc);
        std::string parameters;
        for (const syntax::FunctionParameter& parameter : one.parameters)
            parameters += (parameters.empty() ? "" : ", ") + parameter.name.text + " : " + parameter.type.text;
        text_ += fmt::format("\n`{}({}){} = {}`\n", one.name.text, parameters,
                             one.result.text.empty() ? "" : " -> " + one.result.text,
                             one.value ? flat(file_.text(one.value->range)) : "");
    }

    void policy(const syntax::Policy& one) {
        head("policy", one.name.text, one.doc);
        text_ += "\n";
        for (const syntax::RiskLine& line : one.lines) text_ += fmt::format("- `{}`\n", flat(file_.text(line.range)));
    }

    void tests() {
        if (tree_.tests.empty()) return;
        text_ += fmt::format("\n## What its tests show\n\n`weir test {}` runs them.\n\n", file_.path());
        for (const syntax::Test& test : tree_.tests)
            text_ += fmt::format("- {}{}\n", test.title.text, test.every_side ? " (for a buy and for a sell)" : "");
    }

    const compiler::Checked& checked_;
    const SourceFile& file_;
    const syntax::Tree& tree_;
    std::string text_;
    std::string level_;
};

}  // namespace

std::string page_of(const compiler::Checked& checked) {
    return Page(checked).write();
}

std::string list_head() {
    return "# Strategies\n\nWritten by `weir doc`.\n\n| strategy | |\n|---|---|\n";
}

std::string list_rows(const compiler::Checked& checked) {
    std::string rows;
    for (const syntax::Strategy& one : checked.trees.front().strategies)
        rows += fmt::format("| [`{}`]({}.md) | {} |\n", one.name.text, stem_of(checked.files.front()),
                            cell(first_sentence(one.doc)));
    return rows;
}

}  // namespace weir::cli
