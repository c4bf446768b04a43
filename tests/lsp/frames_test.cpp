#include "lsp/frames.h"

#include <gtest/gtest.h>

#include <random>

namespace weir::lsp {
namespace {

TEST(Frames, ComeInPiecesOrSeveralAtOnce) {
    constexpr unsigned kSeed = 62;
    std::mt19937 random(kSeed);
    for (int run = 0; run < 200; ++run) {
        std::string bytes;
        std::vector<std::string> bodies;
        for (int i = 0; i < 8; ++i) {
            bodies.push_back(std::string(random() % 90, static_cast<char>('a' + i)) + "\r\n\r\n{é}");
            bytes += framed(bodies.back());
        }
        Frames frames;
        std::vector<std::string> got;
        for (size_t at = 0; at < bytes.size();) {
            const size_t count = std::min<size_t>(1 + random() % 60, bytes.size() - at);
            frames.feed(std::string_view(bytes).substr(at, count));
            at += count;
            while (auto body = frames.next()) got.push_back(*body);
        }
        EXPECT_EQ(got, bodies) << "seed " << kSeed << ", run " << run;
        EXPECT_EQ(frames.fault(), "");
    }
}

TEST(Frames, HeadersMayBeOfAnyCaseAndMore) {
    Frames frames;
    frames.feed("content-type: application/vscode-jsonrpc; charset=utf-8\r\nCONTENT-LENGTH:  2 \r\n\r\n{}");
    EXPECT_EQ(frames.next(), "{}");
    EXPECT_EQ(frames.next(), std::nullopt);
}

TEST(Frames, AHeaderThatIsNoneIsAFault) {
    for (const char* header : {"Content-Length: x\r\n\r\n", "Content-Length: -1\r\n\r\n", "Content-Length: 2 3\r\n\r\n",
                               "no colon\r\n\r\n", "Content-Type: x\r\n\r\n",
                               "Content-Length: 99999999999999999999\r\n\r\n", "Content-Length: 99999999999\r\n\r\n"}) {
        Frames frames;
        frames.feed(header);
        EXPECT_EQ(frames.next(), std::nullopt);
        EXPECT_NE(frames.fault(), "") << header;
    }
    Frames frames;
    frames.feed(std::string(5000, 'x'));
    EXPECT_EQ(frames.next(), std::nullopt);
    EXPECT_NE(frames.fault(), "");
}

}  // namespace
}  // namespace weir::lsp
