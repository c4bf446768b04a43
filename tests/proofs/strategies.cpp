#include "tests/proofs/strategies.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace weir::test {
namespace {

syntax::FileText read(const std::string& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return in ? syntax::FileText{text.str(), ""} : syntax::FileText{"", path + ": not there"};
}

}  // namespace

std::string text_of_file(const std::string& path) {
    return read(path).text;
}

Strategy open_strategy(const std::string& text, const std::string& path) {
    Strategy out;
    const auto market = [](const sema::Program&) {
        return lower::Market{.scales = {2, 8, 4}, .base = "BTC", .currency = "USD"};
    };
    out.checked = compiler::check(SourceFile(path, text), market, read);
    EXPECT_FALSE(out.checked.diagnostics.has_errors()) << render(out.checked.diagnostics, out.checked.files, {});
    verify::Asked asked = verify::ask(out.checked.plans.front());
    out.proofs.asked = std::move(asked.plan);
    for (verify::Property& property : asked.properties) {
        verify::Finding finding;
        finding.property = std::move(property);
        out.proofs.findings.push_back(std::move(finding));
    }
    out.ground = proofs::ground_of(out.checked, 0);
    return out;
}

Strategy open_file(const std::string& path) {
    const std::string whole = std::string(WEIR_SOURCE_DIR) + "/" + path;
    return open_strategy(text_of_file(whole), whole);
}

std::optional<size_t> only(Strategy& strategy, const std::string& name) {
    const auto without_spaces = [](std::string text) {
        std::erase(text, ' ');
        return text;
    };
    std::optional<size_t> found;
    for (size_t i = 0; i < strategy.proofs.findings.size(); ++i) {
        verify::Finding& finding = strategy.proofs.findings[i];
        finding.proven = without_spaces(finding.property.name) != without_spaces(name);
        if (!finding.proven) found = i;
    }
    return found;
}

size_t finding_of(const Strategy& strategy, const std::string& name) {
    const auto& findings = strategy.proofs.findings;
    for (size_t i = 0; i < findings.size(); ++i)
        if (findings[i].property.name == name) return i;
    ADD_FAILURE() << "no property is called " << name;
    return 0;
}

}  // namespace weir::test
