#include "proofs/kept.h"

#include <boost/json.hpp>

#include "compiler/native/cache.h"
#include "proofs/sha256.h"

namespace weir::proofs {
namespace {

namespace json = boost::json;

/// Any bytes as text.
std::string in_hexadecimal(std::string_view bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string digits;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        digits += kDigits[byte >> 4];
        digits += kDigits[byte & 15];
    }
    return digits;
}

std::string from_hexadecimal(std::string_view digits) {
    const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    for (size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
    return bytes;
}

json::value of(const std::optional<Counterexample>& shown) {
    if (!shown) return nullptr;
    json::array files, given, incidents;
    for (const Counterexample::File& file : shown->files)
        files.push_back({{"suffix", file.suffix}, {"content", in_hexadecimal(file.content)}});
    for (const std::string& sentence : shown->given) given.push_back(json::string(sentence));
    for (const Incident& one : shown->incidents)
        incidents.push_back({{"kind", static_cast<int64_t>(one.kind)},
                             {"time", one.time.value},
                             {"clock", one.clock},
                             {"text", one.text},
                             {"of", static_cast<int64_t>(one.part.of)},
                             {"index", static_cast<int64_t>(one.part.index)}});
    return {{"files", std::move(files)},         {"test", shown->test},
            {"command", shown->command},         {"given", std::move(given)},
            {"incidents", std::move(incidents)}, {"inequality", shown->inequality},
            {"picture", shown->picture}};
}

std::optional<Counterexample> counterexample_of(const json::value& from) {
    if (from.is_null()) return std::nullopt;
    Counterexample out;
    for (const json::value& file : from.at("files").as_array())
        out.files.push_back({json::value_to<std::string>(file.at("suffix")),
                             from_hexadecimal(json::value_to<std::string>(file.at("content")))});
    out.test = from.at("test").as_string();
    out.command = from.at("command").as_string();
    for (const json::value& sentence : from.at("given").as_array())
        out.given.push_back(json::value_to<std::string>(sentence));
    for (const json::value& one : from.at("incidents").as_array())
        out.incidents.push_back(
            {static_cast<Incident::Kind>(one.at("kind").as_int64()),
             Time{one.at("time").as_int64()},
             json::value_to<std::string>(one.at("clock")),
             json::value_to<std::string>(one.at("text")),
             {static_cast<Incident::Part::Of>(one.at("of").as_int64()), one.at("index").to_number<uint32_t>()},
             {}});
    out.inequality = from.at("inequality").as_string();
    out.picture = from.at("picture").as_string();
    return out;
}

json::value of(const Line& line) {
    json::array questions;
    for (const Question& question : line.questions)
        questions.push_back({{"sha256", question.sha256}, {"settled", question.settled}});
    return {{"source", static_cast<int64_t>(line.source)},
            {"name", line.name},
            {"guard", line.guard},
            {"verdict", static_cast<int64_t>(line.verdict)},
            {"why", line.why},
            {"operations", line.operations},
            {"questions", std::move(questions)},
            {"counterexample", of(line.counterexample)}};
}

Line line_of(const json::object& from) {
    Line line;
    line.source = static_cast<Source>(from.at("source").as_int64());
    line.name = from.at("name").as_string();
    line.guard = static_cast<int>(from.at("guard").as_int64());
    line.verdict = static_cast<Verdict>(from.at("verdict").as_int64());
    line.why = from.at("why").as_string();
    line.operations = from.at("operations").as_int64();
    for (const json::value& one : from.at("questions").as_array())
        line.questions.push_back(
            {json::value_to<std::string>(one.at("sha256")), one.at("settled").as_bool(), std::string()});
    line.counterexample = counterexample_of(from.at("counterexample"));
    return line;
}

json::array texts_of(const Verified& verified) {
    json::array texts;
    for (const Line& line : verified.lines)
        for (const Question& question : line.questions) texts.push_back(json::string(question.text));
    return texts;
}

/// False where a text is not that of its question.
bool add_texts(const json::array& texts, Verified& verified) {
    size_t next = 0;
    for (Line& line : verified.lines)
        for (Question& question : line.questions) {
            if (next == texts.size()) return false;
            question.text = texts[next++].as_string();
            if (sha256(question.text) != question.sha256) return false;
        }
    return next == texts.size();
}

native::Cache verdicts(const std::filesystem::path& directory, const std::string& identity) {
    return {directory, identity, ".weirproof"};
}
native::Cache questions(const std::filesystem::path& directory, const std::string& identity) {
    return {directory, "questions of " + identity, ".weirproof"};
}

}  // namespace

Kept::Kept(std::filesystem::path directory, std::string identity)
    : directory_(std::move(directory)), identity_(std::move(identity)) {}

std::optional<Verified> Kept::load(bool with_texts) const {
    try {
        const auto entry = verdicts(directory_, identity_).load();
        if (!entry) return std::nullopt;
        const json::value root = json::parse(*entry);
        Verified verified;
        verified.resources = static_cast<uint64_t>(root.at("resources").as_int64());
        for (const json::value& line : root.at("lines").as_array()) verified.lines.push_back(line_of(line.as_object()));
        for (const json::value& sight : root.at("seen").as_array())
            verified.seen.push_back({json::value_to<std::string>(sight.at("what")),
                                     static_cast<Shown>(sight.at("status").to_number<int>())});
        if (!with_texts) return verified;
        const auto texts = questions(directory_, identity_).load();
        if (!texts || !add_texts(json::parse(*texts).as_array(), verified)) return std::nullopt;
        return verified;
    } catch (const std::exception&) {  // not as we wrote it
        return std::nullopt;
    }
}

void Kept::store(const Verified& verified) const {
    if (directory_.empty()) return;
    json::array lines;
    for (const Line& line : verified.lines) lines.push_back(of(line));
    json::array seen;
    for (const Sight& sight : verified.seen)
        seen.push_back({{"what", sight.what}, {"status", static_cast<int>(sight.status)}});
    const json::object root{{"resources", verified.resources}, {"lines", std::move(lines)}, {"seen", std::move(seen)}};
    questions(directory_, identity_).store(json::serialize(texts_of(verified)));
    verdicts(directory_, identity_).store(json::serialize(root));
}

}  // namespace weir::proofs
