// What the doctor says of Zalo's channels.
#include "server/zalo_doctor.hpp"

#include "server/channels/token_settings.hpp"
#include "tests/fakes/channel_store.hpp"
#include "tests/fakes/clock.hpp"

#include <sstream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk {
namespace {

using namespace std::chrono_literals;
using connectors::Channel;
using connectors::zalo_oa::StoredTokens;
using connectors::zalo_oa::TokenState;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr auto now = fakes::a_tuesday;  // 10:00 on 24/11/2026

class ZaloDoctorTest : public testing::Test {
  protected:
    ZaloDoctorTest() {
        config.public_url = "https://hoidap.example.vn";
        config.zalo_oa.app_id = "4001";
        config.zalo_oa.oa_id = "2002";
        config.zalo_oa.app_secret = "app-secret";
        config.zalo_oa.webhook_secret = "oa-secret";
        tokens.oa_id = "2002";
        tokens.generation = 1;
        tokens.pair = {"access-token", "refresh-token", now - 1h, now + 24h, now + std::chrono::days(80)};
    }

    void store_tokens() {
        boost::asio::io_context context;
        net::WorkerPool pool(1, 4);
        channels::TokenSettings settings(store, pool);
        auto saved = boost::asio::co_spawn(context, settings.save(tokens), boost::asio::use_future);
        context.run();
        ASSERT_TRUE(saved.get());
    }
    std::int64_t receive(Channel channel, desk::Timestamp at) {
        desk::ChannelEvent event;
        event.channel = channel;
        event.key = "k" + std::to_string(++last_key);
        event.name = "user_send_text";
        event.body = "{}";
        event.received_at = at;
        return store.record_events({&event, 1}).front();
    }
    void settle(std::int64_t event, desk::EventOutcome outcome, desk::Timestamp at) {
        const desk::EventSettlement settlement{event, outcome};
        store.settle_events({&settlement, 1}, at);
    }

    std::string look() {
        std::ostringstream out;
        DoctorReport report(out);
        check_zalo({config, store, store, now}, report);
        problems = report.problems();
        EXPECT_THAT(out.str(), AllOf(Not(HasSubstr("access-token")), Not(HasSubstr("refresh-token")),
                                     Not(HasSubstr("-secret"))));
        return out.str();
    }

