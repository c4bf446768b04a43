#include "compiler/syntax/recovery.h"

#include <algorithm>
#include <array>

#include "compiler/syntax/brackets.h"
#include "compiler/syntax/words.h"

namespace weir::syntax {
namespace {

using P = grammar::WeirParser;

struct Form {
    size_t rule;
    std::string_view help;
};
/// How each statement reads when it is whole.
constexpr Form kForms[] = {
    {P::RuleEdition, "the first line reads `weir 1`"},
    {P::RuleStrategyHead, "a strategy reads `strategy name(parameter : type = default from low to high) { … }`"},
    {P::RuleParameter, "a parameter reads `live name : ratio = 20% from 1% to 25%`"},
    {P::RuleUse, "it reads `use \"house.weir\"`"},
    {P::RuleFunction, "a function reads `fn name(a : price, b : ratio) -> price = EXPR`, `-> TYPE` being optional"},
    {P::RulePolicy, "a policy reads `policy name { … }`, with the lines of a risk"},
    {P::RuleTestHead, "a test reads `test \"what it shows\" of strategy for every side { … }`"},
    {P::RuleTest, "a test reads `test \"what it shows\" of strategy for every side { … }`"},

    {P::RuleLet, "a name is given as in `let wide = spread > 3 * normal(spread)`"},
    {P::RuleSchedule,
     "a schedule reads `schedule linear`, `schedule volume_curve(20 days)` or `schedule EXPR for 95% of order until "
     "15:30 every 1 min`"},
    {P::RuleParticipate, "it reads `participate at most 20% of volume over 5 min`"},
    {P::RuleHalt, "it reads `pause when CONDITION until CONDITION`, `until` being optional"},
    {P::RuleCancel, "it reads `cancel when CONDITION`"},
    {P::RuleSettle, "it reads `settle 30 s`"},
    {P::RuleJoin, "it reads `join reopening`"},
    {P::RuleTilt, "it reads `tilt 1.5x when CONDITION`"},
    {P::RuleStay, "it reads `stay within 5% behind to 10% ahead`, or one of the two"},
    {P::RuleCatchUp, "it reads `catch up over 2 min at most 1.5x`, `catch up evenly` or `catch up none`"},
    {P::RuleSession, "it reads `session 09:30 to 16:00 America/New_York`, `session \"XNYS\"` or `session always`"},
    {P::RuleComplete, "it reads `complete best efforts`, `complete must` or `complete must, up to 25% to complete`"},
    {P::RuleNext, "it reads `next PHASE when CONDITION`"},
    {P::RuleDone, "it reads `done when CONDITION`"},
    {P::RuleWorkHead, "a work reads `work name before other when CONDITION { … }`"},
    {P::RuleWork, "a work reads `work name before other when CONDITION { … }`"},
    {P::RuleAuctionHead, "an auction reads `at open when CONDITION { take 10% of order; at PRICE }`"},
    {P::RuleAuction, "an auction reads `at open when CONDITION { take 10% of order; at PRICE }`"},
    {P::RuleWouldHead, "it reads `would up to 30% of order ahead at PRICE when CONDITION { … }`"},
    {P::RuleWould, "it reads `would up to 30% of order ahead at PRICE when CONDITION { … }`"},
    {P::RulePhaseHead, "a phase reads `phase name { … }`"},
    {P::RulePhase, "a phase reads `phase name { … }`"},
    {P::RuleProtectHead, "it reads `protect executed { … }`"},
    {P::RuleProtect, "it reads `protect executed { … }`"},
    {P::RuleOneOfHead, "it reads `one of { … }`"},
    {P::RuleOneOf, "it reads `one of { … }`"},
    {P::RuleLeg, "a leg reads `eth buy lead` or `btc sell hedge value beta * eth.executed_value within 2%`"},
    {P::RuleLegs, "legs stand in braces: `legs { eth buy lead; btc sell hedge value eth.executed_value }`"},

    {P::RulePeg, "it reads `peg near touch`, `peg mid - 2 bps` or `peg far touch worse by 1 tick`"},
    {P::RuleUpTo, "it reads `up to 3 bps worse than mid`"},
    {P::RuleTake, "it reads `take behind`, `take leaves`, `take due`, `take 10 BTC` or `take by all_in`"},
    {P::RuleChildSize, "it reads `child at most 250_000 USD` or `child at least 1 BTC`"},
    {P::RuleShow, "it reads `show 10% vary 20%`"},
    {P::RuleReprice, "it reads `reprice every 15 s vary 20%`"},
    {P::RulePost, "it reads `post only` or `post by maker_fee`"},
    {P::RuleLadder, "it reads `25 levels from 2% to 8% better than anchor`"},
    {P::RuleLevelSize, "it reads `size 1x to 2x`"},
    {P::RuleRefill, "it reads `refill 50% once` or `refill 50% 3 times`"},
    {P::RuleReload, "it reads `reload after 1 s` or `reload after 1 s to 5 s random`"},
    {P::RuleLimit, "it reads `limit PRICE` or `limit PRICE all_in`"},
    {P::RuleDeadline, "it reads `deadline 30 s`"},
    {P::RuleMinimum, "it reads `minimum 5_000`"},
    {P::RuleGas, "it reads `gas at most 5 USD`"},
    {P::RuleTimeInForce, "it reads `time in force ioc`"},
    {P::RuleRouteBound, "a line of a route reads `dark mid first by price, up to 30% of child, minimum 5_000`"},
    {P::RuleTargets, "a venue reads `lit`, `dark`, `dark mid`, `rfq`, `amm \"pool\"` or `\"venue\"`"},
    {P::RuleRouteTo, "a line of a route reads `dark mid first by price, up to 30% of child, minimum 5_000`"},
    {P::RuleScoredBy, "it reads `take by all_in` or `post by maker_fee then latency`"},
    {P::RuleBar, "it reads `never \"x\", \"y\"` or `avoid \"x\" when CONDITION`"},
    {P::RuleRoute, "a route stands in braces: `route { dark mid first; then lit by all_in }`"},

    {P::RuleRisk, "the limits of risk stand in braces: `risk { child value <= 250_000 USD }`"},
    {P::RuleAssume, "assumptions stand in braces: `assume { mid from 1 USD to 9 USD }`"},
    {P::RuleRiskLimit, "a line of risk reads `child value <= 250_000 USD` or `price within 50 bps of mid`"},
    {P::RuleAssumption, "a line of assume reads `mid from 1 USD to 9 USD` or `order.quantity at most 10 BTC`"},

    {P::RuleTestOrder, "it reads `order buy 10 BTC from 09:00 to 10:00 limit 30_000 USD`, `limit` being optional"},
    {P::RuleSetParameter, "it reads `set name = 5%`"},
    {P::RuleMarket,
     "it reads `market flat at 30_000 spread 5 bps volume 1 BTC per 1 s`, `market generated seed 7` or "
     "`market tape \"file\"`"},
    {P::RuleHappening, "it reads `at 09:10 spread 40 bps`, `at 09:10 trade 2 BTC at 30_000` or `at 09:10 pause`"},
    {P::RuleExpect,
     "it reads `expect CONDITION by 10:00`, `expect always CONDITION` or `expect no fills from 09:10 to 09:20`"},
};

const antlr4::ParserRuleContext* enclosing(const antlr4::ParserRuleContext* context) {
    return dynamic_cast<const antlr4::ParserRuleContext*>(context->parent);
}

std::string_view form_of(const antlr4::ParserRuleContext* context) {
    for (; context != nullptr; context = enclosing(context))
        if (const std::string_view form = form_of_rule(context->getRuleIndex()); !form.empty()) return form;
    return {};
}

/// The blocks that have heads, in which something can be said that does not cost the block.
struct Block {
    size_t rule, head;
};
constexpr Block kBlocks[] = {
    {P::RuleStrategy, P::RuleStrategyHead}, {P::RulePolicy, P::RulePolicyHead},   {P::RuleTest, P::RuleTestHead},
    {P::RuleWork, P::RuleWorkHead},         {P::RuleAuction, P::RuleAuctionHead}, {P::RuleWould, P::RuleWouldHead},
    {P::RulePhase, P::RulePhaseHead},       {P::RuleProtect, P::RuleProtectHead}, {P::RuleOneOf, P::RuleOneOfHead},
};

bool in_a_head(const antlr4::ParserRuleContext* context) {
    for (; context != nullptr; context = enclosing(context))
        if (std::ranges::find(kBlocks, context->getRuleIndex(), &Block::head) != std::end(kBlocks)) return true;
    return false;
}

bool is_block(size_t rule) {
    return std::ranges::find(kBlocks, rule, &Block::rule) != std::end(kBlocks);
}

bool in_a_parameter(const antlr4::ParserRuleContext* context) {
    for (; context != nullptr; context = enclosing(context))
        if (context->getRuleIndex() == P::RuleParameter) return true;
    return false;
}

/// To the comma or the parenthesis that ends the parameter, or the argument of a call in it.
void to_next_parameter(antlr4::Parser* parser) {
    antlr4::TokenStream* tokens = parser->getTokenStream();
    for (size_t depth = 0;;) {
        const size_t kind = tokens->LA(1);
        if (kind == antlr4::Token::EOF || kind == P::SEPARATOR || kind == P::LBRACE || kind == P::RBRACE) return;
        if (depth == 0 && (kind == P::COMMA || kind == P::RPAREN)) return;
        depth += kind == P::LPAREN;
        depth -= kind == P::RPAREN;
        parser->consume();
    }
}

bool ends_statement(size_t kind) {
    return kind == P::SEPARATOR || kind == P::LBRACE || kind == P::RBRACE || kind == antlr4::Token::EOF;
}

bool has(const antlr4::misc::IntervalSet& set, size_t kind) {
    return set.contains(kind);
}

/// "a value", "`over`", "`)` or `,`": what could stand at the place of the mistake.
std::string expected_text(const antlr4::misc::IntervalSet& expected) {
    if (has(expected, P::NUMBER) && has(expected, P::LPAREN)) return "a value";
    if (has(expected, P::SEPARATOR)) return "the end of the line";
    if (has(expected, P::IDENTIFIER) && has(expected, P::LET)) return "a name";
    if (has(expected, P::HALT) && has(expected, P::REOPEN)) return "what happens then";
    std::vector<std::string> words;
    for (const ssize_t kind : expected.toList()) words.push_back(kind_text(static_cast<size_t>(kind)));
    constexpr size_t kAtMost = 4;
    if (words.empty() || words.size() > kAtMost) return "something else";
    std::string text = words[0];
    for (size_t i = 1; i < words.size(); ++i) text += (i + 1 == words.size() ? " or " : ", ") + words[i];
    return text;
}

/// What the user sees at the token. The parser made some of the tokens itself.
std::string found_text(const antlr4::Token* token, const SourceFile& file) {
    const std::string_view text = file.text(range_of(token, file));
    if (token->getType() == P::SEPARATOR || token->getType() == antlr4::Token::EOF || text.empty()) {
        if (token->getStartIndex() >= file.text().size()) return "the end of the file";
        if (text == ";") return "`;`";
        return file.text()[token->getStartIndex()] == '}' ? "`}`" : "the end of the line";
    }
    return "`" + std::string(text) + "`";
}

/// Where the eye should go: behind the last word when something is missing at the end of a line.
SourceRange place_of(antlr4::Parser* parser, const antlr4::Token* token, const SourceFile& file) {
    const SourceRange range = range_of(token, file);
    const size_t index = token->getTokenIndex();
    if (token->getType() != P::SEPARATOR || index == 0 || file.text(range) == ";") return range;
    const SourceRange before = range_of(parser->getTokenStream()->get(index - 1), file);
    return {range.file, before.end, before.end};
}

std::string_view extra_help(size_t found, const antlr4::misc::IntervalSet& expected) {
    const bool reserved = found >= P::WHEN && found <= P::UNTIL;
    if (reserved && has(expected, P::IDENTIFIER) && !has(expected, P::NUMBER))
        return "this word is reserved, choose another name";
    return {};
}

/// A sign of other languages where Weir has its own.
struct Slip {
    size_t found, expected;
    std::string_view ours, help;
};
constexpr Slip kSlips[] = {
    {P::DOUBLE_EQUAL, P::EQUAL, "=", "equality is written `=`"},
    {P::LESS, P::LESS_EQUAL, "<=", "a limit may be reached: write `<=`"},
    {P::COMMA, P::SEPARATOR, ";", "items stand on lines of their own, or are set apart by `;`"},
};
const Slip* slip_of(size_t found, const antlr4::misc::IntervalSet& expected) {
    const auto slip = std::ranges::find_if(
        kSlips, [&](const Slip& one) { return one.found == found && has(expected, one.expected); });
    return slip == std::end(kSlips) ? nullptr : slip;
}

/// `20% volume`.
bool misses_of(std::string_view before, std::string_view word) {
    static constexpr std::array kWholes = {"volume", "order", "mid", "arrival", "leaves"};
    return (before == "%" || before == "bps") && std::ranges::find(kWholes, word) != kWholes.end();
}

/// `5% below arrival`, `2 ticks above mid`.
std::string_view help_for_side(std::string_view word) {
    static constexpr std::array kWords = {"below", "above", "under", "over", "lower", "higher", "less", "more"};
    if (std::ranges::find(kWords, word) == kWords.end()) return {};
    return "prices follow the side of the order: write `5% better than arrival`, which is below it for a purchase and "
           "above it for a sale, or `worse than`";
}

/// `1,000`.
bool between_digits(const antlr4::TokenStream* tokens, size_t comma) {
    if (comma == 0) return false;
    const antlr4::Token *before = tokens->get(comma - 1), *after = tokens->get(comma + 1);
    return before->getType() == P::NUMBER && after->getType() == P::NUMBER &&
           before->getStopIndex() + 2 == after->getStartIndex();
}

/// The bytes of the statement that holds a token, on its line; a parameter is taken for a statement.
SourceRange statement_on_line(antlr4::Parser* parser, size_t index, const SourceFile& file) {
    const antlr4::TokenStream* tokens = parser->getTokenStream();
    const bool parameter = in_a_parameter(parser->getContext());
    const auto ends = [&](size_t i) {
        const size_t kind = tokens->get(i)->getType();
        return kind == P::SEPARATOR || kind == P::LBRACE || kind == P::RBRACE || kind == antlr4::Token::EOF ||
               (parameter && kind == P::COMMA);
    };
    size_t first = index, last = index;
    while (first > 0 && !ends(first - 1)) --first;
    while (!ends(last)) ++last;
    const std::string& text = file.text();
    const uint32_t begin = range_of(tokens->get(index), file).begin;
    const size_t line = begin == 0 ? std::string::npos : text.rfind('\n', begin - 1);
    const auto line_begin = static_cast<uint32_t>(line == std::string::npos ? 0 : line + 1);
    const auto line_end = static_cast<uint32_t>(std::min(text.find('\n', begin), text.size()));
    return {file.id(), std::max(line_begin, range_of(tokens->get(first), file).begin),
            std::min(line_end, range_of(tokens->get(last), file).end)};
}

bool ends_value(size_t kind) {
    return kind == P::NUMBER || kind == P::PERCENT || kind == P::RPAREN || is_word(kind);
}

}  // namespace

std::string_view form_of_rule(size_t rule) {
    for (const Form& form : kForms)
        if (form.rule == rule) return form.help;
    return {};
}

SourceRange range_of(const antlr4::Token* token, const SourceFile& file) {
    const auto begin = static_cast<uint32_t>(token->getStartIndex());
    return {file.id(), begin, static_cast<uint32_t>(token->getStopIndex() + 1)};
}

Recovery::Recovery(const SourceFile& file, Diagnostics& diagnostics) : file_(file), diagnostics_(diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics)
        if (diagnostic.code == Code::unopened || diagnostic.code == Code::unclosed)
            brackets_.push_back(diagnostic.range.begin);
    std::ranges::sort(brackets_);
}

