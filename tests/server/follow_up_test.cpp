// Follow-ups over the bundled knowledge base: its index, as it is built for the server.
#include "server/desk/follow_up.hpp"

#include "kb_index/exchange.hpp"
#include "kb_index/writer.hpp"
#include "server/exchange_codec.hpp"
#include "server/knowledge.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk {
namespace {

using kb_index::Decision;
using kb_index::DecisionKind;
using testing::Contains;

class BundledKnowledge {
  public:
    BundledKnowledge() : knowledge_(folder_.path() / "index", [](const std::string&) {}) {
        const std::vector<std::filesystem::path> files{std::filesystem::path(REFORMDESK_SOURCE_DIR) /
                                                       "kb_index/data/articles.jsonl"};
        const auto read = kb_index::read_articles(files, JsonExchangeCodec());
        kb_index::rebuild(folder_.path() / "index", read.articles, "1");
        for (const auto& article : read.articles) {
            articles_[article.id] = {
                article, 1, {}, kb_index::standing_of(article, [](auto) { return nullptr; })};
        }
    }

    /// What is made of these words after this article was given.
    Decision after(const std::string& article, const std::string& words) {
        desk::DialogKnowledge known;
        known.article = [this](const std::string& id) {
            const auto found = articles_.find(id);
            return found == articles_.end() ? std::nullopt : std::optional(found->second);
        };
        known.ask = [this](const nlp::Question& question, const auto& context) {
            using namespace std::chrono;
            kb_index::AskOptions options{kb_index::Date(2026y / November / 24)};
            options.territory = "56";
            options.context = context;
            return std::optional(knowledge_.ask(question, options));
        };
        const auto& last = articles_.at(article).article;
        return desk::ask_in_topic(nlp::read(words), desk::Topic{last.question, last}, known)
            .value_or(Decision());
    }

  private:
    contract::TemporaryFolder folder_;
    Knowledge knowledge_;
    std::map<std::string, desk::StoredArticle> articles_;
};

struct Pair {
    std::string last;
    std::string words;
    std::string meant;
};

const std::vector<Pair> another_subject = {
    {"cchc-105", "còn viên chức?", "cchc-104"},
    {"cchc-104", "con cong chuc thi sao", "cchc-105"},
    {"cchc-087", "con phieu ly lich tu phap", "cchc-088"},
    {"cchc-004", "còn đến năm 2030?", "cchc-005"},
    {"cchc-005", "con nam 2025 thi sao", "cchc-004"},
    {"cchc-017", "thế còn cấp xã", "cchc-018"},
    {"cchc-150", "còn sipas?", "cchc-151"},
    {"cchc-151", "con par index", "cchc-150"},
    {"cchc-136", "còn luật an ninh mạng thì sao", "cchc-137"},
};

const std::vector<Pair> another_question = {
    {"cchc-105", "thế thời hạn xử lý bao lâu", "cchc-106"},
    {"cchc-012", "thế năm 2024 Khánh Hòa đạt bao nhiêu", "cchc-151"},
    {"cchc-084", "những thủ tục nào vậy", "cchc-085"},
    {"cchc-111", "vậy khi nào phải đền bù", "cchc-112"},
    {"cchc-139", "thế bao lâu thì được phản hồi", "cchc-140"},
    {"cchc-157", "thế có những nhiệm vụ gì", "cchc-158"},
    {"cchc-157", "thế kiểm tra đánh giá thế nào", "cchc-159"},
    {"cchc-063", "vậy đăng nhập bằng tài khoản nào", "cchc-064"},
    {"cchc-019", "vậy gồm những nguyên tắc nào", "cchc-029"},
};

const std::vector<Pair> unclear = {
    {"cchc-105", "bao lau", "cchc-106"},
    {"cchc-139", "bao lâu", "cchc-140"},
    {"cchc-060", "văn bản nào thay thế", "cchc-219"},
    {"cchc-086", "còn căn cước thì sao", "cchc-087"},
    {"cchc-013", "còn SIPAS?", "cchc-012"},
    {"cchc-012", "con papi thi sao", "cchc-015"},
    {"cchc-138", "vậy người dân có quyền gì", "cchc-139"},
    {"cchc-049", "thế gửi nhầm chỗ thì sao", "cchc-050"},
    {"cchc-101", "còn công chức?", "cchc-089"},
    {"cchc-020", "thế thay bằng văn bản nào", "cchc-219"},
    {"cchc-018", "the con cap tinh", "cchc-017"},
};

const std::vector<Pair> unknown = {
    {"cchc-087", "bao lâu vậy", ""},
    {"cchc-147", "mấy giờ làm việc", ""},
};

const std::vector<Pair> of_its_own = {
    {"cchc-087", "SIPAS là chỉ số gì", "cchc-012"},
    {"cchc-012", "lệ phí làm căn cước bao nhiêu", "cchc-087"},
    {"cchc-105", "tỷ lệ viên chức xếp hoàn thành xuất sắc tối đa", "cchc-103"},
    {"cchc-049", "thoi han xu ly ky luat can bo cong chuc la bao nhieu ngay", "cchc-106"},
    {"cchc-144", "mức lương cơ sở hiện nay là bao nhiêu", "cchc-093"},
    {"cchc-093", "đề án 06 là gì, cơ quan nào chủ trì", "cchc-133"},
    {"cchc-063", "ngày công dân số việt nam là ngày nào", "cchc-142"},
    {"cchc-019", "mot thu tuc hanh chinh gom nhung bo phan nao", "cchc-041"},
    {"cchc-138", "papi là gì và do ai thực hiện", "cchc-013"},
    {"cchc-150", "pci va ddci la gi", "cchc-014"},
    {"cchc-147", "thế SIPAS là chỉ số gì", "cchc-012"},
};

std::string best(const Decision& decision) {
    return decision.ranked.empty() ? "none" : decision.ranked.front().id;
}

// One test for all: every test is a process of its own, and the index takes a while to build.
TEST(FollowUps, lead_to_the_article_meant_and_bend_no_question_of_its_own) {
    BundledKnowledge bundled;
    for (const auto* pairs : {&another_subject, &another_question, &unclear}) {
        for (const auto& pair : *pairs) {
            SCOPED_TRACE(pair.words + " after " + pair.last);
            const auto made = bundled.after(pair.last, pair.words);
            if (made.kind == DecisionKind::answer) {
                EXPECT_EQ(best(made), pair.meant);
            } else {
                EXPECT_THAT(made.choices, Contains(pair.meant));
            }
        }
    }
    for (const auto& pair : unknown) {
        SCOPED_TRACE(pair.words + " after " + pair.last);
        EXPECT_NE(bundled.after(pair.last, pair.words).kind, DecisionKind::answer);
    }
    for (const auto& pair : of_its_own) {
        SCOPED_TRACE(pair.words + " after " + pair.last);
        const auto made = bundled.after(pair.last, pair.words);
        EXPECT_NE(made.kind, DecisionKind::escalate);
        EXPECT_EQ(best(made), pair.meant);
    }
}

}  // namespace
}  // namespace reformdesk
