// The way of a message through the desk: once in, once out, whatever fails in between.
#include "server/desk/inbox.hpp"

#include "tests/fakes/clock.hpp"
#include "tests/fakes/desk_store.hpp"
#include "tests/fakes/search.hpp"

#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::desk {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Failure = fakes::DeskStore::Failure;

// The articles that a test needs, and a switch.
class Articles : public ArticleStore {
  public:
    explicit Articles(std::vector<kb_index::Article> articles) : articles_(std::move(articles)) {}
    bool broken = false;

    std::optional<StoredArticle> article(const std::string& id) override {
        if (broken) {
            throw StoreError("the disk is gone");
        }
        for (const auto& known : articles_) {
            if (known.id == id) {
                return StoredArticle{known, 1, fakes::a_tuesday,
                                     kb_index::standing_of(known, [](auto) { return nullptr; })};
            }
        }
        return std::nullopt;
    }
    std::vector<StoredArticle> articles() override { return {}; }
    std::size_t import_articles(std::span<const kb_index::Article>, const std::string&, Timestamp) override {
        throw StoreError("read only");
    }
    std::string articles_revision() override { return "1"; }
    std::vector<StoredArticle> versions(const std::string&) override { return {}; }

  private:
    std::vector<kb_index::Article> articles_;
};

kb_index::Article one_stop() {
    kb_index::Article article;
    article.id = "mot-cua";
    article.question = "Cơ chế một cửa là gì?";
    article.answer = "Một cửa là cách thức tiếp nhận.";
    return article;
}

class InboxTest : public testing::Test {
  protected:
    InboxTest() { search.say("một cửa là gì", fakes::answer("mot-cua")); }

    static connectors::InboundMessage message(const std::string& id, const std::string& text,
                                              const std::string& conversation = "khach-1") {
        connectors::InboundMessage made;
        made.conversation = conversation;
        made.source_id = id;
        made.text = text;
        return made;
    }
    Settled take(const std::string& id, const std::string& text,
                 const std::string& conversation = "khach-1") {
        return inbox.process(inbox.accept(message(id, text, conversation)).message);
    }
    std::vector<EntryKind> log(std::int64_t conversation = 1) {
        std::vector<EntryKind> kinds;
        for (const auto& entry : store.entries(conversation, 0, 1000)) {
            kinds.push_back(entry.kind);
        }
        return kinds;
    }
    ExpertReplied answer_ticket(std::int64_t number) {
        const auto ticket = store.ticket(number);
        return store.reply({number, ticket->version, "r-" + std::to_string(ticket->version), "Chị Lan", "lan",
                            "Trả lời đây.", false, clock.now()});
    }

    fakes::DeskStore store;
    fakes::Search search;
    fakes::Clock clock;
    Articles articles{{one_stop()}};
    Inbox inbox{store, store, articles, search, clock, {0.9, "56"}};
};

TEST_F(InboxTest, stores_a_message_and_its_reply_with_a_row_to_deliver) {
    const auto accepted = inbox.accept(message("m-00001", " một cửa là gì \n"));
    EXPECT_TRUE(accepted.is_new);
    EXPECT_THAT(log(), ElementsAre(EntryKind::question));
    EXPECT_EQ(store.entries(1, 0, 1).at(0).text, " một cửa là gì \n") << "as typed";
    const auto settled = inbox.process(accepted.message);
    EXPECT_TRUE(settled.applied);
    EXPECT_EQ(settled.conversation, 1);
    EXPECT_EQ(settled.last_sequence, 2);
    EXPECT_THAT(log(), ElementsAre(EntryKind::question, EntryKind::answer));
    const auto rows = store.lease(10, clock.now(), std::chrono::seconds(1));
    ASSERT_THAT(rows, SizeIs(1));
    EXPECT_EQ(rows.at(0).entry.sequence, 2);
    EXPECT_EQ(rows.at(0).conversation, "khach-1");
}

TEST_F(InboxTest, asks_for_the_day_in_vietnam_the_territory_the_precision_and_with_the_context) {
    clock.advance(std::chrono::hours(14));  // midnight in Vietnam, 17:00 in Greenwich
    take("m-00001", "một cửa là gì");
    take("m-00002", "còn ở xã thì sao");
    const auto asked = search.asked();
    ASSERT_THAT(asked, SizeIs(3));
    EXPECT_EQ(kb_index::format_date(asked.at(0).as_of), "2026-11-25");
    EXPECT_EQ(asked.at(0).territory, "56");
    EXPECT_DOUBLE_EQ(asked.at(0).precision, 0.9);
    EXPECT_FALSE(asked.at(0).context);
    EXPECT_FALSE(asked.at(1).context) << "by its own words";
    ASSERT_TRUE(asked.at(2).context) << "with its topic";
    EXPECT_EQ(asked.at(2).context->article, "mot-cua");
}

