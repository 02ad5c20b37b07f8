#include "server/kb_check.hpp"

#include "connectors/wire/json.hpp"
#include "tests/contract/temporary_folder.hpp"
#include "tests/fakes/articles.hpp"
#include "tests/fakes/clock.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class KbCheckTest : public testing::Test {
  protected:
    KbCheckTest() {
        config.data = folder.path();
        kb_index::LegalDocument decree{.number = "118/2025/NĐ-CP"};
        decree.effective.from = 2025y / 7 / 1;
        store(decree);
        store(article("a1"));
    }

    static kb_index::Article article(const std::string& id) {
        auto made = fakes::article(id, "Nộp hồ sơ số " + id + " ở đâu?", "Nộp tại cửa " + id + ".");
        made.topic = "mot-cua";
        made.sources = {{"118/2025/NĐ-CP", "Điều 5", ""}};
        return made;
    }
    static kb_index::Article without_source(const std::string& id) {
        auto made = article(id);
        made.sources.clear();
        return made;
    }
    void store(const kb_index::Article& article) {
        articles.import_articles({&article, 1}, "test", clock.now());
    }
    void store(const kb_index::LegalDocument& document) {
        articles.import_documents({&document, 1}, "test", clock.now());
    }

    // What is printed; the exit code is in `code`.
    std::string check(const KbCheckCommand& command = {}) {
        out.str("");
        code = kb_check(command, {config, articles, articles, clock, out, err}, dictionary);
        return out.str();
    }
    static KbCheckCommand as_of(kb_index::Date day) {
        KbCheckCommand command;
        command.as_of = day;
        return command;
    }

    contract::TemporaryFolder folder;
    Config config;
    fakes::Articles articles;
    fakes::Clock clock;
    std::ostringstream out, err;
    std::filesystem::path dictionary = hunspell_vi;
    int code = -1;
};

TEST_F(KbCheckTest, FindsNothingInACleanBase) {
    EXPECT_EQ(check(), "Đã xem 1 bài và 1 văn bản, tính đến ngày 2026-11-24: 0 lỗi, 0 lưu ý.\n");
    EXPECT_EQ(code, 0);
}

TEST_F(KbCheckTest, ChecksAnEmptyBase) {
    fakes::Articles nothing;
    EXPECT_EQ(kb_check({}, {config, nothing, nothing, clock, out, err}), 0);
    EXPECT_THAT(out.str(), StartsWith("Đã xem 0 bài"));
}

TEST_F(KbCheckTest, ShowsWhatIsWrongUnderAHeadingWithWhatToDo) {
    store(without_source("a2"));
    store(without_source("a3"));
    EXPECT_EQ(check(),
              "SAI    Bài không có căn cứ (2)\n"
              "       → Nêu văn bản hoặc nguồn tin mà câu trả lời dựa vào\n"
              "       a2: không nêu căn cứ nào\n"
              "       a3: không nêu căn cứ nào\n"
              "\n"
              "Đã xem 3 bài và 1 văn bản, tính đến ngày 2026-11-24: 2 lỗi, 0 lưu ý.\n");
    EXPECT_EQ(code, 1);
}

TEST_F(KbCheckTest, SucceedsWithNothingButNotices) {
    auto second = article("a2");
    second.topic.clear();
    store(second);
    EXPECT_THAT(check(), AllOf(StartsWith("LƯU Ý  Bài chưa có chủ đề (1)\n"), HasSubstr("0 lỗi, 1 lưu ý")));
    EXPECT_EQ(code, 0);
}

TEST_F(KbCheckTest, ShowsTenOfAKindUnlessAskedForAll) {
    for (int i = 10; i < 23; ++i) store(without_source("a" + std::to_string(i)));
    EXPECT_THAT(check(), AllOf(HasSubstr("(13)"), HasSubstr("a19: "), Not(HasSubstr("a20: ")),
                               HasSubstr("… và 3 mục nữa (thêm --all để xem hết)\n")));
    KbCheckCommand all;
    all.all = true;
    EXPECT_THAT(check(all), AllOf(HasSubstr("a22: "), Not(HasSubstr("mục nữa"))));
}

