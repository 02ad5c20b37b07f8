// The clock moves from day to day over the bundled knowledge base: nothing that rests on an ended document is
// ever given as current.
#include "kb_index/exchange.hpp"
#include "kb_index/searcher.hpp"
#include "nlp/question.hpp"
#include "server/desk/answer_card.hpp"
#include "server/exchange_codec.hpp"
#include "server/kb_check.hpp"
#include "server/kb_commands.hpp"
#include "tests/contract/temporary_folder.hpp"
#include "tests/fakes/articles.hpp"
#include "tests/fakes/clock.hpp"

#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace reformdesk {
namespace {

using namespace std::chrono_literals;
using kb_index::Date;
using kb_index::DecisionKind;
using std::chrono::days;
using std::chrono::sys_days;

constexpr sys_days first_day = 2025y / 6 / 1;
constexpr sys_days last_day = 2026y / 12 / 31;
// On a day when nothing begins or ends, one question in so many; in turn all of them.
constexpr std::size_t share = 20;

class BundledBase : public testing::Test {
  protected:
    BundledBase() {
        config.data = folder.path();
        const std::filesystem::path data = REFORMDESK_SOURCE_DIR "/kb_index/data";
        std::ostringstream out;
        std::ostringstream err;
        const KbCommandParts parts{config, articles, articles, clock, out, err};
        EXPECT_EQ(kb_import({{data / "articles.jsonl", data / "documents.jsonl"}}, parts), 0) << err.str();
        for (const auto& stored : articles.articles()) {
            questions.push_back(nlp::read(stored.article.question));
            by_id.emplace(stored.article.id, stored);
        }
        for (const auto& gold :
             kb_index::read_questions(data / "gold_questions.jsonl", JsonExchangeCodec()).questions) {
            questions.push_back(nlp::read(gold.query));
        }
        for (const auto& document : articles.documents()) {
            documents.emplace(document.number, document);
            if (document.effective.from) {
                changes.insert(*document.effective.from);
            }
            if (document.effective.to) {
                changes.insert(sys_days(*document.effective.to) + days(1));
            }
        }
    }

    /// The document that had ended, or had not begun, on the day on which the article is given as current.
    std::string wrong_source(const std::string& id, Date day) const {
        for (const auto& source : by_id.at(id).article.sources) {
            const auto found = documents.find(source.document);
            if (found != documents.end() && !found->second.effective.covers(day)) {
                return source.document;
            }
        }
        return "";
    }

    void move_the_clock() {
        kb_index::Searcher searcher(index_folder(config));
        std::size_t current = 0;
        std::size_t past = 0;
        for (auto today = first_day; today <= last_day; today += days(1)) {
            const Date day(today);
            const auto number = static_cast<std::size_t>((today - first_day).count());
            const bool all = changes.contains(today);
            for (std::size_t i = all ? 0 : number % share; i < questions.size(); i += all ? 1 : share) {
                const auto decision = searcher.ask(questions[i], {.as_of = day, .territory = "56"});
                if (decision.kind != DecisionKind::answer) {
                    continue;
                }
                const auto& best = decision.ranked.front();
                const auto card = desk::answer_card(by_id.at(best.id), best.confidence, day);
                ASSERT_EQ(card.in_force, best.in_force)
                    << "the index and the card, on " << kb_index::format_date(day);
                if (!card.in_force) {
                    ++past;
                    continue;
                }
                ++current;
                ASSERT_EQ(wrong_source(best.id, day), "")
                    << best.id << " was given as current on " << kb_index::format_date(day)
                    << " to: " << questions[i].normal;
            }
        }
        EXPECT_GT(current, 10'000U);
        EXPECT_GT(past, 100U) << "answers about the past, marked as such";
    }

    contract::TemporaryFolder folder;
    Config config;
    fakes::Articles articles;
    fakes::Clock clock;
    std::vector<nlp::Question> questions;
    std::map<std::string, desk::StoredArticle> by_id;
    std::map<std::string, kb_index::LegalDocument> documents;
    std::set<sys_days> changes;  ///< the days on which a document begins, or is over
};

TEST_F(BundledBase, PassesTheCheckAndGivesNothingAsCurrentThatRestsOnAnEndedDocument) {
    // The second is the day from which no temporary rule of the base is in force any more.
    for (const Date day : {Date(2026y / 11 / 24), Date(2027y / 3 / 1)}) {
        std::ostringstream out;
        std::ostringstream err;
        const KbCommandParts parts{config, articles, articles, clock, out, err};
        EXPECT_EQ(kb_check({day, true}, parts), 0) << out.str();
    }
    move_the_clock();
}
}  // namespace
}  // namespace reformdesk
