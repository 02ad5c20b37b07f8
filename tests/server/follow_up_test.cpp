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
            articles_[article.id] = {article, 1, {}};
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

void PrintTo(const Pair& pair, std::ostream* out) {
    *out << '"' << pair.words << "\" after " << pair.last;
}

class FollowUp : public testing::TestWithParam<Pair> {
  protected:
    static Decision decision() {
        static BundledKnowledge bundled;  // the index takes a while to build
        return bundled.after(GetParam().last, GetParam().words);
    }
    static std::string best(const Decision& decision) {
        return decision.ranked.empty() ? "none" : decision.ranked.front().id;
    }
};

using KnownFollowUp = FollowUp;

TEST_P(KnownFollowUp, leads_to_the_article_meant) {
    const auto made = decision();
    if (made.kind == DecisionKind::answer) {
        EXPECT_EQ(best(made), GetParam().meant);
    } else {
        EXPECT_THAT(made.choices, Contains(GetParam().meant));
    }
}

INSTANTIATE_TEST_SUITE_P(another_subject, KnownFollowUp,
                         testing::Values(Pair{"cchc-105", "còn viên chức?", "cchc-104"},
                                         Pair{"cchc-104", "con cong chuc thi sao", "cchc-105"},
                                         Pair{"cchc-087", "con phieu ly lich tu phap", "cchc-088"},
                                         Pair{"cchc-004", "còn đến năm 2030?", "cchc-005"},
                                         Pair{"cchc-005", "con nam 2025 thi sao", "cchc-004"},
                                         Pair{"cchc-017", "thế còn cấp xã", "cchc-018"},
                                         Pair{"cchc-150", "còn sipas?", "cchc-151"},
                                         Pair{"cchc-151", "con par index", "cchc-150"},
                                         Pair{"cchc-136", "còn luật an ninh mạng thì sao", "cchc-137"}));

INSTANTIATE_TEST_SUITE_P(another_question, KnownFollowUp,
                         testing::Values(Pair{"cchc-105", "thế thời hạn xử lý bao lâu", "cchc-106"},
                                         Pair{"cchc-012", "thế năm 2024 Khánh Hòa đạt bao nhiêu", "cchc-151"},
                                         Pair{"cchc-084", "những thủ tục nào vậy", "cchc-085"},
                                         Pair{"cchc-111", "vậy khi nào phải đền bù", "cchc-112"},
                                         Pair{"cchc-139", "thế bao lâu thì được phản hồi", "cchc-140"},
                                         Pair{"cchc-157", "thế có những nhiệm vụ gì", "cchc-158"},
                                         Pair{"cchc-157", "thế kiểm tra đánh giá thế nào", "cchc-159"},
                                         Pair{"cchc-063", "vậy đăng nhập bằng tài khoản nào", "cchc-064"},
                                         Pair{"cchc-019", "vậy gồm những nguyên tắc nào", "cchc-029"}));

INSTANTIATE_TEST_SUITE_P(unclear, KnownFollowUp,
                         testing::Values(Pair{"cchc-105", "bao lau", "cchc-106"},
                                         Pair{"cchc-139", "bao lâu", "cchc-140"},
                                         Pair{"cchc-060", "văn bản nào thay thế", "cchc-059"},
                                         Pair{"cchc-086", "còn căn cước thì sao", "cchc-087"},
                                         Pair{"cchc-013", "còn SIPAS?", "cchc-012"},
                                         Pair{"cchc-012", "con papi thi sao", "cchc-013"},
                                         Pair{"cchc-138", "vậy người dân có quyền gì", "cchc-139"},
                                         Pair{"cchc-049", "thế gửi nhầm chỗ thì sao", "cchc-050"},
                                         Pair{"cchc-101", "còn công chức?", "cchc-089"},
                                         Pair{"cchc-020", "thế thay bằng văn bản nào", "cchc-019"},
                                         Pair{"cchc-018", "the con cap tinh", "cchc-017"}));

using UnknownFollowUp = FollowUp;

TEST_P(UnknownFollowUp, is_not_answered_with_something_else) {
    EXPECT_EQ(decision().kind, DecisionKind::escalate);
}

INSTANTIATE_TEST_SUITE_P(pairs, UnknownFollowUp,
                         testing::Values(Pair{"cchc-087", "bao lâu vậy", ""},
                                         Pair{"cchc-147", "mấy giờ làm việc", ""}));

using QuestionOfItsOwn = FollowUp;

TEST_P(QuestionOfItsOwn, is_not_bent_to_the_topic_before) {
    const auto made = decision();
    EXPECT_NE(made.kind, DecisionKind::escalate);
    EXPECT_EQ(best(made), GetParam().meant);
}

INSTANTIATE_TEST_SUITE_P(
    pairs, QuestionOfItsOwn,
    testing::Values(Pair{"cchc-087", "SIPAS là chỉ số gì", "cchc-012"},
                    Pair{"cchc-012", "lệ phí làm căn cước bao nhiêu", "cchc-087"},
                    Pair{"cchc-105", "tỷ lệ viên chức xếp hoàn thành xuất sắc tối đa", "cchc-103"},
                    Pair{"cchc-049", "thoi han xu ly ky luat can bo cong chuc la bao nhieu ngay", "cchc-106"},
                    Pair{"cchc-144", "mức lương cơ sở hiện nay là bao nhiêu", "cchc-093"},
                    Pair{"cchc-093", "đề án 06 là gì, cơ quan nào chủ trì", "cchc-133"},
                    Pair{"cchc-063", "ngày công dân số việt nam là ngày nào", "cchc-142"},
                    Pair{"cchc-019", "mot thu tuc hanh chinh gom nhung bo phan nao", "cchc-041"},
                    Pair{"cchc-138", "papi là gì và do ai thực hiện", "cchc-013"},
                    Pair{"cchc-150", "pci va ddci la gi", "cchc-014"},
                    Pair{"cchc-147", "thế SIPAS là chỉ số gì", "cchc-012"}));

}  // namespace
}  // namespace reformdesk
