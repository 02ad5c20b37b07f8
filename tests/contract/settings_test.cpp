// Values that all processes share: changed only by who has seen what is there.
#include "tests/contract/store_contract.hpp"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using ::testing::Optional;

class SettingContract : public StoreContract {
  protected:
    bool change(const std::optional<std::string>& expected, const std::string& value) {
        return store().change_setting("token", expected, value, at(0));
    }
};

TEST_P(SettingContract, a_first_value_is_written_where_there_is_none) {
    EXPECT_FALSE(store().setting("token"));
    EXPECT_FALSE(change("?", "1"));
    EXPECT_TRUE(change(std::nullopt, "1"));
    EXPECT_FALSE(change(std::nullopt, "2"));
    EXPECT_THAT(store().setting("token"), Optional(std::string("1")));
    EXPECT_FALSE(store().setting("other"));
}

TEST_P(SettingContract, a_value_is_replaced_by_who_knows_it) {
    change(std::nullopt, "1");
    EXPECT_FALSE(change("0", "2"));
    EXPECT_THAT(store().setting("token"), Optional(std::string("1")));
    EXPECT_TRUE(change("1", ""));
    EXPECT_THAT(store().setting("token"), Optional(std::string("")));
    EXPECT_FALSE(change(std::nullopt, "3")) << "an empty value is one";
    EXPECT_TRUE(change("", "3"));
}

TEST_P(SettingContract, of_two_processes_one_wins) {
    store::Database here(url());
    store::Database there(url());
    constexpr int rounds = 30;
    std::atomic<int> changes{0};
    const auto race = [&](store::Database& database) {
        for (int round = 0; round < rounds; ++round) {
            const auto expected = round == 0 ? std::nullopt : std::optional(std::to_string(round - 1));
            while (true) {
                if (database.change_setting("token", expected, std::to_string(round), at(round))) {
                    ++changes;
                    break;
                }
                const auto found = database.setting("token");
                if (found && std::stoi(*found) >= round) {
                    break;
                }
            }
        }
    };
    {
        std::jthread one([&] { race(here); });
        std::jthread other([&] { race(there); });
    }
    EXPECT_EQ(changes, rounds);
    EXPECT_THAT(here.setting("token"), Optional(std::to_string(rounds - 1)));
}

INSTANTIATE_TEST_SUITE_P(Backends, SettingContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