TEST_F(KbCheckTest, WritesOneObjectForPrograms) {
    store(without_source("a2"));
    KbCheckCommand json;
    json.json = true;
    const auto text = check(json);
    EXPECT_EQ(code, 1);
    const auto parsed = connectors::wire::parse(text.substr(0, text.find('\n')));
    const auto& report = std::get<connectors::wire::Json>(parsed);
    EXPECT_EQ(report.text_at("as_of"), "2026-11-24");
    EXPECT_EQ(report.integer_at("articles"), 2);
    EXPECT_EQ(report.integer_at("documents"), 1);
    EXPECT_EQ(report.integer_at("wrong"), 1);
    EXPECT_EQ(report.integer_at("notices"), 0);
    const auto& kinds = *report.find("kinds")->array();
    ASSERT_EQ(kinds.size(), 1u);
    EXPECT_EQ(kinds[0].text_at("kind"), "no_source");
    EXPECT_EQ(kinds[0].text_at("severity"), "wrong");
    EXPECT_EQ(kinds[0].find("items")->array()->front().text_at("subject"), "a2");
}

TEST_F(KbCheckTest, ShowsWhatFallsDueWithItsSuccessor) {
    auto decree = *articles.document("118/2025/NĐ-CP");
    store(kb_index::LegalDocument{.number = "9/2027/NĐ-CP"});
    store(kb_index::superseded(decree, "9/2027/NĐ-CP", 2027y / 3 / 1));
    EXPECT_THAT(check(), Not(HasSubstr("Sắp hết hiệu lực"))) << "not within 60 days";
    EXPECT_THAT(
        check(as_of(2027y / 3 / 1)),
        HasSubstr("LƯU Ý  Sắp hết hiệu lực (1)\n"
                  "       → Chuẩn bị bài theo quy định mới trước ngày này\n"
                  "       118/2025/NĐ-CP: còn hiệu lực đến hết ngày 2027-02-28, thay bằng 9/2027/NĐ-CP "
                  "từ ngày 2027-03-01; 1 bài: a1\n"));
    EXPECT_EQ(code, 0);

    clock.advance(std::chrono::days(90));
    EXPECT_THAT(check(), HasSubstr("Sắp hết hiệu lực (1)"));
    clock.advance(std::chrono::days(10));
    EXPECT_THAT(check(), HasSubstr("SAI    Bài dựa vào văn bản đã hết hiệu lực (1)"));
    EXPECT_EQ(code, 1);
}

TEST_F(KbCheckTest, LooksBackOnADayInThePast) {
    const auto decree = *articles.document("118/2025/NĐ-CP");
    store(kb_index::LegalDocument{.number = "9/2026/NĐ-CP"});
    store(kb_index::superseded(decree, "9/2026/NĐ-CP", 2026y / 3 / 1));
    check();
    EXPECT_EQ(code, 1);
    EXPECT_THAT(check(as_of(2026y / 2 / 1)), HasSubstr("tính đến ngày 2026-02-01: 0 lỗi, 0 lưu ý"));
    EXPECT_EQ(code, 0);
}

TEST_F(KbCheckTest, ComparesTheArticlesWithEachOther) {
    auto second = article("a2");
    second.question = article("a1").question;
    store(second);
    EXPECT_THAT(check(), HasSubstr("SAI    Hai bài hỏi như nhau mà trả lời khác nhau (1)"));
}

TEST_F(KbCheckTest, ChecksSpelling) {
    auto second = article("a2");
    second.answer = "Nộp tại phòngg một cửa.";
    store(second);
    EXPECT_THAT(check(), HasSubstr("a2: “phòngg”"));
    dictionary = "/nowhere/vi_VN";
    EXPECT_THAT(check(), AllOf(Not(HasSubstr("phòngg")),
                               HasSubstr("LƯU Ý  Chưa xem chính tả vì không đọc được từ điển "
                                         "/nowhere/vi_VN.dic\n       → Cài gói hunspell-vi\n")));
    EXPECT_EQ(code, 0);
}

}  // namespace
}  // namespace reformdesk