/// What stands in the head of a block after all that the parser could read there does not cost the block.
antlr4::Token* Recovery::recoverInline(antlr4::Parser* parser) {
    const antlr4::InputMismatchException error(parser);
    const size_t rule = parser->getContext()->getRuleIndex();
    antlr4::TokenStream* tokens = parser->getTokenStream();
    const bool head = is_block(rule) && has(parser->getExpectedTokens(), P::LBRACE);
    ssize_t brace = 1;
    while (head && !ends_statement(tokens->LA(brace))) ++brace;
    if (!head || tokens->LA(brace) != P::LBRACE) throw error;
    reportError(parser, error);
    for (; brace > 1; --brace) parser->consume();
    recovering_ = false;
    return parser->consume();
}

/// In a signature, what stands behind a whole parameter is reported here, where the list of parameters can still go on.
void Recovery::sync(antlr4::Parser* parser) {
    note_what_could_follow(parser);
    if (recovering_ || parser->getContext()->getRuleIndex() != P::RuleStrategyHead) return;
    antlr4::TokenStream* tokens = parser->getTokenStream();
    const size_t before = tokens->LT(-1)->getType(), next = tokens->LA(1);
    if (before == P::LPAREN || before == P::COMMA || next == P::RPAREN || next == P::COMMA) return;
    if (next == P::SEPARATOR || next == P::LBRACE || next == P::RBRACE || next == antlr4::Token::EOF) return;
    reportError(parser, antlr4::InputMismatchException(parser));
    to_next_parameter(parser);
}

