// Many threads at once: nothing twice, no gaps, commits shared, and a failure that harms nobody else.
#include "tests/contract/store_contract.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using ::testing::Each;
using ::testing::SizeIs;

constexpr int thread_count = 16;

void in_threads(int count, const std::function<void(int)>& work) {
    std::vector<std::future<void>> running;
    for (int index = 0; index < count; ++index) {
        running.push_back(std::async(std::launch::async, work, index));
    }
    for (auto& each : running) {
        each.get();
    }
}

class ConcurrencyContract : public StoreContract {
  protected:
    void expect_gapless(store::Database& database, std::int64_t conversation, std::int64_t length) {
        const auto entries = database.entries(conversation, 0, 100'000);
        ASSERT_THAT(entries, SizeIs(length));
        for (std::size_t index = 0; index < entries.size(); ++index) {
            EXPECT_EQ(entries[index].sequence, static_cast<std::int64_t>(index) + 1);
        }
        EXPECT_EQ(database.conversation(conversation)->last_sequence, length);
    }

    // Holds the database, so that whatever is asked meanwhile ends up in one queue.
    std::unique_ptr<RawConnection> hold() {
        auto raw = std::make_unique<RawConnection>(url());
        if (on_sqlite()) {
            raw->run("BEGIN IMMEDIATE");
        } else {
            raw->run("BEGIN");
            raw->run("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE");
        }
        return raw;
    }

    // SQLite's writer waits for the database before it takes a batch; PostgreSQL's with what it has already
    // taken, so that the jobs make two batches there.
    static void wait_for(const store::Database& database, std::size_t jobs) {
        while (database.statistics().waiting < jobs) {
            std::this_thread::yield();
        }
    }
};

TEST_P(ConcurrencyContract, different_messages_of_one_conversation_are_numbered_without_gaps) {
    auto& database = store();
    constexpr int messages = 20;
    in_threads(thread_count, [&](int thread) {
        for (int index = 0; index < messages; ++index) {
            const auto id = std::to_string(thread) + "/" + std::to_string(index);
            EXPECT_TRUE(database.accept(message("a", id), at(index)).is_new);
        }
    });
    const auto conversation = database.find_conversation(connectors::Channel::web_chat, "a");
    expect_gapless(database, conversation->id, thread_count * messages);
}

TEST_P(ConcurrencyContract, the_same_message_is_accepted_once) {
    auto& database = store();
    std::atomic<int> fresh{0};
    std::vector<std::int64_t> ids(thread_count);
    in_threads(thread_count, [&](int thread) {
        const auto accepted = database.accept(message("a", "m1"), at(thread));
        fresh += accepted.is_new ? 1 : 0;
        ids[static_cast<std::size_t>(thread)] = accepted.message;
    });
    EXPECT_EQ(fresh, 1);
    EXPECT_THAT(ids, Each(ids.front()));
    expect_gapless(database, database.pending(ids.front())->conversation.id, 1);
}

TEST_P(ConcurrencyContract, one_of_fifty_experts_answers) {
    const auto ticket = open_ticket("a");
    auto& database = store();
    std::atomic<int> stored{0}, refused{0};
    in_threads(50, [&](int expert) {
        const auto replied = database.reply(expert_reply(ticket, "r" + std::to_string(expert)));
        stored += replied.outcome == desk::ReplyOutcome::stored ? 1 : 0;
        refused += replied.outcome == desk::ReplyOutcome::version_conflict ? 1 : 0;
        EXPECT_EQ(replied.ticket->version, 2);
    });
    EXPECT_EQ(stored, 1);
    EXPECT_EQ(refused, 49);
    expect_gapless(database, ticket.conversation, 3);
    EXPECT_THAT(database.audit(100), SizeIs(1));
}

TEST_P(ConcurrencyContract, a_request_that_is_repeated_at_the_same_time_is_stored_once) {
    const auto ticket = open_ticket("a");
    auto& database = store();
    std::atomic<int> stored{0}, repeated{0};
    in_threads(thread_count, [&](int) {
        const auto outcome = database.reply(expert_reply(ticket, "r1")).outcome;
        stored += outcome == desk::ReplyOutcome::stored ? 1 : 0;
        repeated += outcome == desk::ReplyOutcome::repeated ? 1 : 0;
    });
    EXPECT_EQ(stored, 1);
    EXPECT_EQ(repeated, thread_count - 1);
}

TEST_P(ConcurrencyContract, a_message_is_settled_once) {
    auto& database = store();
    desk::Settlement settlement;
    settlement.message = database.accept(message("a", "m1"), at(0)).message;
    settlement.replies = {handover("#{ticket}")};
    settlement.ticket_change.kind = desk::TicketChangeKind::open;
    std::atomic<int> applied{0};
    in_threads(thread_count, [&](int) { applied += database.settle(settlement, at(1)).applied ? 1 : 0; });
    EXPECT_EQ(applied, 1);
    EXPECT_EQ(database.counts().open, 1);
    EXPECT_EQ(database.depth(), 1);
}

TEST_P(ConcurrencyContract, a_delivery_is_leased_to_one) {
    for (int index = 0; index < 20; ++index) {
        open_ticket(std::to_string(index));
    }
    auto& database = store();
    std::mutex mutex;
    std::multiset<std::int64_t> taken;
    in_threads(thread_count, [&](int) {
        const auto leased = database.lease(3, at(1000), std::chrono::hours(1));
        const std::lock_guard lock(mutex);
        for (const auto& each : leased) {
            taken.insert(each.id);
        }
    });
    EXPECT_THAT(taken, SizeIs(20));
    EXPECT_THAT(std::set<std::int64_t>(taken.begin(), taken.end()), SizeIs(20));
}

TEST_P(ConcurrencyContract, waiting_transactions_share_a_commit) {
    auto& database = store();
    const auto before = database.statistics();
    auto holder = hold();
    std::jthread release([&] {
        wait_for(database, thread_count);
        holder->run("ROLLBACK");
    });
    in_threads(thread_count,
               [&](int thread) { database.accept(message("a", std::to_string(thread)), at(thread)); });
    const auto after = database.statistics();
    EXPECT_EQ(after.jobs - before.jobs, static_cast<std::uint64_t>(thread_count));
    EXPECT_LE(after.commits - before.commits, 2U);
    EXPECT_GE(after.largest_batch, static_cast<std::size_t>(thread_count / 2));
}

TEST_P(ConcurrencyContract, a_transaction_that_fails_is_undone_alone) {
    auto& database = store();
    const auto before = database.statistics();
    auto holder = hold();
    std::jthread release([&] {
        wait_for(database, thread_count);
        holder->run("ROLLBACK");
    });
    in_threads(thread_count, [&](int thread) {
        const auto id = std::to_string(thread);
        if (thread % 4 == 0) {
            // Writes the conversation first and fails then.
            EXPECT_THROW(database.accept(message("bad" + id, "m", std::string("\0", 1)), at(thread)),
                         std::invalid_argument);
        } else {
            EXPECT_TRUE(database.accept(message("a", id), at(thread)).is_new);
        }
    });
    const auto after = database.statistics();
    EXPECT_EQ(after.undone_jobs - before.undone_jobs, 4U);
    EXPECT_EQ(after.jobs - before.jobs, 12U);
    EXPECT_EQ(after.failed_commits, before.failed_commits);
    EXPECT_LE(after.commits - before.commits, 2U);
    const auto conversation = database.find_conversation(connectors::Channel::web_chat, "a");
    expect_gapless(database, conversation->id, 12);
    EXPECT_FALSE(database.find_conversation(connectors::Channel::web_chat, "bad0"));
}

TEST_P(ConcurrencyContract, readers_see_what_their_thread_has_written) {
    auto& database = store();
    in_threads(thread_count, [&](int thread) {
        for (int index = 0; index < 5; ++index) {
            const auto id = std::to_string(thread);
            const auto accepted = database.accept(message(id, std::to_string(index)), at(index));
            EXPECT_EQ(database.conversation(accepted.conversation)->last_sequence, index + 1);
        }
    });
}

// Two processes on one database: the same conversations, in opposite orders.
TEST_P(ConcurrencyContract, two_databases_on_the_same_place_keep_sequences_and_numbers) {
    auto& one = store();
    store::Database two(url());
    constexpr int messages = 10;
    in_threads(thread_count, [&](int thread) {
        auto& database = thread % 2 == 0 ? one : two;
        for (int index = 0; index < messages; ++index) {
            const auto conversation = std::to_string(thread % 2 == 0 ? index : messages - 1 - index);
            desk::Settlement settlement;
            settlement.message =
                database.accept(message(conversation, std::to_string(thread)), at(index)).message;
            settlement.replies = {handover("#{ticket}")};
            settlement.ticket_change.kind = desk::TicketChangeKind::open;
            EXPECT_TRUE(database.settle(settlement, at(index)).applied);
        }
    });
    for (int index = 0; index < messages; ++index) {
        const auto found = one.find_conversation(connectors::Channel::web_chat, std::to_string(index));
        expect_gapless(two, found->id, 2 * thread_count);
    }
    EXPECT_EQ(one.tickets({}).front().number, 1000 + thread_count * messages);
    EXPECT_EQ(two.counts().open, thread_count * messages);
}

// Editors at two servers say at the same time what replaces the same documents.
TEST_P(ConcurrencyContract, a_document_is_superseded_once) {
    constexpr std::size_t documents = 20;
    const auto old_number = [](std::size_t index) { return "old/" + std::to_string(index); };
    std::vector<kb_index::Article> articles(documents);
    for (std::size_t index = 0; index < documents; ++index) {
        articles[index].id = std::to_string(index);
        articles[index].sources = {{old_number(index), "", ""}};
    }
    auto& one = store();
    store::Database two(url());
    one.import_articles(articles, "lan", at(0));
    std::atomic<std::size_t> tasks{0}, changes{0}, added{0};
    in_threads(thread_count, [&](int thread) {
        auto& database = thread % 2 == 0 ? one : two;
        for (std::size_t index = 0; index < documents; ++index) {
            const auto result = database.supersede(
                {old_number(index), "new", kb_index::parse_date("2026-07-01").value(), "lan", at(2)});
            tasks += result.tasks;
            added += result.added.size();
            changes += result.revision == result.revision_before ? 0U : 1U;
            EXPECT_THAT(result.articles, SizeIs(1));
        }
    });
    EXPECT_EQ(tasks, documents);
    EXPECT_EQ(changes, documents);
    EXPECT_EQ(added, documents + 1);
    EXPECT_EQ(two.open_review_count(), static_cast<std::int64_t>(documents));
}

INSTANTIATE_TEST_SUITE_P(Backends, ConcurrencyContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