    Config config;
    fakes::ChannelStore store;
    StoredTokens tokens;
    int last_key = 0;
    int problems = 0;
};

TEST_F(ZaloDoctorTest, SaysNothingOfChannelsThatAreOff) {
    config.zalo_oa = {};
    EXPECT_EQ(look(), "");
    EXPECT_EQ(problems, 0);
}

TEST_F(ZaloDoctorTest, FindsAHealthyAccountWell) {
    store_tokens();
    settle(receive(Channel::zalo_oa, now - 5min), desk::EventOutcome::handled, now - 5min);
    const auto said = look();
    EXPECT_EQ(problems, 0) << said;
    EXPECT_THAT(said, HasSubstr("Mã truy cập Zalo OA dùng được đến 10:00 ngày 25/11/2026"));
    EXPECT_THAT(said, HasSubstr("Sự kiện gần nhất từ Zalo OA: 09:55 ngày 24/11/2026"));
}

TEST_F(ZaloDoctorTest, MissesAConsentAndEvents) {
    const auto said = look();
    EXPECT_EQ(problems, 2) << said;
    EXPECT_THAT(said, HasSubstr("Zalo OA chưa được cấp quyền"));
    EXPECT_THAT(said, HasSubstr("reformdesk zalo consent"));
    EXPECT_THAT(said, HasSubstr("Chưa nhận được sự kiện nào từ Zalo OA"));
    EXPECT_THAT(said, HasSubstr("https://hoidap.example.vn/webhooks/zalo/oa"));
}

TEST_F(ZaloDoctorTest, SecretsWithoutAnAccountAreAMistake) {
    config.zalo_oa.app_id.clear();
    EXPECT_THAT(look(), HasSubstr("chưa có app_id"));
    EXPECT_EQ(problems, 1);
}

TEST_F(ZaloDoctorTest, WantsAnAddressThatZaloCalls) {
    store_tokens();
    receive(Channel::zalo_oa, now);
    config.public_url.clear();
    EXPECT_THAT(look(), HasSubstr("public_url"));
    EXPECT_EQ(problems, 1);
    config.public_url = "http://hoidap.example.vn";
    EXPECT_THAT(look(), HasSubstr("không phải HTTPS"));
    // The simulator calls any address.
    config.zalo_oa.api_url = "http://127.0.0.1:8090/openapi";
    look();
    EXPECT_EQ(problems, 0);
}

struct TokenCase {
    std::string what;
    std::function<void(StoredTokens&)> change;
    std::string expected;
};

TEST_F(ZaloDoctorTest, TellsEveryTroubleWithTokens) {
    const std::vector<TokenCase> cases{
        {"another account", [](auto& t) { t.oa_id = "9"; },
         "Quyền đang giữ là của OA 9, cấu hình ghi OA 2002"},
        {"a dead refresh token",
         [](auto& t) {
             t.state = TokenState::needs_operator;
             t.reason = "mã đã hết hạn";
             t.state_since = now - 2h;
         },
         "cần được cấp quyền lại, từ 08:00 ngày 24/11/2026: mã đã hết hạn"},
        {"a refresh without an answer",
         [](auto& t) {
             t.state = TokenState::uncertain;
             t.state_since = now - 1min;
         },
         "không rõ kết quả"},
        {"no refresh token", [](auto& t) { t.pair.refresh_token.clear(); }, "không cấp refresh token"},
        {"an old access token", [](auto& t) { t.pair.access_expires = now; }, "chưa được làm mới"},
        {"an old refresh token", [](auto& t) { t.pair.refresh_expires = now; }, "đã hết hạn"},
        {"a refresh token near its end", [](auto& t) { t.pair.refresh_expires = now + 24h; }, "sắp hết hạn"},
    };
    receive(Channel::zalo_oa, now);
    for (const auto& [what, change, expected] : cases) {
        const auto good = tokens;
        change(tokens);
        store_tokens();
        const auto said = look();
        EXPECT_THAT(said, HasSubstr(expected)) << what;
        EXPECT_EQ(problems, 1) << what << "\n" << said;
        const auto next = tokens.generation + 1;
        tokens = good;
        tokens.generation = next;
    }
}

TEST_F(ZaloDoctorTest, EventsThatNobodyWorksOnAreTrouble) {
    store_tokens();
    receive(Channel::zalo_oa, now - 11min);
    receive(Channel::zalo_oa, now - 11min);
    EXPECT_THAT(look(), HasSubstr("Còn 2 sự kiện từ Zalo OA chưa được xử lý"));
    EXPECT_EQ(problems, 1);
}

TEST_F(ZaloDoctorTest, EventsJustReceivedAreNot) {
    store_tokens();
    receive(Channel::zalo_oa, now - 1min);
    look();
    EXPECT_EQ(problems, 0);
}

TEST_F(ZaloDoctorTest, EventsThatNobodyCouldReadAreCounted) {
    store_tokens();
    settle(receive(Channel::zalo_oa, now), desk::EventOutcome::malformed, now);
    EXPECT_THAT(look(), HasSubstr("Có 1 sự kiện từ Zalo OA không đọc được"));
}

TEST_F(ZaloDoctorTest, ABotsTokenHasItsForm) {
    config.zalo_oa = {};
    receive(Channel::zalo_bot, now);
    for (const auto* good : {"1:a", "123456789:AbC-_dE"}) {
        config.zalo_bot.token = good;
        look();
        EXPECT_EQ(problems, 0) << good;
    }
    for (const auto* bad : {"abc", ":abc", "123:", "12a:b", "123:a b", "123:a/b", "123:đ"}) {
        config.zalo_bot.token = bad;
        EXPECT_THAT(look(), AllOf(HasSubstr("không có dạng số:chuỗi"), Not(HasSubstr(bad)))) << bad;
    }
}

TEST_F(ZaloDoctorTest, ABotThatHearsNothingMayHaveAWebhook) {
    config.zalo_oa = {};
    config.zalo_bot.token = "1:a";
    config.public_url.clear();  // it asks Zalo by itself
    EXPECT_THAT(look(), HasSubstr("có thể bot đang đặt webhook"));
    EXPECT_EQ(problems, 1);
    config.zalo_bot.webhook_secret = "long-enough";
    EXPECT_THAT(look(), AllOf(HasSubstr("public_url"), HasSubstr("/webhooks/zalo/bot")));
    EXPECT_EQ(problems, 2);
}

}  // namespace
}  // namespace reformdesk
