// What the protocol says of messages that come too early, too late, or are none.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "client.h"

namespace weir::lsp {
namespace {

using test::at;
using test::change;
using test::Client;

constexpr const char* kUri = "file:///nowhere/a.weir";
constexpr const char* kScript =
    "weir 1\n"
    "strategy s() {\n"
    "    let wide = spread > 5 bps of mid\n"
    "    schedule linear\n"
    "    pause when wide\n"
    "    work w { peg near touch; child at most 100_000 quote }\n"
    "}\n";

size_t count(const json::value& diagnostics) {
    return diagnostics.at("diagnostics").as_array().size();
}

TEST(Server, WantsInitializeFirst) {
    Client client;
    EXPECT_EQ(client.refusal("textDocument/hover", at(kUri, 0, 0)), -32002);
    EXPECT_EQ(client.refusal("shutdown", nullptr), -32002);
    client.open(kUri, kScript);  // dropped
    client.initialize();
    EXPECT_EQ(client.refusal("initialize", json::object()), -32600);
    EXPECT_EQ(client.refusal("textDocument/hover", at(kUri, 0, 0)), -32602);
    EXPECT_TRUE(client.diagnostics(kUri).is_null());
}

TEST(Server, AnswersNothingAfterShutdown) {
    Client client;
    client.initialize();
    EXPECT_TRUE(client.result("shutdown", nullptr).is_null());
    EXPECT_EQ(client.refusal("workspace/symbol", {{"query", ""}}), -32600);
    client.notify("exit", nullptr);
    EXPECT_EQ(client.server().exit_code(), 0);

    Client rude;
    rude.initialize();
    rude.notify("exit", nullptr);
    EXPECT_EQ(rude.server().exit_code(), 1);
    Client early;
    early.notify("exit", nullptr);
    EXPECT_EQ(early.server().exit_code(), 1);
}

TEST(Server, RefusesWhatIsNoMessage) {
    Client client;
    client.initialize();
    const auto code_of = [&](std::string_view body) {
        client.sent().clear();
        client.say_text(body);
        return client.sent().empty() ? int64_t{0} : client.sent().front().at("error").at("code").to_number<int64_t>();
    };
    EXPECT_EQ(code_of("{"), -32700);
    EXPECT_EQ(code_of("\xFF"), -32700);
    EXPECT_EQ(code_of("{\"id\": \"\xFF\xFE\"}"), -32700);
    EXPECT_EQ(code_of("[]"), -32600);
    EXPECT_EQ(code_of("7"), -32600);
    EXPECT_EQ(code_of("{}"), -32600);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"method":7})"), -32600);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":{},"method":"shutdown"})"), -32600);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":1,"method":"weir/unknown"})"), -32601);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","method":"$/unknown"})"), 0);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":99,"result":null})"), 0);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":2,"method":"textDocument/hover"})"), -32602);
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":[]})"), -32602);
}

TEST(Server, CancelsWhatWaits) {
    Client client;
    client.initialize();
    client.open(kUri, kScript);
    client.server().take(json::serialize(
        json::object{{"jsonrpc", "2.0"}, {"id", "a"}, {"method", "textDocument/hover"}, {"params", at(kUri, 2, 9)}}));
    client.server().take(R"({"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"a"}})");
    client.sent().clear();
    client.settle();
    ASSERT_EQ(client.sent().size(), 1u);
    EXPECT_EQ(client.sent()[0].at("error").at("code"), -32800);
}

TEST(Server, FollowsEdits) {
    Client client;
    client.initialize();
    client.open(kUri, kScript);
    EXPECT_EQ(count(client.diagnostics(kUri)), 0u);
    client.change(kUri, 2, {change(4, 15, 19, "narrow")});
    EXPECT_EQ(client.diagnostics(kUri).at("version"), 2);
    EXPECT_GE(count(client.diagnostics(kUri)), 1u);
    client.change(kUri, 3, {change(4, 15, 21, "wid"), change(4, 18, 18, "e")});
    EXPECT_EQ(count(client.diagnostics(kUri)), 0u);
    client.change(kUri, 4, {json::object{{"text", "weir 2\n"}}});
    EXPECT_GE(count(client.diagnostics(kUri)), 1u);
    client.notify("textDocument/didClose", {{"textDocument", {{"uri", kUri}}}});
    EXPECT_EQ(count(client.diagnostics(kUri)), 0u);
    EXPECT_EQ(client.refusal("textDocument/hover", at(kUri, 0, 0)), -32602);
}

