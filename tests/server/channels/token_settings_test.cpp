// Zalo's tokens among the settings: several processes on one store, and nothing lost between them.
#include "server/channels/token_settings.hpp"

#include "server/desk/store.hpp"
#include "tests/fakes/channel_store.hpp"
#include "tests/fakes/clock.hpp"
#include "tests/server/channels/loop.hpp"

#include <functional>
#include <utility>

#include <gmock/gmock.h>

namespace reformdesk::channels {
namespace {

namespace asio = boost::asio;
using connectors::zalo_oa::StoredTokens;
using connectors::zalo_oa::Timestamp;
using connectors::zalo_oa::TokenState;
using std::chrono::minutes;

constexpr Timestamp now = fakes::a_tuesday;

// Another process changes the settings between reading and writing.
class RacedSettings : public fakes::ChannelStore {
  public:
    std::function<void()> meanwhile;

    bool change_setting(const std::string& name, const std::optional<std::string>& expected,
                        const std::string& value, desk::Timestamp at) override {
        if (auto first = std::exchange(meanwhile, nullptr)) {
            first();
        }
        return ChannelStore::change_setting(name, expected, value, at);
    }
};

// What nobody can ever change.
class StuckSettings : public fakes::ChannelStore {
  public:
    bool change_setting(const std::string&, const std::optional<std::string>&, const std::string&,
                        desk::Timestamp) override {
        return false;
    }
};

class TokenSettingsTest : public testing::Test {
  protected:
    static StoredTokens tokens(std::int64_t generation) {
        StoredTokens made;
        made.oa_id = "oa-1";
        made.pair.access_token = "access-" + std::to_string(generation);
        made.pair.refresh_token = "refresh \"mã\" " + std::to_string(generation);
        made.pair.obtained = now;
        made.pair.access_expires = now + std::chrono::hours(25);
        made.pair.refresh_expires = now + std::chrono::hours(24 * 90);
        made.generation = generation;
        made.state = TokenState::ready;
        made.state_since = now;
        return made;
    }

    // Each on behalf of one of two processes.
    std::optional<StoredTokens> load(TokenSettings& process) {
        std::optional<StoredTokens> result;
        run(context, [&]() -> asio::awaitable<void> { result = co_await process.load(); });
        return result;
    }
    bool save(TokenSettings& process, const StoredTokens& wanted) {
        bool result = false;
        run(context, [&]() -> asio::awaitable<void> {
            auto copy = wanted;
            result = co_await process.save(std::move(copy));
        });
        return result;
    }
    void mark(TokenSettings& process, std::int64_t generation, TokenState state, const std::string& why) {
        run(context, [&]() -> asio::awaitable<void> {
            std::string reason = why;
            co_await process.mark(generation, state, std::move(reason), now);
        });
    }
    bool lease(TokenSettings& process, const std::string& who, Timestamp at, Timestamp until) {
        bool result = false;
        run(context, [&]() -> asio::awaitable<void> {
            std::string owner = who;
            result = co_await process.try_lease(std::move(owner), at, until);
        });
        return result;
    }
    void release(TokenSettings& process, const std::string& who) {
        run(context, [&]() -> asio::awaitable<void> {
            std::string owner = who;
            co_await process.release(std::move(owner));
        });
    }

