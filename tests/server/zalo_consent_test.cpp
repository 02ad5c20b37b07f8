// `zalo consent` up to the network; with Zalo's simulator: tests/e2e/zalo_commands.test.mjs.
#include "server/zalo_consent.hpp"

#include "connectors/zalo_oa/oauth.hpp"
#include "tests/fakes/channel_store.hpp"
#include "tests/fakes/clock.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk {
namespace {

using testing::HasSubstr;
using testing::Not;

class ZaloConsentTest : public testing::Test {
  protected:
    ZaloConsentTest() {
        config.public_url = "https://hoidap.example.vn";
        config.zalo_oa.app_id = "4001";
        config.zalo_oa.oa_id = "2002";
        config.zalo_oa.app_secret = "app-secret";
    }
    int run(const ZaloConsentCommand& command) {
        return zalo_consent(command, {config, store, clock, out, err});
    }

    Config config;
    fakes::ChannelStore store;
    fakes::Clock clock;
    std::ostringstream out, err;
};

TEST_F(ZaloConsentTest, TellsWhereToGoAndHowToGoOn) {
    EXPECT_EQ(run({}), 0);
    const auto said = out.str();
    EXPECT_THAT(said, HasSubstr("https://oauth.zaloapp.com/v4/oa/permission?app_id=4001"));
    EXPECT_THAT(said, HasSubstr("https%3A%2F%2Fhoidap.example.vn%2Fzalo%2Foa%2Fcallback"));
    EXPECT_THAT(said, Not(HasSubstr("app-secret")));
    const std::string option = "--verifier=";
    const auto at = said.find(option) + option.size();
    ASSERT_GT(said.size(), at);
    const auto verifier = said.substr(at, said.find('\n', at) - at);
    EXPECT_THAT(said, HasSubstr("code_challenge=" + connectors::zalo_oa::code_challenge(verifier)));
}

TEST_F(ZaloConsentTest, NeedsAConfiguredAccount) {
    config.zalo_oa = {};
    EXPECT_EQ(run({}), 2);
    EXPECT_THAT(err.str(), HasSubstr("[zalo_oa]"));
}

TEST_F(ZaloConsentTest, NeedsAnAddressToComeBackTo) {
    config.public_url.clear();
    EXPECT_EQ(run({}), 2);
    EXPECT_THAT(err.str(), HasSubstr("public_url"));
}

TEST_F(ZaloConsentTest, ACodeIsOfOneAccount) {
    EXPECT_EQ(run({"code", "", ""}), 2);
    EXPECT_THAT(err.str(), HasSubstr("--oa-id"));
    err.str("");
    EXPECT_EQ(run({"code", "9", ""}), 1);
    EXPECT_THAT(err.str(), HasSubstr("không phải là tài khoản đã khai báo"));
    EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace reformdesk