TEST(Server, ChecksOnceWhatIsTypedFast) {
    Client client;
    client.initialize();
    client.open(kUri, kScript);
    client.sent().clear();
    for (int i = 0; i < 10; ++i)
        client.server().take(json::serialize(json::object{{"jsonrpc", "2.0"},
                                                          {"method", "textDocument/didChange"},
                                                          {"params",
                                                           {{"textDocument", {{"uri", kUri}, {"version", i + 2}}},
                                                            {"contentChanges", json::array{change(0, 6, 6, "1")}}}}}));
    client.settle();
    ASSERT_EQ(client.sent().size(), 1u);
    EXPECT_EQ(client.sent()[0].at("params").at("version"), 11);
}

TEST(Server, PositionsOutsideOfTheFileAreAtItsEnd) {
    Client client;
    client.initialize();
    client.open(kUri, kScript);
    EXPECT_TRUE(
        client.ask("textDocument/hover", at(kUri, 4'000'000'000, 4'000'000'000)).as_object().contains("result"));
    json::object negative = at(kUri, 0, 0);
    negative["position"] = {{"line", -1}, {"character", 0}};
    EXPECT_EQ(client.refusal("textDocument/hover", negative), -32602);
    client.change(kUri, 2, {change(9999, 5, 9, "// more\n")});
    EXPECT_EQ(count(client.diagnostics(kUri)), 0u);
}

TEST(Server, CountsAstralCharactersAsTheClientDoes) {
    const std::string script = "weir 1\n// \xF0\x9D\x84\x9E\nfn f(a : price) -> price = a + b\n";
    for (const char* encoding : {"utf-8", "utf-16", "utf-32"}) {
        Client client;
        const json::value said = client.initialize({{"general", {{"positionEncodings", json::array{encoding}}}}});
        EXPECT_EQ(said.at("capabilities").at("positionEncoding"), encoding);
        client.open(kUri, script);
        const std::string_view name = encoding;
        // Behind the character, on its line: a name is added, which moves nothing on the next.
        const uint32_t behind = name == "utf-8" ? 7 : name == "utf-16" ? 5 : 4;
        client.change(kUri, 2, {change(1, behind, behind, "\xF0\x9D\x84\x9E!"), change(2, 31, 32, "a")});
        EXPECT_EQ(count(client.diagnostics(kUri)), 0u) << json::serialize(client.diagnostics(kUri));
    }
}

TEST(Server, AFileOfTenMegabytesIsRefusedByTheLanguageAndNotByTheServer) {
    Client client;
    client.initialize();
    client.open(kUri, std::string(10 << 20, 'x'));
    EXPECT_EQ(count(client.diagnostics(kUri)), 1u);
    client.change(kUri, 2, {json::object{{"text", kScript}}});
    EXPECT_EQ(count(client.diagnostics(kUri)), 0u);
}

/// Whoever applies the deltas has what is told whole.
TEST(Server, DeltasOfTokensAddUp) {
    constexpr unsigned kSeed = 66;
    std::mt19937 random(kSeed);
    Client client;
    client.initialize();
    client.open(kUri, kScript);
    const json::object document{{"textDocument", {{"uri", kUri}}}};
    json::value last = client.result("textDocument/semanticTokens/full", document);
    json::array known = last.at("data").as_array();
    for (int64_t version = 2; version < 60; ++version) {
        const uint32_t line = random() % 6, column = random() % 20;
        client.change(kUri, version, {change(line, column, column + random() % 2, random() % 2 == 0 ? "" : "// x\n")});
        json::object asked = document;
        asked["previousResultId"] = last.at("resultId");
        last = client.result("textDocument/semanticTokens/full/delta", asked);
        for (const json::value& edit : last.at("edits").as_array()) {
            const auto begin = known.begin() + edit.at("start").to_number<ptrdiff_t>();
            auto at = known.erase(begin, begin + edit.at("deleteCount").to_number<ptrdiff_t>());
            for (const json::value& number : edit.at("data").as_array()) at = std::next(known.insert(at, number));
        }
        const json::value whole = client.result("textDocument/semanticTokens/full", document);
        ASSERT_EQ(known, whole.at("data").as_array()) << "seed " << kSeed << ", version " << version;
        last = whole;
        if (version % 9 == 0) {
            asked["previousResultId"] = "long ago";
            EXPECT_TRUE(client.result("textDocument/semanticTokens/full/delta", asked).as_object().contains("data"));
            last = client.result("textDocument/semanticTokens/full", document);
        }
    }
}