/// Goes to the end of the statement, over whole blocks; in the head of a block only to its brace, and in a parameter
/// only to the next one, so that those which follow are still known.
void Recovery::recover(antlr4::Parser* parser, std::exception_ptr) {
    if (in_a_parameter(parser->getContext())) return to_next_parameter(parser);
    const bool head = in_a_head(parser->getContext());
    antlr4::TokenStream* tokens = parser->getTokenStream();
    for (size_t depth = 0;;) {
        const size_t kind = tokens->LA(1);
        if (kind == antlr4::Token::EOF) return;
        if (depth == 0 && (kind == P::SEPARATOR || kind == P::RBRACE || (kind == P::LBRACE && head))) return;
        depth += kind == P::LBRACE;
        depth -= kind == P::RBRACE;
        parser->consume();
    }
}

void Recovery::reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) {
    if (recovering_) return;
    recovering_ = true;
    const antlr4::Token* token = error.getOffendingToken();
    const SourceRange range = place_of(parser, token, file_);
    if (token->getType() == P::UNKNOWN) {
        Diagnostic& diagnostic = diagnostics_.report(message::unknown_character(range, found_text(token, file_)));
        for (const auto& [theirs, ours] : {std::pair("&&", "and"), std::pair("||", "or")})
            if (file_.text().compare(range.begin, std::string_view(theirs).size(), theirs) == 0)
                diagnostic.help("it is written `" + std::string(ours) + "`")
                    .fix(
                        {range.file, range.begin, static_cast<uint32_t>(range.begin + std::string_view(theirs).size())},
                        ours);
        return;
    }
    if (token->getType() == P::UNCLOSED_STRING) {
        diagnostics_.report(message::unclosed_string(range).help("close it with `\"`"));
        return;
    }
    // A bracket of this statement has been reported: what cannot be read now is the same mistake.
    const SourceRange statement = statement_on_line(parser, token->getTokenIndex(), file_);
    const auto bracket = std::ranges::lower_bound(brackets_, statement.begin);
    if (bracket != brackets_.end() && *bracket < statement.end) return;
    if (auto* ago = dynamic_cast<P::AgoContext*>(parser->getContext()); ago != nullptr && ago->number() != nullptr)
        return report_second_value(*ago->number());
    Diagnostic& diagnostic = diagnostics_.report(
        message::unexpected(range, found_text(token, file_), expected_text(error.getExpectedTokens())));
    help(diagnostic, parser, error);
}