TEST_F(InboxTest, refuses_what_a_channel_must_not_let_through) {
    EXPECT_THROW(inbox.accept(message("m-00001", "")), std::invalid_argument);
    EXPECT_THROW(inbox.accept(message("m-00001", std::string(connectors::longest_text + 1, 'a'))),
                 std::invalid_argument);
    EXPECT_THROW(inbox.accept(message("", "một cửa là gì")), std::invalid_argument);
    EXPECT_THROW(inbox.accept(message("m-00001", "một cửa là gì", "")), std::invalid_argument);
    EXPECT_THAT(log(), IsEmpty());
    EXPECT_TRUE(inbox.accept(message("m-00001", std::string(connectors::longest_text, 'a'))).is_new);
}

TEST_F(InboxTest, a_message_sent_again_is_stored_and_answered_once) {
    const auto first = inbox.accept(message("m-00001", "một cửa là gì"));
    inbox.process(first.message);
    const auto again = inbox.accept(message("m-00001", "một cửa là gì"));
    EXPECT_EQ(again.message, first.message);
    EXPECT_EQ(again.sequence, first.sequence);
    EXPECT_FALSE(again.is_new);
    EXPECT_TRUE(again.handled);
    const auto settled = inbox.process(again.message);
    EXPECT_FALSE(settled.applied);
    EXPECT_EQ(settled.conversation, 1);
    EXPECT_EQ(settled.last_sequence, 2);
    EXPECT_THAT(log(), ElementsAre(EntryKind::question, EntryKind::answer));
    EXPECT_EQ(store.depth(), 1);
}

TEST_F(InboxTest, the_same_id_in_another_conversation_is_another_message) {
    take("m-00001", "một cửa là gì", "khach-1");
    take("m-00001", "một cửa là gì", "khach-2");
    EXPECT_THAT(log(2), ElementsAre(EntryKind::question, EntryKind::answer));
}

TEST_F(InboxTest, a_message_that_nobody_accepted_is_nothing) {
    EXPECT_FALSE(inbox.process(4711).applied);
    EXPECT_EQ(inbox.process(4711).conversation, 0);
}

// ---- failures

TEST_F(InboxTest, a_broken_index_hands_over) {
    search.break_down();
    const auto settled = take("m-00001", "một cửa là gì");
    ASSERT_TRUE(settled.ticket);
    EXPECT_EQ(settled.ticket->number, 1001);
    EXPECT_EQ(settled.ticket->reason, HandoverReason::engine_unavailable);
    const auto reply = store.entries(1, 1, 1).at(0);
    EXPECT_EQ(reply.ticket, (TicketReference{1001, TicketState::open}));
    EXPECT_NE(reply.text.find("phiếu #1001"), std::string::npos);
    EXPECT_EQ(reply.text.find('{'), std::string::npos);
}

TEST_F(InboxTest, a_message_that_was_not_stored_may_be_sent_again) {
    store.fail_next_write(Failure::before);
    EXPECT_THROW(inbox.accept(message("m-00001", "một cửa là gì")), StoreError);
    EXPECT_THAT(log(), IsEmpty());
    EXPECT_TRUE(inbox.accept(message("m-00001", "một cửa là gì")).is_new);
}

TEST_F(InboxTest, a_message_that_was_stored_unnoticed_is_not_stored_twice) {
    store.fail_next_write(Failure::after);
    EXPECT_THROW(inbox.accept(message("m-00001", "một cửa là gì")), StoreError);
    const auto again = inbox.accept(message("m-00001", "một cửa là gì"));
    EXPECT_FALSE(again.is_new);
    EXPECT_FALSE(again.handled);
    EXPECT_TRUE(inbox.process(again.message).applied);
    EXPECT_THAT(log(), ElementsAre(EntryKind::question, EntryKind::answer));
}

class CrashWhileSettling : public InboxTest, public testing::WithParamInterface<Failure> {};

TEST_P(CrashWhileSettling, leaves_one_reply) {
    const auto accepted = inbox.accept(message("m-00001", "giá vàng hôm nay"));
    store.fail_next_write(GetParam());
    EXPECT_THROW(inbox.process(accepted.message), StoreError);
    Inbox after_restart(store, store, articles, search, clock, {});
    const bool stored_before = GetParam() == Failure::after;
    EXPECT_EQ(after_restart.recover(), stored_before ? 0u : 1u);
    EXPECT_FALSE(after_restart.process(accepted.message).applied);
    EXPECT_THAT(log(), ElementsAre(EntryKind::question, EntryKind::handover));
    EXPECT_EQ(store.depth(), 1);
    EXPECT_EQ(store.counts().open, 1);
}

INSTANTIATE_TEST_SUITE_P(commit, CrashWhileSettling, testing::Values(Failure::before, Failure::after));