// ---------------------------------------------------------------------------------------------------- several files

class Folder {
  public:
    Folder() : path_(std::filesystem::temp_directory_path() / ("weir_lsp_" + std::to_string(getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
    void remove(const std::string& name) const { std::filesystem::remove(path_ / name); }
    std::string uri(const std::string& name = "") const { return "file://" + (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

constexpr const char* kHouse = "weir 1\nfn costly(a : price) -> price = a * 2\n";
constexpr const char* kUser = "weir 1\nuse \"house.weir\"\nfn dear(a : price) -> price = costly(a) + costly(a)\n";

TEST(Workspace, FilesAppearAndVanish) {
    const Folder folder;
    Client client;
    client.initialize(json::object(), {{"rootUri", folder.uri()}});
    const std::string user = folder.uri("user.weir"), house = folder.uri("house.weir");
    client.open(user, kUser);
    EXPECT_GE(count(client.diagnostics(user)), 1u);
    folder.write("house.weir", kHouse);
    client.notify("workspace/didChangeWatchedFiles",
                  {{"changes", json::array{json::object{{"uri", house}, {"type", 1}}}}});
    EXPECT_EQ(count(client.diagnostics(user)), 0u) << json::serialize(client.diagnostics(user));
    // What is open counts, and not what is on disk.
    client.open(house, "weir 1\n");
    EXPECT_GE(count(client.diagnostics(user)), 1u);
    client.notify("textDocument/didClose", {{"textDocument", {{"uri", house}}}});
    EXPECT_EQ(count(client.diagnostics(user)), 0u);
    folder.remove("house.weir");
    client.notify("workspace/didChangeWatchedFiles",
                  {{"changes", json::array{json::object{{"uri", house}, {"type", 3}}}}});
    EXPECT_GE(count(client.diagnostics(user)), 1u);
}

TEST(Workspace, NamesReachAcrossFiles) {
    const Folder folder;
    folder.write("house.weir", kHouse);
    folder.write("user.weir", kUser);
    folder.write("other.weir", "weir 1\nfn costly(a : price) -> price = a\n");
    Client client;
    client.initialize(json::object(), {{"rootUri", folder.uri()}});
    const std::string house = folder.uri("house.weir");
    client.open(house, kHouse);
    json::object where = at(house, 1, 4);
    where["context"] = {{"includeDeclaration", true}};
    EXPECT_EQ(client.result("textDocument/references", where).as_array().size(), 3u);
    json::object renaming = at(house, 1, 4);
    renaming["newName"] = "doubled";
    const json::value edit = client.result("textDocument/rename", renaming);
    EXPECT_EQ(edit.at("changes").as_object().size(), 2u) << json::serialize(edit);
    EXPECT_EQ(edit.at("changes").at(folder.uri("user.weir")).as_array().size(), 2u);
    EXPECT_EQ(client.result("workspace/symbol", {{"query", "costly"}}).as_array().size(), 2u);
    renaming["newName"] = "mid";
    EXPECT_EQ(client.refusal("textDocument/rename", renaming), -32803);
    renaming["newName"] = "a b";
    EXPECT_EQ(client.refusal("textDocument/rename", renaming), -32803);
}

// ---------------------------------------------------------------------------------------------------- fuzz

/// Messages of every kind, right and wrong, in any order: the server answers each request just once, and lives.
TEST(Server, SurvivesAnySequenceOfMessages) {
    constexpr unsigned kSeed = 64;
    std::mt19937 random(kSeed);
    const auto below = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    const std::vector<std::string> methods{
#define WEIR_REQUEST(method, handler) method,
#define WEIR_NOTIFICATION(method, handler)
#include "lsp/requests.def"
#undef WEIR_REQUEST
#undef WEIR_NOTIFICATION
        "weir/unknown"};
    const std::vector<std::string> pieces{
        "{", "}", " ", "\n", "x", "\"", "5 bps", "let a = mid\n", "\xF0\x9D\x84\x9E", "use \"a.weir\"\n"};
    for (int run = 0; run < 40; ++run) {
        Client client;
        if (below(10) != 0) client.initialize();
        int64_t version = 1;
        client.open(kUri, kScript);
        for (int step = 0; step < 60; ++step) {
            const auto place = [&]() -> json::value {
                if (below(20) == 0) return below(2) == 0 ? json::value("no") : json::value(nullptr);
                return {{"line", below(12)}, {"character", below(60)}};
            };
            const std::string uri = below(15) == 0 ? "file:///nowhere/b.weir" : kUri;
            const size_t kind = below(10);
            if (kind < 4) {
                const json::value first = place();
                client.change(uri, ++version,
                              {json::object{{"range", {{"start", first}, {"end", below(3) == 0 ? place() : first}}},
                                            {"text", pieces[below(pieces.size())]}}});
            } else if (kind < 9) {
                json::object params{{"textDocument", {{"uri", uri}}},
                                    {"position", place()},
                                    {"range", {{"start", place()}, {"end", place()}}},
                                    {"positions", json::array{place()}},
                                    {"context", {{"includeDeclaration", true}, {"diagnostics", json::array()}}},
                                    {"options", {{"tabSize", 4}, {"insertSpaces", true}}},
                                    {"newName", pieces[below(pieces.size())]},
                                    {"query", "s"},
                                    {"ch", "\n"}};
                if (below(6) == 0)
                    params.erase(std::next(params.begin(), static_cast<ptrdiff_t>(below(params.size()))));
                const json::value answer = client.ask(methods[below(methods.size())], std::move(params));
                ASSERT_TRUE(answer.is_object()) << "seed " << kSeed << ", run " << run << ", step " << step;
                const json::value* code = find(answer, {"error", "code"});
                ASSERT_TRUE(code == nullptr || *code != -32603)
                    << json::serialize(answer) << " seed " << kSeed << ", run " << run;
            } else if (below(3) == 0) {
                client.open(kUri, kScript, ++version);
            } else {
                client.say_text(pieces[below(pieces.size())]);
            }
        }
    }
}

/// The text after any edits, in any encoding, is what the same edits make of it by hand.
TEST(Server, HasTheTextThatTheClientHas) {
    constexpr unsigned kSeed = 65;
    std::mt19937 random(kSeed);
    const auto below = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    const std::vector<std::u32string> pieces{U"a", U"\n", U"\r\n", U"\U0001D11E", U"é", U"", U"{ }", U"let b = mid\n"};
    const auto units = [](char32_t c) { return c > 0xFFFF ? 2U : 1U; };
    const auto utf8 = [](const std::u32string& text) {
        std::string bytes;
        for (const char32_t c : text) {
            if (c < 0x80)
                bytes += static_cast<char>(c);
            else if (c < 0x800)
                bytes += {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 63))};
            else
                bytes += {static_cast<char>(0xF0 | (c >> 18)), static_cast<char>(0x80 | ((c >> 12) & 63)),
                          static_cast<char>(0x80 | ((c >> 6) & 63)), static_cast<char>(0x80 | (c & 63))};
        }
        return bytes;
    };
    for (int run = 0; run < 60; ++run) {
        Client client;
        client.initialize();
        std::u32string text = U"weir 1\nstrategy s() {\n}\n";
        client.open(kUri, utf8(text));
        for (int64_t version = 2; version < 30; ++version) {
            // Between characters, never between \r and \n.
            const auto pick = [&] {
                size_t place = below(text.size() + 1);
                if (place > 0 && place < text.size() && text[place - 1] == U'\r' && text[place] == U'\n') --place;
                return place;
            };
            const auto position = [&](size_t place) {
                uint32_t line = 0, character = 0;
                for (size_t i = 0; i < place; ++i) {
                    const bool ends =
                        text[i] == U'\n' || (text[i] == U'\r' && (i + 1 == text.size() || text[i + 1] != U'\n'));
                    character = ends ? 0 : character + units(text[i]);
                    line += ends;
                }
                return json::object{{"line", line}, {"character", character}};
            };
            size_t first = pick(), last = pick();
            if (first > last) std::swap(first, last);
            const std::u32string& added = pieces[below(pieces.size())];
            const json::object edit{{"range", {{"start", position(first)}, {"end", position(last)}}},
                                    {"text", utf8(added)}};
            client.change(kUri, version, {edit});
            text.replace(first, last - first, added);
            ASSERT_EQ(client.server().text_of(kUri), utf8(text))
                << "seed " << kSeed << ", run " << run << ", version " << version;
        }
    }
}

}  // namespace
}  // namespace weir::lsp
