// kb import beside a running server.
#include "server/kb_commands.hpp"

#include "kb_index/generations.hpp"
#include "server/knowledge.hpp"
#include "tests/contract/temporary_folder.hpp"
#include "tests/fakes/articles.hpp"
#include "tests/fakes/clock.hpp"

#include <fstream>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class KbImportTest : public testing::Test {
  protected:
    KbImportTest() {
        config.data = folder.path();
        write(R"({"id":"mot-cua","question":"Một cửa là gì?","answer":"Là nơi nộp hồ sơ."})");
    }

    void write(const std::string& text) {
        std::ofstream(folder.path() / "kb.jsonl", std::ios::trunc) << text << "\n";
    }
    int import(std::chrono::milliseconds patience) {
        KbCommandParts parts{config, articles, articles, clock, out, err};
        parts.index_patience = patience;
        return kb_import({{folder.path() / "kb.jsonl"}}, parts);
    }
    bool index_is_current() {
        return Knowledge(index_folder(config), [](const std::string&) {})
            .is_current(articles.articles_revision());
    }

    contract::TemporaryFolder folder;
    Config config;
    fakes::Articles articles;
    fakes::Clock clock;
    std::ostringstream out, err;
};

TEST_F(KbImportTest, BringsTheIndexUpToDate) {
    EXPECT_EQ(import(std::chrono::seconds(0)), 0);
    EXPECT_THAT(out.str(), HasSubstr("Đã nạp 1 bài"));
    EXPECT_THAT(err.str(), IsEmpty());
    EXPECT_TRUE(index_is_current());
}

TEST_F(KbImportTest, WaitsForTheServerThatIsWritingTheIndex) {
    auto server = std::make_unique<kb_index::WriteLock>(index_folder(config));
    std::thread ends([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        server.reset();
    });
    EXPECT_EQ(import(std::chrono::seconds(30)), 0);
    ends.join();
    EXPECT_THAT(err.str(), IsEmpty());
    EXPECT_TRUE(index_is_current());
}

// The articles were stored, but the command failed with "the index is being written by someone else".
TEST_F(KbImportTest, LeavesTheIndexToAServerThatKeepsWritingIt) {
    const kb_index::WriteLock server(index_folder(config));
    EXPECT_EQ(import(std::chrono::milliseconds(200)), 0);
    EXPECT_THAT(out.str(), HasSubstr("Đã nạp 1 bài"));
    EXPECT_THAT(err.str(), HasSubstr("Máy chủ đang chạy sẽ tự cập nhật"));
    EXPECT_TRUE(articles.article("mot-cua").has_value());
}

TEST_F(KbImportTest, ABadFileChangesNothing) {
    write(R"({"id":"mot-cua"})");
    EXPECT_EQ(import(std::chrono::seconds(0)), 2);
    EXPECT_THAT(err.str(), HasSubstr("dòng 1"));
    EXPECT_THAT(articles.articles(), IsEmpty());
}

}  // namespace
}  // namespace reformdesk
