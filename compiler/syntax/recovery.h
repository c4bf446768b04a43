// What the parser does at a mistake: report it once, and go on with the next statement. Internal to this folder.
#pragma once

#include <WeirParser.h>

#include "compiler/diagnostics/diagnostics.h"

namespace weir::syntax {

class Recovery final : public antlr4::ANTLRErrorStrategy {
  public:
    Recovery(const SourceFile& file, Diagnostics& diagnostics) : file_(file), diagnostics_(diagnostics) {}

    void reset(antlr4::Parser*) override { recovering_ = false; }
    antlr4::Token* recoverInline(antlr4::Parser* parser) override;
    void recover(antlr4::Parser* parser, std::exception_ptr) override;
    void sync(antlr4::Parser* parser) override;
    bool inErrorRecoveryMode(antlr4::Parser*) override { return recovering_; }
    void reportMatch(antlr4::Parser*) override { recovering_ = false; }
    void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;

  private:
    void report_second_value(grammar::WeirParser::NumberContext& number);

    const SourceFile& file_;
    Diagnostics& diagnostics_;
    bool recovering_ = false;
};

SourceRange range_of(const antlr4::Token* token, const SourceFile& file);

}  // namespace weir::syntax
