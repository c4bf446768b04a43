#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "compiler/diagnostics/diagnostics.h"

namespace weir {
namespace {

std::vector<SourceFile> one_file(std::string text) {
    std::vector<SourceFile> files;
    files.emplace_back("a.weir", std::move(text));
    return files;
}

TEST(Render, MarksTheRangeAndShowsLabelsAndHelp) {
    const auto files = one_file("weir 1\nlet a = 1\nlet b = 2\nlet a = 3\n");
    const Diagnostic one =
        message::unopened({0, 31, 32}, "a").here("again").label({0, 11, 12}, "first").help("take it away");
    EXPECT_EQ(render(one, files),
              "error[W0106]: `a` closes nothing\n"
              " --> a.weir:4:5\n"
              "  |\n"
              "2 | let a = 1\n"
              "  |     - first\n"
              "...\n"
              "4 | let a = 3\n"
              "  |     ^ again\n"
              "  = help: take it away\n");
}

TEST(Render, TabsAndWideBytesKeepTheCaretUnderItsText) {
    const auto files = one_file("\tx\t= \xC3\xA9\xE2\x82\xAC + y");
    const auto line_of = [&](uint32_t begin, uint32_t end) {
        const std::string text = render(message::unopened({0, begin, end}, "y"), files);
        return text.substr(text.find("1 |"));
    };
    EXPECT_EQ(line_of(1, 2), "1 |     x   = \xC3\xA9\xE2\x82\xAC + y\n  |     ^\n");
    EXPECT_EQ(line_of(5, 10), "1 |     x   = \xC3\xA9\xE2\x82\xAC + y\n  |           ^^\n");
    EXPECT_EQ(line_of(13, 14), "1 |     x   = \xC3\xA9\xE2\x82\xAC + y\n  |                ^\n");
}

TEST(Render, ControlCharactersDoNotReachTheTerminal) {
    const auto files = one_file(std::string("a\x1b[2J\0b\r\n", 9));
    const std::string text = render(message::unopened({0, 1, 2}, "x"), files);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find('\0'), std::string::npos);
    EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST(Render, ColoursOnlyOnRequest) {
    const auto files = one_file("x\n");
    const Diagnostic one = message::unopened({0, 0, 1}, "x");
    EXPECT_EQ(render(one, files).find('\x1b'), std::string::npos);
    EXPECT_NE(render(one, files, {.colours = true}).find("\x1b[1;31merror[W0106]"), std::string::npos);
}

TEST(Render, EveryPlaceCanBeShown) {
    const auto files = one_file("a\n\nbc\r\n" + std::string(1000, 'x') + "\nend");
    const auto size = static_cast<uint32_t>(files[0].text().size());
    for (uint32_t begin = 0; begin <= size; ++begin)
        for (const uint32_t end : {begin, begin + 1, begin + 500, size}) {
            const std::string text = render(message::unopened({0, begin, end}, "x"), files);
            EXPECT_NE(text.find('^'), std::string::npos) << begin;
            EXPECT_LT(text.size(), 700u) << "a long line is cut";
        }
}

TEST(Render, ARangeWithoutItsFileIsShownWithoutSource) {
    EXPECT_EQ(render(message::unopened({3, 0, 1}, "x"), {}), "error[W0106]: `x` closes nothing\n");
}

TEST(Render, JsonSaysEverything) {
    const auto files = one_file("\xC3\xA9 x\n");
    Diagnostics list;
    list.report(message::unopened({0, 3, 4}, "x").here("h").label({0, 0, 2}, "l").help("do").fix({0, 3, 4}, "y"));
    const boost::json::value value = boost::json::parse(render_json(list, files));
    const auto& one = value.as_array()[0].as_object();
    EXPECT_EQ(one.at("code").as_string(), "W0106");
    EXPECT_EQ(one.at("severity").as_string(), "error");
    EXPECT_EQ(one.at("message").as_string(), "`x` closes nothing");
    EXPECT_EQ(value.at_pointer("/0/range/file").as_string(), "a.weir");
    EXPECT_EQ(value.at_pointer("/0/range/begin/offset").as_int64(), 3);
    EXPECT_EQ(value.at_pointer("/0/range/begin/column").as_int64(), 3);
    EXPECT_EQ(value.at_pointer("/0/label").as_string(), "h");
    EXPECT_EQ(value.at_pointer("/0/labels/0/text").as_string(), "l");
    EXPECT_EQ(value.at_pointer("/0/helps/0").as_string(), "do");
    EXPECT_EQ(value.at_pointer("/0/fix/replacement").as_string(), "y");
    EXPECT_EQ(render_json({}, files), "[]\n");
}

TEST(Render, JsonIsUtf8WhateverThePathIs) {
    std::vector<SourceFile> files;
    files.emplace_back("bad\xFF.weir", "x");
    Diagnostics list;
    list.report(message::unopened({0, 0, 1}, "x"));
    EXPECT_EQ(first_invalid_utf8(render_json(list, files)), std::nullopt);
}

}  // namespace
}  // namespace weir
