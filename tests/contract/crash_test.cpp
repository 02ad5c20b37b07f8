// What was acknowledged is there after a SIGKILL.
#include "tests/contract/store_contract.hpp"

#include <array>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace reformdesk::contract {

namespace {

constexpr int thread_count = 8;

class CrashContract : public StoreContract {
  protected:
    // What a child process reports before it is killed: `work` writes records into a pipe for ever, and ends
    // the process with kill() when `enough` of them have come.
    template <typename Record, typename Work>
    static std::vector<Record> reported_until_killed(std::size_t enough, const Work& work) {
        std::array<int, 2> ends{};
        EXPECT_EQ(::pipe(ends.data()), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(ends[0]);
            run_for_ever<Record>(ends[1], work);
        }
        ::close(ends[1]);
        std::vector<Record> reported;
        Record record{};
        while (::read(ends[0], &record, sizeof record) == sizeof record) {
            reported.push_back(record);
            if (reported.size() == enough) {
                ::kill(child, SIGKILL);
            }
        }
        ::close(ends[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
        return reported;
    }

  private:
    template <typename Record, typename Work>
    [[noreturn]] static void run_for_ever(int pipe, const Work& work) {
        try {
            work([pipe](const Record& record) {
                // Small enough to be written whole.
                if (::write(pipe, &record, sizeof record) != sizeof record) {
                    ::_exit(3);
                }
            });
        } catch (...) {
            ::_exit(4);
        }
        ::_exit(5);
    }
};

class MessageCrashContract : public CrashContract {
  protected:
    struct Acknowledged {
        std::int64_t message;
        int thread;
        int index;
    };

    static constexpr int enough = 300;

    static std::string text_of(int thread, int index) {
        return "Tin nhắn " + std::to_string(thread) + "/" + std::to_string(index);
    }

    std::vector<Acknowledged> accept_until_killed() const {
        return reported_until_killed<Acknowledged>(enough, [this](const auto& report) {
            store::Database database(url());
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < thread_count; ++thread) {
                threads.emplace_back([&database, &report, thread] {
                    for (int index = 0;; ++index) {
                        const auto inbound = message(std::to_string(thread % 3),
                                                     std::to_string(thread) + "/" + std::to_string(index),
                                                     text_of(thread, index));
                        report({database.accept(inbound, at(index)).message, thread, index});
                    }
                });
            }
        });
    }
};

TEST_P(MessageCrashContract, every_acknowledged_message_is_there_once) {
    close_store();
    const auto acknowledged = accept_until_killed();
    ASSERT_GE(acknowledged.size(), static_cast<std::size_t>(enough));
    store::Database database(url());
    for (const auto& each : acknowledged) {
        const auto pending = database.pending(each.message);
        ASSERT_TRUE(pending);
        EXPECT_EQ(pending->inbound.text, text_of(each.thread, each.index));
        const auto again = database.accept(pending->inbound, at(0));
        EXPECT_FALSE(again.is_new);
        EXPECT_EQ(again.message, each.message);
    }
    EXPECT_GE(database.unsettled(100'000).size(), acknowledged.size());
    for (int conversation = 0; conversation < 3; ++conversation) {
        const auto found =
            database.find_conversation(connectors::Channel::web_chat, std::to_string(conversation));
        ASSERT_TRUE(found);
        const auto entries = database.entries(found->id, 0, 100'000);
        ASSERT_EQ(static_cast<std::int64_t>(entries.size()), found->last_sequence);
        EXPECT_EQ(entries.back().sequence, found->last_sequence);
    }
}

class SupersessionCrashContract : public CrashContract {
  protected:
    static constexpr int documents = 2'000;
    static constexpr int enough = 40;

    static std::string old_number(int index) { return "old/" + std::to_string(index); }

    // Each article rests on a document of its own.
    void import_articles() {
        std::vector<kb_index::Article> articles(documents);
        for (int index = 0; index < documents; ++index) {
            auto& article = articles[static_cast<std::size_t>(index)];
            article.id = std::to_string(index);
            article.sources = {{old_number(index), "", ""}};
        }
        store().import_articles(articles, "lan", at(0));
    }

    std::vector<int> supersede_until_killed() const {
        return reported_until_killed<int>(enough, [this](const auto& report) {
            store::Database database(url());
            for (int index = 0; index < documents; ++index) {
                database.supersede(
                    {old_number(index), "new", kb_index::parse_date("2026-07-01").value(), "lan", at(index)});
                report(index);
            }
        });
    }
};

TEST_P(SupersessionCrashContract, a_document_has_ended_with_its_review_or_not_at_all) {
    import_articles();
    close_store();
    const auto acknowledged = supersede_until_killed();
    ASSERT_GE(acknowledged.size(), static_cast<std::size_t>(enough));
    store::Database database(url());
    desk::ReviewQuery all;
    all.limit = documents;
    std::set<std::string> reviewed, ended;
    for (const auto& task : database.reviews(all)) {
        reviewed.insert(task.document);
    }
    for (const auto& stored : database.articles()) {
        if (stored.standing.validity.to) {
            ended.insert(stored.standing.ended_by);
        }
    }
    EXPECT_EQ(ended, reviewed);
    for (const auto index : acknowledged) {
        EXPECT_TRUE(ended.contains(old_number(index))) << index;
    }
}

INSTANTIATE_TEST_SUITE_P(Backends, MessageCrashContract, ::testing::ValuesIn(backends()), name_of);
INSTANTIATE_TEST_SUITE_P(Backends, SupersessionCrashContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
