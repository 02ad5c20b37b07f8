#include "server/config.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

namespace reformdesk {
namespace {

class ConfigTest : public testing::Test {
  protected:
    void SetUp() override {
        file_ = std::filesystem::path(testing::TempDir()) /
                (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".toml");
    }
    void TearDown() override { std::filesystem::remove(file_); }

    std::variant<Config, std::vector<ConfigProblem>> read(const std::string& text) {
        std::ofstream(file_) << text;
        return read_config(file_);
    }
    std::vector<ConfigProblem> problems(const std::string& text) {
        return std::get<std::vector<ConfigProblem>>(read(text));
    }

    std::filesystem::path file_;
};

TEST_F(ConfigTest, HasADefaultForEverything) {
    const auto config = std::get<Config>(read_config(std::nullopt));
    EXPECT_EQ(config.port, 8080);
    EXPECT_EQ(config.territory, "56");
    EXPECT_EQ(config.suggestions.size(), 3u);
}

TEST_F(ConfigTest, ReadsEveryKindOfValue) {
    const auto config = std::get<Config>(read(
        "[server]\nport = 9000\nidle_seconds = 5\n[answers]\nprecision = 0.9\n"
        "[web_chat]\nallowed_origins = [\"https://a.vn\", \"https://b.vn\"]\n[log]\nformat = \"text\"\n"));
    EXPECT_EQ(config.port, 9000);
    EXPECT_EQ(config.idle_time, std::chrono::seconds(5));
    EXPECT_DOUBLE_EQ(config.precision, 0.9);
    EXPECT_EQ(config.allowed_origins, (std::vector<std::string>{"https://a.vn", "https://b.vn"}));
    EXPECT_EQ(config.log_format, LogFormat::text);
}

TEST_F(ConfigTest, NamesTheLineOfAMisspeltKey) {
    const auto found = problems("[server]\nport = 9000\nadress = \"::1\"\n");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].line, 3u);
    EXPECT_EQ(found[0].key, "server.adress");
}

TEST_F(ConfigTest, ReportsAllBadValuesAtOnce) {
    EXPECT_EQ(
        problems("[server]\nport = 70000\n[answers]\nprecision = \"high\"\n[log]\nlevel = \"loud\"\n").size(),
        3u);
    EXPECT_EQ(problems("[web_chat]\nallowed_origins = [1]\n").size(), 1u);
    EXPECT_EQ(problems("top = 1\n").size(), 1u);
}

TEST_F(ConfigTest, WantsBothTlsFilesOrNone) {
    EXPECT_EQ(problems("[server]\ntls_key = \"/k.pem\"\n").size(), 1u);
}

TEST_F(ConfigTest, SaysWhatIsWrongWithAFileThatIsNoToml) {
    EXPECT_EQ(problems("[server\n").size(), 1u);
    EXPECT_EQ(std::get<std::vector<ConfigProblem>>(read_config(file_ / "missing")).size(), 1u);
}

TEST_F(ConfigTest, TheBundledExampleIsValidAndHoldsTheDefaults) {
    const auto bundled = std::get<Config>(
        read_config(std::filesystem::path(REFORMDESK_SOURCE_DIR) / "deploy/reformdesk.toml"));
    const auto defaults = std::get<Config>(read_config(std::nullopt));
    EXPECT_EQ(bundled.port, defaults.port);
    EXPECT_EQ(bundled.connections, defaults.connections);
    EXPECT_EQ(bundled.precision, defaults.precision);
    EXPECT_EQ(bundled.messages_per_minute, defaults.messages_per_minute);
    EXPECT_EQ(bundled.session_lifetime, defaults.session_lifetime);
    EXPECT_FALSE(bundled.zalo_oa.enabled());
    EXPECT_EQ(bundled.zalo_oa.prefixes, defaults.zalo_oa.prefixes);
    EXPECT_EQ(bundled.zalo_oa.sure, defaults.zalo_oa.sure);
    EXPECT_EQ(bundled.zalo_oa.unasked_pause, defaults.zalo_oa.unasked_pause);
    EXPECT_EQ(bundled.zalo_oa.send_proof, defaults.zalo_oa.send_proof);
    EXPECT_EQ(bundled.zalo_oa.api_url, defaults.zalo_oa.api_url);
    EXPECT_EQ(bundled.zalo_oa.oauth_url, defaults.zalo_oa.oauth_url);
    EXPECT_FALSE(bundled.zalo_bot.enabled());
    EXPECT_EQ(bundled.zalo_bot.api_url, defaults.zalo_bot.api_url);
    EXPECT_EQ(bundled.outgoing.proxy, "");
    EXPECT_EQ(bundled.outgoing.ca_certificates, "");
}

// An empty variable, as an unset one often becomes in a unit file, silently replaced [store] url.
TEST_F(ConfigTest, AnEmptyVariableIsNotSet) {
    ASSERT_EQ(::setenv("REFORMDESK_STORE_URL", "", 1), 0);
    EXPECT_EQ(std::get<Config>(read("[store]\nurl = \"postgresql://db/desk\"\n")).store_url,
              "postgresql://db/desk");
    ASSERT_EQ(::setenv("REFORMDESK_STORE_URL", "postgresql://other/desk", 1), 0);
    EXPECT_EQ(std::get<Config>(read("[store]\nurl = \"postgresql://db/desk\"\n")).store_url,
              "postgresql://other/desk");
    ::unsetenv("REFORMDESK_STORE_URL");
}

// A page is named by its origin alone; with a slash at its end it was never recognised.
TEST_F(ConfigTest, RefusesOriginsThatNoBrowserSends) {
    for (const auto* origin :
         {"https://a.vn/", "https://a.vn/trang", "a.vn", "ftp://a.vn", "https://", "https://A.vn", "*",
          "https://a.vn:", "https://a.vn:x", "https://a.vn:1234567", "https://a.vn?x", "https://đ.vn", ""}) {
        const auto found =
            problems("[web_chat]\nallowed_origins = [\"https://b.vn\",\n\"" + std::string(origin) + "\"]\n");
        ASSERT_EQ(found.size(), 1u) << origin;
        EXPECT_EQ(found[0].key, "web_chat.allowed_origins");
        EXPECT_NE(found[0].message.find("\"" + std::string(origin) + "\""), std::string::npos) << origin;
    }
    for (const auto* origin :
         {"https://a.vn", "http://a-1.b.vn:8443", "http://[::1]:80", "http://127.0.0.1"}) {
        const auto config = read("[web_chat]\nallowed_origins = [\"" + std::string(origin) + "\"]\n");
        EXPECT_TRUE(std::holds_alternative<Config>(config)) << origin;
    }
}

TEST_F(ConfigTest, PutsTheDatabaseIntoTheDataDirectory) {
    Config config;
    config.data = "/srv/desk";
    EXPECT_EQ(store_url(config), "sqlite:///srv/desk/reformdesk.sqlite");
    config.store_url = "postgresql://db/desk";
    EXPECT_EQ(store_url(config), "postgresql://db/desk");
}

}  // namespace
}  // namespace reformdesk
