// What was acknowledged is there after a SIGKILL.
#include "tests/contract/store_contract.hpp"

#include <array>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace reformdesk::contract {

namespace {

struct Acknowledged {
    std::int64_t message;
    int thread;
    int index;
};

constexpr int thread_count = 8;
constexpr int enough = 300;

class CrashContract : public StoreContract {
  protected:
    static std::string text_of(int thread, int index) {
        return "Tin nhắn " + std::to_string(thread) + "/" + std::to_string(index);
    }

    // Never returns: accepts, and tells the pipe what was accepted, until it is killed.
    [[noreturn]] void accept_for_ever(int pipe) const {
        try {
            store::Database database(url());
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < thread_count; ++thread) {
                threads.emplace_back([&database, pipe, thread] {
                    for (int index = 0;; ++index) {
                        const auto inbound = message(std::to_string(thread % 3),
                                                     std::to_string(thread) + "/" + std::to_string(index),
                                                     text_of(thread, index));
                        const Acknowledged record{database.accept(inbound, at(index)).message, thread, index};
                        // Small enough to be written whole.
                        if (::write(pipe, &record, sizeof record) != sizeof record) {
                            ::_exit(3);
                        }
                    }
                });
            }
        } catch (...) {
            ::_exit(4);
        }
        ::_exit(5);
    }

    std::vector<Acknowledged> accept_until_killed() {
        std::array<int, 2> ends{};
        EXPECT_EQ(::pipe(ends.data()), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(ends[0]);
            accept_for_ever(ends[1]);
        }
        ::close(ends[1]);
        std::vector<Acknowledged> acknowledged;
        Acknowledged record{};
        while (::read(ends[0], &record, sizeof record) == sizeof record) {
            acknowledged.push_back(record);
            if (acknowledged.size() == enough) {
                ::kill(child, SIGKILL);
            }
        }
        ::close(ends[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
        return acknowledged;
    }
};

TEST_P(CrashContract, every_acknowledged_message_is_there_once) {
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

INSTANTIATE_TEST_SUITE_P(Backends, CrashContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