    asio::io_context context;
    RacedSettings store;
    net::WorkerPool pool{2, 16};
    TokenSettings one{store, pool};
    TokenSettings other{store, pool};
};

TEST_F(TokenSettingsTest, there_is_nothing_before_the_first_consent) {
    EXPECT_FALSE(load(one));
    EXPECT_FALSE(stored_tokens(store));
    mark(one, 0, TokenState::needs_operator, "nothing to mark");
    EXPECT_FALSE(load(one));
}

TEST_F(TokenSettingsTest, what_one_process_saves_the_other_loads) {
    auto wanted = tokens(1);
    wanted.state = TokenState::uncertain;
    wanted.reason = "Zalo không trả lời";
    ASSERT_TRUE(save(one, wanted));
    const auto loaded = load(other);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->oa_id, "oa-1");
    EXPECT_EQ(loaded->pair.access_token, "access-1");
    EXPECT_EQ(loaded->pair.refresh_token, wanted.pair.refresh_token);
    EXPECT_EQ(loaded->pair.obtained, now);
    EXPECT_EQ(loaded->pair.access_expires, wanted.pair.access_expires);
    EXPECT_EQ(loaded->pair.refresh_expires, wanted.pair.refresh_expires);
    EXPECT_EQ(loaded->generation, 1);
    EXPECT_EQ(loaded->state, TokenState::uncertain);
    EXPECT_EQ(loaded->reason, "Zalo không trả lời");
    EXPECT_EQ(loaded->state_since, now);
    EXPECT_EQ(stored_tokens(store)->generation, 1);
}

TEST_F(TokenSettingsTest, only_the_next_generation_is_saved) {
    EXPECT_FALSE(save(one, tokens(2))) << "the first is 1";
    EXPECT_TRUE(save(one, tokens(1)));
    EXPECT_FALSE(save(other, tokens(1)));
    EXPECT_FALSE(save(other, tokens(3)));
    EXPECT_TRUE(save(other, tokens(2)));
    EXPECT_EQ(load(one)->pair.access_token, "access-2");
}

TEST_F(TokenSettingsTest, of_two_that_save_at_once_one_does) {
    ASSERT_TRUE(save(one, tokens(1)));
    auto winner = tokens(2);
    winner.pair.access_token = "of the other";
    fakes::ChannelStore& unraced = store;
    store.meanwhile = [&] {
        // The other one's whole save, on the same worker.
        const auto before = unraced.setting("zalo_oa.tokens");
        auto text = *before;
        const auto at = text.find("\"generation\":1");
        ASSERT_NE(at, std::string::npos);
        text.replace(at, 14, "\"generation\":2");
        unraced.change_setting("zalo_oa.tokens", before, text, now);
    };
    EXPECT_FALSE(save(one, winner));
    EXPECT_EQ(load(one)->pair.access_token, "access-1") << "the text of the other's save";
}

TEST_F(TokenSettingsTest, a_pair_is_not_lost_because_its_forerunner_was_marked_meanwhile) {
    ASSERT_TRUE(save(one, tokens(1)));
    store.meanwhile = [this] {
        const auto before = store.setting("zalo_oa.tokens");
        auto text = *before;
        text.replace(text.find("ready"), 5, "uncertain");
        store.change_setting("zalo_oa.tokens", before, text, now);
    };
    EXPECT_TRUE(save(other, tokens(2))) << "a refresh token works once: this pair is the only one";
    EXPECT_EQ(load(one)->pair.refresh_token, tokens(2).pair.refresh_token);
    EXPECT_EQ(load(one)->state, TokenState::ready);
}

TEST_F(TokenSettingsTest, a_state_is_marked_on_its_generation_alone) {
    ASSERT_TRUE(save(one, tokens(1)));
    ASSERT_TRUE(save(one, tokens(2)));
    mark(other, 1, TokenState::needs_operator, "an old story");
    EXPECT_EQ(load(one)->state, TokenState::ready);
    mark(other, 2, TokenState::needs_operator, "Cần cấp quyền lại");
    EXPECT_EQ(load(one)->state, TokenState::needs_operator);
    EXPECT_EQ(load(one)->reason, "Cần cấp quyền lại");
    EXPECT_EQ(load(one)->pair.access_token, "access-2");
}

TEST_F(TokenSettingsTest, a_mark_does_not_undo_a_save) {
    ASSERT_TRUE(save(one, tokens(1)));
    fakes::ChannelStore& unraced = store;
    store.meanwhile = [&] {
        const auto before = unraced.setting("zalo_oa.tokens");
        auto text = *before;
        text.replace(text.find("\"generation\":1"), 14, "\"generation\":2");
        unraced.change_setting("zalo_oa.tokens", before, text, now);
    };
    mark(other, 1, TokenState::needs_operator, "too late");
    EXPECT_EQ(load(one)->generation, 2);
    EXPECT_EQ(load(one)->state, TokenState::ready);
}

// ---- lease

TEST_F(TokenSettingsTest, one_of_two_processes_has_the_lease) {
    EXPECT_TRUE(lease(one, "one", now, now + minutes(1)));
    EXPECT_FALSE(lease(other, "other", now, now + minutes(1)));
    EXPECT_TRUE(lease(one, "one", now, now + minutes(2))) << "extended";
    EXPECT_FALSE(lease(other, "other", now + minutes(1), now + minutes(3)));
    EXPECT_TRUE(lease(other, "other", now + minutes(2), now + minutes(3))) << "it has run out";
}

TEST_F(TokenSettingsTest, a_lease_is_given_back_by_its_owner_alone) {
    ASSERT_TRUE(lease(one, "one", now, now + minutes(1)));
    release(other, "other");
    EXPECT_FALSE(lease(other, "other", now, now + minutes(1)));
    release(one, "one");
    EXPECT_TRUE(lease(other, "other", now, now + minutes(1)));
    release(one, "one");
    EXPECT_FALSE(lease(one, "one", now, now + minutes(1)));
}

TEST_F(TokenSettingsTest, of_two_that_lease_at_once_one_gets_it) {
    store.meanwhile = [this] {
        store.change_setting("zalo_oa.token_lease", std::nullopt,
                             R"({"owner":"other","until":)" +
                                 std::to_string((now + minutes(1)).time_since_epoch().count()) + "}",
                             now);
    };
    EXPECT_FALSE(lease(one, "one", now, now + minutes(1)));
    EXPECT_TRUE(lease(other, "other", now, now + minutes(2)));
}

// ---- failures

TEST_F(TokenSettingsTest, a_failing_store_is_told) {
    ASSERT_TRUE(save(one, tokens(1)));
    store.fail_next_write(fakes::DeskStore::Failure::before);
    EXPECT_THROW(save(one, tokens(2)), desk::StoreError);
    EXPECT_TRUE(save(one, tokens(2)));
}

TEST_F(TokenSettingsTest, a_save_that_happened_unnoticed_is_not_repeated) {
    store.fail_next_write(fakes::DeskStore::Failure::after);
    EXPECT_THROW(save(one, tokens(1)), desk::StoreError);
    EXPECT_FALSE(save(one, tokens(1)));
    EXPECT_EQ(load(one)->generation, 1);
}

TEST_F(TokenSettingsTest, a_store_that_never_takes_the_pair_is_told) {
    StuckSettings stuck;
    TokenSettings process{stuck, pool};
    EXPECT_THROW(save(process, tokens(1)), desk::StoreError) << "false would mean that another pair is there";
    EXPECT_FALSE(lease(process, "one", now, now + minutes(1)));
}

TEST_F(TokenSettingsTest, damaged_settings_are_told) {
    for (const std::string text :
         {"", "{", "[]", R"({"generation":1})", R"({"generation":1,"state":"sleepy"})"}) {
        const auto before = store.setting("zalo_oa.tokens");
        store.change_setting("zalo_oa.tokens", before, text, now);
        EXPECT_THROW(load(one), desk::StoreError) << text;
        EXPECT_THROW(stored_tokens(store), desk::StoreError) << text;
    }
    store.change_setting("zalo_oa.token_lease", std::nullopt, "{", now);
    EXPECT_THROW(lease(one, "one", now, now + minutes(1)), desk::StoreError);
}

}  // namespace
}  // namespace reformdesk::channels
