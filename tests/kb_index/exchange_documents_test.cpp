#include "kb_index/exchange.hpp"
#include "tests/kb_index/exchange_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

LegalDocument decree() {
    LegalDocument document{.number = "61/2018/NĐ-CP",
                           .kind = "Nghị định",
                           .issuer = "Chính phủ",
                           .issued = 2018y / 4 / 23,
                           .effective = {2018y / 6 / 21, 2025y / 6 / 30},
                           .status = "het-hieu-luc",
                           .replaced_by = {{"118/2025/NĐ-CP", 2025y / 7 / 1}, {"9/2026/NĐ-CP", {}}},
                           .amended_by = {{"107/2021/NĐ-CP", 2021y / 12 / 6}},
                           .title = "Một cửa, một cửa liên thông",
                           .url = "https://vanban.example/61",
                           .confidence = "confirmed",
                           .note = "Một phần hết hiệu lực sớm hơn."};
    document.extra = {{"signer", "\"Nguyễn Văn A\""}};
    return document;
}

void expect_to_come_back(const std::vector<LegalDocument>& documents) {
    const ExchangeFolder folder;
    const std::vector files{folder.path("documents.jsonl")};
    ASSERT_EQ(write_documents(files.front(), documents, JsonExchangeCodec()), std::nullopt);
    const auto read = read_articles(files, JsonExchangeCodec());
    EXPECT_THAT(briefly(read.problems), IsEmpty());
    EXPECT_TRUE(read.documents == documents);
}

TEST(DocumentsFile, ComesBackAsItWasWritten) {
    expect_to_come_back({decree(), LegalDocument{.number = "1/2020/QĐ-UBND"}});
}

TEST(DocumentsFile, OfTheBundledKnowledgeBaseComesBack) {
    const std::vector<std::filesystem::path> files{std::filesystem::path(REFORMDESK_SOURCE_DIR) /
                                                   "kb_index/data/documents.jsonl"};
    const auto bundled = read_articles(files, JsonExchangeCodec());
    ASSERT_THAT(briefly(bundled.problems), IsEmpty());
    ASSERT_GE(bundled.documents.size(), 90U);
    expect_to_come_back(bundled.documents);
}

TEST(DocumentsFile, MayStandWithArticlesInOneFile) {
    const auto read =
        ExchangeFolder().read("documents.jsonl",
                              "{\"id\":\"a\",\"question\":\"?\",\"answer\":\"!\"}\n"
                              "{\"number\":\"1/2020/QĐ-UBND\",\"replaced_by\":\"2/2026/QĐ-UBND\"}\n");
    EXPECT_THAT(read.problems, IsEmpty());
    ASSERT_THAT(read.articles, SizeIs(1));
    ASSERT_THAT(read.documents, SizeIs(1));
    EXPECT_THAT(read.documents[0].replaced_by, ElementsAre(Succession{"2/2026/QĐ-UBND", {}}))
        << "one number alone, as older files have it";
}

TEST(DocumentsFile, IsRefusedWithEveryBadField) {
    const auto read = ExchangeFolder().read(
        "documents.jsonl",
        "{\"number\":\"1/2020/NĐ-CP\"}\n"
        "{\"number\":\"1/2020/NĐ-CP\"}\n"
        "{\"number\":\"2/2020/NĐ-CP\",\"issued\":\"2020-02-30\",\"replaced_by\":[{\"from\":\"sau\"}]}\n"
        "{\"number\":7}\n");
    EXPECT_THAT(read.articles, IsEmpty());
    EXPECT_THAT(read.documents, IsEmpty());
    std::vector<std::string> places;
    for (const auto& problem : read.problems)
        places.push_back(std::to_string(problem.line) + " " + problem.field);
    EXPECT_THAT(places, ElementsAre("2 number", "3 issued", "3 replaced_by", "4 number"));
}

TEST(DocumentsFile, IsWrittenAsJsonLinesOnly) {
    const std::vector<LegalDocument> written{decree()};
    EXPECT_NE(write_documents(ExchangeFolder().path("documents.csv"), written, JsonExchangeCodec()),
              std::nullopt);
}

}  // namespace

}  // namespace reformdesk::kb_index