TEST_F(InboxTest, articles_that_cannot_be_read_leave_the_message_for_later) {
    const auto accepted = inbox.accept(message("m-00001", "một cửa là gì"));
    articles.broken = true;
    EXPECT_THROW(inbox.process(accepted.message), StoreError);
    EXPECT_THAT(log(), ElementsAre(EntryKind::question));
    articles.broken = false;
    EXPECT_EQ(inbox.recover(), 1u);
    EXPECT_THAT(log(), ElementsAre(EntryKind::question, EntryKind::answer));
}

TEST_F(InboxTest, recovers_everything_that_a_crash_left_behind_once_and_in_order) {
    constexpr int left_behind = 250;  // more than one batch
    for (int i = 0; i < left_behind; ++i) {
        inbox.accept(message("m-" + std::to_string(i), "một cửa là gì", "khach-" + std::to_string(i % 7)));
    }
    EXPECT_EQ(inbox.recover(), static_cast<std::size_t>(left_behind));
    EXPECT_EQ(inbox.recover(), 0u);
    EXPECT_EQ(store.depth(), left_behind);
    EXPECT_THAT(store.unsettled(10), IsEmpty());
}

// ---- several at once

TEST_F(InboxTest, two_workers_on_one_message_reply_once) {
    for (int round = 0; round < 50; ++round) {
        const auto accepted = inbox.accept(message("m-" + std::to_string(round), "một cửa là gì"));
        std::thread other([&] { inbox.process(accepted.message); });
        inbox.process(accepted.message);
        other.join();
    }
    EXPECT_EQ(store.depth(), 50);
}

TEST_F(InboxTest, messages_of_one_conversation_at_the_same_time_share_one_ticket) {
    constexpr int messages = 20;
    std::vector<std::int64_t> accepted;
    for (int i = 0; i < messages; ++i) {
        accepted.push_back(inbox.accept(message("m-" + std::to_string(i), "giá vàng hôm nay")).message);
    }
    std::vector<std::thread> workers;
    for (int worker = 0; worker < 4; ++worker) {
        workers.emplace_back([&, worker] {
            for (int i = worker; i < messages; i += 4) {
                inbox.process(accepted.at(static_cast<std::size_t>(i)));
            }
        });
    }
    for (auto& worker : workers) {
        worker.join();
    }
    EXPECT_EQ(store.counts().open, 1);
    EXPECT_EQ(store.ticket(1001)->version, messages);
}

// ---- the expert

TEST_F(InboxTest, a_question_goes_to_an_expert_and_comes_back) {
    take("m-00001", "giá vàng hôm nay");
    EXPECT_EQ(answer_ticket(1001).outcome, ReplyOutcome::stored);
    take("m-00002", "cảm ơn");
    EXPECT_EQ(store.counts().answered, 1);
    take("m-00003", "nhưng tôi ở xã thì sao");
    const auto ticket = store.ticket(1001);
    EXPECT_EQ(ticket->state, TicketState::open);
    EXPECT_EQ(ticket->reopened, 1);
    EXPECT_THAT(log(), ElementsAre(EntryKind::question, EntryKind::handover, EntryKind::expert_answer,
                                   EntryKind::question, EntryKind::small_talk, EntryKind::question,
                                   EntryKind::notice));
}

TEST_F(InboxTest, a_ticket_of_another_conversation_cannot_be_seen_or_written_on) {
    take("m-00001", "giá vàng hôm nay", "khach-1");
    const auto status = take("m-00002", "#1001", "khach-2");
    EXPECT_EQ(status.ticket, std::nullopt);
    EXPECT_EQ(store.entries(2, 1, 1).at(0).ticket, std::nullopt);
    auto intruder = message("m-00003", "một cửa là gì", "khach-2");
    intruder.ticket = 1001;
    inbox.process(inbox.accept(intruder).message);
    EXPECT_THAT(log(2), ElementsAre(EntryKind::question, EntryKind::small_talk, EntryKind::question,
                                    EntryKind::answer));
    EXPECT_EQ(store.ticket(1001)->version, 1);
}

TEST_F(InboxTest, an_expert_who_answers_meanwhile_still_gets_what_was_added) {
    take("m-00001", "giá vàng hôm nay");
    store.before_next_settle([&] { answer_ticket(1001); });
    take("m-00002", "vàng miếng ấy");
    EXPECT_EQ(store.ticket(1001)->state, TicketState::open);
    take("m-00003", "và vàng nhẫn");
    EXPECT_EQ(store.counts().open, 1);
}

TEST_F(InboxTest, small_talk_while_an_expert_answers_does_not_hide_the_answer) {
    take("m-00001", "giá vàng hôm nay");
    store.before_next_settle([&] { answer_ticket(1001); });
    take("m-00002", "ok");
    take("m-00003", "nhưng tôi ở xã thì sao");
    EXPECT_EQ(store.ticket(1001)->state, TicketState::open) << "it was a reply to the expert";
    EXPECT_EQ(store.counts().answered, 0);
}

}  // namespace
}  // namespace reformdesk::desk
