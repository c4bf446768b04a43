// What the parser does at a mistake: report it once, and go on with the next statement. Internal to this folder.
#pragma once

#include <WeirParser.h>

#include "compiler/diagnostics/diagnostics.h"

namespace weir::syntax {

class Recovery final : public antlr4::ANTLRErrorStrategy {
  public:
    Recovery(const SourceFile& file, Diagnostics& diagnostics);

    void reset(antlr4::Parser*) override { recovering_ = false; }
    antlr4::Token* recoverInline(antlr4::Parser* parser) override;
    void recover(antlr4::Parser* parser, std::exception_ptr) override;
    void sync(antlr4::Parser* parser) override;
    bool inErrorRecoveryMode(antlr4::Parser*) override { return recovering_; }
    void reportMatch(antlr4::Parser*) override { recovering_ = false; }
    void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;

  private:
    void note_what_could_follow(antlr4::Parser* parser);
    void help(Diagnostic& diagnostic, antlr4::Parser* parser, const antlr4::RecognitionException& error);
    void report_second_value(grammar::WeirParser::NumberContext& number);

    const SourceFile& file_;
    Diagnostics& diagnostics_;
    std::vector<uint32_t> brackets_;  // where brackets without a partner were reported, in order
    bool recovering_ = false;
    size_t place_ = 0;                        // a token, by its index
    antlr4::misc::IntervalSet could_follow_;  // at that token, of all that the parser has tried there
};

/// How a statement reads when it is whole, by the rule of the grammar; may be empty.
std::string_view form_of_rule(size_t rule);

SourceRange range_of(const antlr4::Token* token, const SourceFile& file);

}  // namespace weir::syntax
