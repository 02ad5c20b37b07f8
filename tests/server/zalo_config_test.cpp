// Zalo's sections of the configuration: secrets from files and from the environment, and what is refused.
#include "server/config.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

namespace reformdesk {
namespace {

class ZaloConfigTest : public testing::Test {
  protected:
    void SetUp() override {
        folder_ =
            std::filesystem::path(testing::TempDir()) /
            ("zalo-config-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override {
        for (const auto* name : {"REFORMDESK_ZALO_APP_SECRET", "REFORMDESK_ZALO_OA_SECRET",
                                 "REFORMDESK_ZALO_BOT_TOKEN", "REFORMDESK_ZALO_BOT_SECRET"}) {
            ::unsetenv(name);
        }
        std::filesystem::remove_all(folder_);
    }

    std::string secret(const std::string& name, const std::string& content) {
        std::ofstream(folder_ / name, std::ios::binary) << content;
        return (folder_ / name).string();
    }
    std::variant<Config, std::vector<ConfigProblem>> read(const std::string& text) {
        std::ofstream(folder_ / "reformdesk.toml") << text;
        return read_config(folder_ / "reformdesk.toml");
    }
    Config config(const std::string& text) { return std::get<Config>(read(text)); }
    std::vector<ConfigProblem> problems(const std::string& text) {
        auto result = read(text);
        auto* found = std::get_if<std::vector<ConfigProblem>>(&result);
        return found == nullptr ? std::vector<ConfigProblem>() : *found;
    }

    std::filesystem::path folder_;
};

TEST_F(ZaloConfigTest, TakesSecretsFromTheFirstLineOfFiles) {
    const auto read = config("[zalo_oa]\napp_id = \"1\"\noa_id = \"2\"\napp_secret_file = \"" +
                             secret("app", "app secret \r\nsecond line\n") + "\"\nwebhook_secret_file = \"" +
                             secret("oa", "oa secret") + "\"\n[zalo_bot]\ntoken_file = \"" +
                             secret("bot", "123:abc\n") + "\"\n");
    EXPECT_TRUE(read.zalo_oa.enabled());
    EXPECT_EQ(read.zalo_oa.app_secret, "app secret");
    EXPECT_EQ(read.zalo_oa.webhook_secret, "oa secret");
    EXPECT_TRUE(read.zalo_bot.enabled());
    EXPECT_EQ(read.zalo_bot.token, "123:abc");
    EXPECT_EQ(read.zalo_bot.webhook_secret, "");
}

TEST_F(ZaloConfigTest, TheEnvironmentReplacesFiles) {
    ASSERT_EQ(::setenv("REFORMDESK_ZALO_APP_SECRET", "from outside", 1), 0);
    ASSERT_EQ(::setenv("REFORMDESK_ZALO_OA_SECRET", "oa secret", 1), 0);
    ASSERT_EQ(::setenv("REFORMDESK_ZALO_BOT_TOKEN", "123:abc", 1), 0);
    ASSERT_EQ(::setenv("REFORMDESK_ZALO_BOT_SECRET", "long-enough", 1), 0);
    const auto read = config("[zalo_oa]\napp_id = \"1\"\noa_id = \"2\"\napp_secret_file = \"" +
                             secret("app", "from the file") + "\"\n");
    EXPECT_EQ(read.zalo_oa.app_secret, "from outside");
    EXPECT_EQ(read.zalo_oa.webhook_secret, "oa secret");
    EXPECT_EQ(read.zalo_bot.token, "123:abc");
    EXPECT_EQ(read.zalo_bot.webhook_secret, "long-enough");
}

TEST_F(ZaloConfigTest, RefusesSecretsThatCannotBeRead) {
    for (const auto& path :
         {(folder_ / "missing").string(), secret("empty", ""), secret("blank", "\nsecret\n"),
          secret("endless", std::string(5000, 'a')), folder_.string()}) {
        const auto found = problems("[zalo_bot]\n\ntoken_file = \"" + path + "\"\n");
        ASSERT_EQ(found.size(), 1u) << path;
        EXPECT_EQ(found[0].line, 3u);
        EXPECT_EQ(found[0].key, "zalo_bot.token_file");
    }
}

TEST_F(ZaloConfigTest, AnAccountNeedsAllThatItNeeds) {
    const auto whole = "[zalo_oa]\napp_id = \"1\"\noa_id = \"2\"\n" +
                       ("app_secret_file = \"" + secret("a", "a")) + "\"\nwebhook_secret_file = \"" +
                       secret("w", "w") + "\"\n";
    EXPECT_TRUE(problems(whole).empty());
    for (const auto* missing : {"oa_id", "app_secret_file", "webhook_secret_file"}) {
        auto text = whole;
        const auto at = text.find(missing);
        text.erase(at, text.find('\n', at) - at);
        const auto found = problems(text);
        ASSERT_EQ(found.size(), 1u) << missing;
        EXPECT_EQ(found[0].key, "zalo_oa.app_id");
        EXPECT_NE(found[0].message.find(missing), std::string::npos);
    }
}

// It would have become a part of the route's pattern, where "{" and "*" mean something.
TEST_F(ZaloConfigTest, AVerifierIsLettersAndDigits) {
    EXPECT_EQ(config("[zalo_oa]\nverifier = \"Ab-9_z\"\n").zalo_oa.verifier, "Ab-9_z");
    for (const auto* verifier : {"a/b", "*", "{a}", "a b", "..", "a.html", "a?b", "đ", "a\\\"b"}) {
        const auto found = problems("[zalo_oa]\nverifier = \"" + std::string(verifier) + "\"\n");
        ASSERT_EQ(found.size(), 1u) << verifier;
        EXPECT_EQ(found[0].key, "zalo_oa.verifier");
        EXPECT_EQ(found[0].line, 2u);
    }
}

TEST_F(ZaloConfigTest, BaseAddressesAreHttp) {
    for (const std::string key : {"zalo_oa.api_url", "zalo_oa.oauth_url", "zalo_bot.api_url"}) {
        const auto dot = key.find('.');
        const auto with = [&](const std::string& url) {
            return "[" + key.substr(0, dot) + "]\n" + key.substr(dot + 1) + " = \"" + url + "\"\n";
        };
        for (const auto* url :
             {"https://openapi.zalo.me", "http://127.0.0.1:8090/openapi", "http://[::1]:80/a"}) {
            EXPECT_TRUE(problems(with(url)).empty()) << key << " " << url;
        }
        for (const auto* url : {"", "openapi.zalo.me", "ftp://a.vn", "file:///etc/passwd", "https://",
                                "https://a.vn/", "https://a.vn?x=1", "https://a.vn#x", "https://u:p@a.vn",
                                "https://a vn", "javascript:alert(1)", "https://a.vn:99999"}) {
            const auto found = problems(with(url));
            ASSERT_EQ(found.size(), 1u) << key << " " << url;
            EXPECT_EQ(found[0].key, key);
        }
    }
}

TEST_F(ZaloConfigTest, AProxyIsSpokenToInTheClear) {
    EXPECT_EQ(config("[outgoing]\nproxy = \"http://proxy.vn:3128\"\n").outgoing.proxy,
              "http://proxy.vn:3128");
    EXPECT_EQ(config("[outgoing]\nproxy = \"\"\n").outgoing.proxy, "");
    for (const auto* proxy : {"proxy.vn:3128", "https://proxy.vn", "http://proxy.vn/path"}) {
        EXPECT_EQ(problems("[outgoing]\nproxy = \"" + std::string(proxy) + "\"\n").size(), 1u) << proxy;
    }
}

TEST_F(ZaloConfigTest, ASecretOfABotsWebhookIsOneThatZaloTakes) {
    for (const auto* bad : {"short", "with a space in it", "dấu tiếng Việt"}) {
        ASSERT_EQ(::setenv("REFORMDESK_ZALO_BOT_SECRET", bad, 1), 0);
        EXPECT_EQ(problems("").size(), 1u) << bad;
    }
}

}  // namespace
}  // namespace reformdesk