/// The parser passes by the words that may go on with a statement one by one; what it tried is what could stand here.
void Recovery::note_what_could_follow(antlr4::Parser* parser) {
    const size_t place = parser->getTokenStream()->index();
    if (place != place_) could_follow_ = {};
    place_ = place;
    could_follow_.addAll(parser->getExpectedTokens());
}

void Recovery::help(Diagnostic& diagnostic, antlr4::Parser* parser, const antlr4::RecognitionException& error) {
    constexpr size_t kShortest = 3;  // a shorter word is near to anything
    const antlr4::Token* token = error.getOffendingToken();
    const SourceRange range = range_of(token, file_);
    const std::string_view word = file_.text(range);
    const bool is_word = token->getType() >= P::WHEN && token->getType() <= P::IDENTIFIER;
    antlr4::misc::IntervalSet expected = error.getExpectedTokens();
    if (token->getTokenIndex() == place_) expected.addAll(could_follow_);
    std::vector<std::string> texts;
    for (const ssize_t kind : expected.toList())
        if (kind >= static_cast<ssize_t>(P::WHEN) && kind < static_cast<ssize_t>(P::IDENTIFIER))
            texts.push_back(kind_text(static_cast<size_t>(kind)));
    std::vector<std::string_view> words;
    for (const std::string& text : texts) words.push_back(std::string_view(text).substr(1, text.size() - 2));
    const bool long_enough = word.size() >= kShortest || word == "if";
    // Next to `mid` it looks like a slip of the finger, and it is none.
    const bool is_side = (word == "bid" || word == "ask") && std::ranges::find(words, "near") != words.end();
    if (is_side) diagnostic.help("`near touch` is our side of the book: the bid of a buy; `far touch` is the other");
    const bool suggested = is_side || (is_word && long_enough && diagnostic.suggest(range, word, words));

    const size_t index = token->getTokenIndex();
    const bool after_value = index > 0 && ends_value(parser->getTokenStream()->get(index - 1)->getType());
    const bool value = is_word || token->getType() == P::LPAREN || token->getType() == P::NUMBER;
    const bool could_end = has(expected, P::SEPARATOR) || has(expected, P::RPAREN);
    const std::string_view side = after_value && has(expected, P::BETTER) ? help_for_side(word) : std::string_view{};
    const std::string_view before =
        index > 0 ? file_.text(range_of(parser->getTokenStream()->get(index - 1), file_)) : "";
    if (!side.empty())
        diagnostic.help(std::string(side));
    else if (has(expected, P::OF) && misses_of(before, word))
        diagnostic.help("a share is said with `of`").fix({range.file, range.begin, range.begin}, "of ");
    else if (!suggested && after_value && value && could_end && has(expected, P::STAR))
        diagnostic.help("two values stand side by side: to multiply them, write `*` between them");

    if (!suggested && token->getType() == P::COMMA && between_digits(parser->getTokenStream(), index))
        diagnostic.help("thousands are set apart by `_`, as in `1_000`").fix(range, "_");
    else if (const Slip* slip = slip_of(token->getType(), expected); slip != nullptr)
        diagnostic.help(std::string(slip->help)).fix(range, std::string(slip->ours));
    for (const std::string_view text :
         {extra_help(token->getType(), error.getExpectedTokens()), form_of(parser->getContext())})
        if (!text.empty()) diagnostic.help(std::string(text));
}

/// `1% 25%`: the grammar takes it for the beginning of `mid 30 s ago`.
void Recovery::report_second_value(P::NumberContext& number) {
    const SourceRange first = range_of(number.start, file_);
    const SourceRange range = number.stop == nullptr ? first : cover(first, range_of(number.stop, file_));
    diagnostics_.report(message::unexpected(range, "`" + std::string(file_.text(range)) + "`", "an operator")
                            .help("two values stand side by side only as in `mid 30 s ago`"));
}

}  // namespace weir::syntax
