// Logging in, staying logged in, and who may do what.
#include "server/access/access.hpp"

#include "tests/fakes/access_store.hpp"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::access {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// argon2id at the lowest cost, counting what it does: equal work for everybody is how the time does not tell.
class CountingHasher : public PasswordHasher {
  public:
    explicit CountingHasher(std::atomic<int>& verified) : verified_(verified) {}

    std::string hash(const std::string& password) const override { return argon2id_->hash(password); }
    bool verify(const std::string& hash, const std::string& password) const override {
        ++verified_;
        EXPECT_THAT(hash, HasSubstr("$argon2id$v=19$m=8,t=1,p=1$")) << "the same cost for everybody";
        return argon2id_->verify(hash, password);
    }

  private:
    std::unique_ptr<PasswordHasher> argon2id_ = argon2id_hasher(1, 8192);
    std::atomic<int>& verified_;
};

AccessOptions low_limits() {
    AccessOptions options;
    options.attempts_per_name = 3;
    options.attempts_per_address = 6;
    return options;
}

class AccessTest : public testing::Test {
  protected:
    AccessTest() {
        for (const auto& [name, role] :
             {std::pair("lan", Role::expert), std::pair("quan-tri", Role::administrator)}) {
            Account account;
            account.name = name;
            account.display_name = "Chị " + account.name;
            account.role = role;
            account.password_hash = argon2id_hasher(1, 8192)->hash(password);
            store.add_account(account);
        }
    }

    Login log_in(const std::string& name, const std::string& with = password) {
        auto result = access.login(name, with, "192.0.2.1");
        EXPECT_TRUE(std::holds_alternative<Login>(result)) << name;
        return std::holds_alternative<Login>(result) ? std::get<Login>(result) : Login();
    }
    std::optional<LoginFailure> failure(const std::string& name, const std::string& with,
                                        const std::string& address = "192.0.2.1") {
        const auto result = access.login(name, with, address);
        const auto* failed = std::get_if<LoginFailure>(&result);
        return failed == nullptr ? std::nullopt : std::optional(*failed);
    }
    std::vector<std::string> actions() {
        std::vector<std::string> found;
        for (const auto& entry : store.audit(1000)) {
            found.push_back(entry.action + " " + entry.actor + " " + entry.object);
        }
        return found;
    }

    static constexpr auto password = "mật khẩu của Lan";
    static constexpr auto wrong = LoginFailure::wrong_name_or_password;
    static constexpr auto too_many = LoginFailure::too_many_attempts;

    fakes::AccessStore store;
    Timestamp now{minutes(30'000'000)};
    std::atomic<int> verified{0};
    Access access{store, [this] { return now; }, low_limits(), std::make_unique<CountingHasher>(verified)};
};

// ---- the role matrix

TEST(Roles, may_do_what_the_matrix_says) {
    const std::vector<std::tuple<Permission, bool, bool>> matrix = {
        // permission, administrator, expert
        {Permission::read_tickets, true, true},     {Permission::answer_tickets, true, true},
        {Permission::read_articles, true, true},    {Permission::review_articles, true, true},
        {Permission::manage_accounts, true, false}, {Permission::read_audit, true, false},
    };
    for (const auto& [permission, administrator, expert] : matrix) {
        EXPECT_EQ(allowed(Role::administrator, permission), administrator) << static_cast<int>(permission);
        EXPECT_EQ(allowed(Role::expert, permission), expert) << static_cast<int>(permission);
    }
}

TEST(Roles, have_names) {
    EXPECT_EQ(to_string(Role::administrator), "administrator");
    EXPECT_EQ(to_string(Role::expert), "expert");
    EXPECT_EQ(parse_role("expert"), Role::expert);
    EXPECT_EQ(parse_role("administrator"), Role::administrator);
    EXPECT_EQ(parse_role("Expert"), std::nullopt);
    EXPECT_EQ(parse_role(""), std::nullopt);
}

// ---- logging in

TEST_F(AccessTest, gives_a_session_whose_token_is_kept_nowhere) {
    const auto login = log_in("lan");
    EXPECT_EQ(login.token.size(), 43u);
    EXPECT_EQ(login.account.display_name, "Chị lan");
    EXPECT_EQ(login.session.token_hash, hash_token(login.token));
    EXPECT_EQ(login.session.token_hash.find(login.token), std::string::npos);
    EXPECT_NE(login.session.csrf_token, login.token);
    EXPECT_EQ(login.session.expires_at, now + hours(12));
    const auto found = access.authenticate(login.token);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->first.name, "lan");
    EXPECT_EQ(found->second.csrf_token, login.session.csrf_token);
}

TEST_F(AccessTest, every_login_is_a_session_of_its_own) {
    const auto first = log_in("lan");
    const auto second = log_in("lan");
    EXPECT_NE(first.token, second.token);
    access.logout(first.token);
    EXPECT_FALSE(access.authenticate(first.token));
    EXPECT_TRUE(access.authenticate(second.token));
}

TEST_F(AccessTest, does_not_tell_why_a_login_failed) {
    access.set_disabled("lan", true, "quan-tri");
    for (const auto& name : {"quan-tri", "lan", "khong-co-ai", "Lan'; --", ""}) {
        verified = 0;
        EXPECT_EQ(failure(name, "sai mật khẩu", "2001:db8::1"), wrong) << name;
        EXPECT_EQ(verified, 1) << name << ": one hash, whoever it is";
    }
    verified = 0;
    EXPECT_EQ(failure("lan", password, "203.0.113.9"), wrong) << "disabled, with the right password";
    EXPECT_EQ(verified, 1);
}

TEST_F(AccessTest, survives_hostile_names_and_passwords) {
    EXPECT_EQ(failure(std::string(100'000, 'a'), password), wrong);
    EXPECT_EQ(failure("lan", std::string(100'000, 'a')), wrong);
    EXPECT_EQ(failure("lan", ""), wrong);
    const std::string with_zero = std::string(password) + '\0';
    EXPECT_EQ(failure("quan-tri", with_zero), wrong);
    EXPECT_FALSE(access.authenticate(""));
    EXPECT_FALSE(access.authenticate(std::string(100'000, 'a')));
}

// ---- attempts

TEST_F(AccessTest, limits_attempts_on_one_name_from_anywhere) {
    for (const auto* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
        EXPECT_EQ(failure("lan", "sai", address), wrong);
    }
    verified = 0;
    EXPECT_EQ(failure("lan", password, "192.0.2.4"), too_many);
    EXPECT_EQ(verified, 0);
    now += minutes(15);
    EXPECT_EQ(failure("lan", password, "192.0.2.4"), std::nullopt);
}

TEST_F(AccessTest, limits_attempts_on_a_name_that_nobody_has_just_the_same) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(failure("khong-co-ai", "sai"), wrong);
    }
    EXPECT_EQ(failure("khong-co-ai", "sai"), too_many);
}

TEST_F(AccessTest, limits_attempts_from_one_address_on_any_name) {
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(failure("ten-" + std::to_string(i), "sai", "192.0.2.1"), wrong);
    }
    EXPECT_EQ(failure("lan", password, "192.0.2.1"), too_many);
    EXPECT_EQ(failure("lan", password, "192.0.2.2"), std::nullopt);
}

TEST_F(AccessTest, takes_an_ipv6_network_for_one_address) {
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(failure("ten-" + std::to_string(i), "sai", "2001:db8:0:1::" + std::to_string(i + 1)),
                  wrong);
    }
    EXPECT_EQ(failure("lan", password, "2001:db8:0:1:ffff::1"), too_many);
    EXPECT_EQ(failure("lan", password, "2001:db8:0:2::1"), std::nullopt);
}

TEST_F(AccessTest, a_good_login_forgives_the_name_but_not_the_address) {
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(failure("lan", "sai"), wrong);
        EXPECT_EQ(failure("lan", "sai"), wrong);
        log_in("lan");
    }
    EXPECT_EQ(failure("quan-tri", "sai"), wrong);
    EXPECT_EQ(failure("quan-tri", "sai"), wrong);
    EXPECT_EQ(failure("lan", password), too_many) << "six wrong ones came from this address";
}

TEST_F(AccessTest, attempts_at_the_same_time_cannot_pass_together) {
    std::atomic<int> tried{0};
    std::vector<std::thread> attackers;
    for (int i = 0; i < 8; ++i) {
        attackers.emplace_back([&, i] {
            const auto address = "192.0.2." + std::to_string(i);
            if (failure("lan", "sai", address) == wrong) {
                ++tried;
            }
        });
    }
    for (auto& attacker : attackers) {
        attacker.join();
    }
    EXPECT_EQ(tried, 3);
}

// ---- staying logged in

TEST_F(AccessTest, a_session_lives_on_while_it_is_used) {
    const auto login = log_in("lan");
    for (int i = 0; i < 5; ++i) {
        now += hours(11);
        EXPECT_TRUE(access.authenticate(login.token)) << i;
    }
    now += hours(12);
    EXPECT_FALSE(access.authenticate(login.token));
}

TEST_F(AccessTest, renews_a_busy_session_on_disk_at_most_once_a_minute) {
    const auto login = log_in("lan");
    for (int i = 0; i < 60; ++i) {
        now += seconds(2);
        EXPECT_TRUE(access.authenticate(login.token));
    }
    EXPECT_EQ(store.touched(), 2u);
}

TEST_F(AccessTest, clears_away_sessions_that_have_ended) {
    log_in("lan");
    now += hours(13);
    log_in("quan-tri");
    EXPECT_EQ(store.session_count(), 1u);
}

// ---- passwords

TEST_F(AccessTest, changing_the_password_ends_the_other_sessions) {
    const auto here = log_in("lan");
    const auto elsewhere = log_in("lan");
    EXPECT_EQ(access.change_password(here.token, password, "một mật khẩu mới"), std::nullopt);
    EXPECT_TRUE(access.authenticate(here.token));
    EXPECT_FALSE(access.authenticate(elsewhere.token));
    EXPECT_EQ(failure("lan", password), wrong);
    log_in("lan", "một mật khẩu mới");
}

TEST_F(AccessTest, refuses_bad_new_passwords) {
    const auto login = log_in("lan");
    const std::vector<std::pair<std::string, PasswordFailure>> bad = {
        {"chín ký t", PasswordFailure::too_short},          {"", PasswordFailure::too_short},
        {std::string(129, 'a'), PasswordFailure::too_long}, {"LAN", PasswordFailure::same_as_name},
        {password, PasswordFailure::same_as_current},
    };
    for (const auto& [next, problem] : bad) {
        EXPECT_EQ(access.change_password(login.token, password, next), problem) << next;
    }
    EXPECT_EQ(access.change_password(login.token, password, std::string(128, 'a')), std::nullopt);
}

TEST_F(AccessTest, changing_needs_the_current_password_and_a_session) {
    const auto login = log_in("lan");
    EXPECT_EQ(access.change_password(login.token, "sai", "một mật khẩu mới"), PasswordFailure::wrong_current);
    EXPECT_EQ(access.change_password("không có", password, "một mật khẩu mới"),
              PasswordFailure::wrong_current);
    log_in("lan");
}

TEST_F(AccessTest, a_stolen_session_cannot_guess_the_password_without_limit) {
    const auto login = log_in("lan");
    for (int i = 0; i < 3; ++i) {
        access.change_password(login.token, "sai", "một mật khẩu mới");
    }
    EXPECT_EQ(access.change_password(login.token, password, "một mật khẩu mới"),
              PasswordFailure::wrong_current);
}

// ---- accounts

TEST_F(AccessTest, a_new_account_must_change_its_one_time_password) {
    const auto created = access.create_account("hoa", "Chị Hoa", Role::expert, "quan-tri");
    ASSERT_TRUE(created);
    EXPECT_TRUE(created->account.must_change_password);
    const auto login = log_in("hoa", created->one_time_password);
    EXPECT_TRUE(login.account.must_change_password);
    EXPECT_EQ(access.change_password(login.token, created->one_time_password, "một mật khẩu mới"),
              std::nullopt);
    EXPECT_FALSE(access.authenticate(login.token)->first.must_change_password);
    EXPECT_FALSE(log_in("hoa", "một mật khẩu mới").account.must_change_password);
}

TEST_F(AccessTest, refuses_names_that_are_taken_or_badly_formed) {
    for (const auto* name : {"lan", "", "ab", "Hoa", "hoà", "a b c", "../hoa", "hoa\n"}) {
        EXPECT_FALSE(access.create_account(name, "Chị Hoa", Role::expert, "quan-tri")) << name;
    }
    EXPECT_FALSE(access.create_account(std::string(65, 'a'), "Chị Hoa", Role::expert, "quan-tri"));
    for (const auto* display_name : {"", "  ", "Chị\nHoa"}) {
        EXPECT_FALSE(access.create_account("hoa", display_name, Role::expert, "quan-tri")) << display_name;
    }
    EXPECT_TRUE(access.create_account("hoa.nguyen_2-b", "Chị Hoa", Role::expert, "quan-tri"));
}

TEST_F(AccessTest, resetting_ends_all_sessions_and_lifts_the_limit) {
    const auto login = log_in("lan");
    for (int i = 0; i < 3; ++i) {
        failure("lan", "sai");
    }
    const auto one_time = access.reset_password("lan", "quan-tri");
    ASSERT_TRUE(one_time);
    EXPECT_FALSE(access.authenticate(login.token));
    EXPECT_TRUE(log_in("lan", *one_time).account.must_change_password);
    EXPECT_FALSE(access.reset_password("khong-co-ai", "quan-tri"));
}

TEST_F(AccessTest, disabling_ends_all_sessions_until_enabled_again) {
    const auto login = log_in("lan");
    EXPECT_TRUE(access.set_disabled("lan", true, "quan-tri"));
    EXPECT_FALSE(access.authenticate(login.token));
    EXPECT_EQ(failure("lan", password), wrong);
    EXPECT_TRUE(access.set_disabled("lan", false, "quan-tri"));
    EXPECT_FALSE(access.authenticate(login.token)) << "the old session stays ended";
    log_in("lan");
    EXPECT_FALSE(access.set_disabled("khong-co-ai", true, "quan-tri"));
}

TEST_F(AccessTest, the_last_administrator_stays) {
    EXPECT_FALSE(access.set_disabled("quan-tri", true, "quan-tri"));
    ASSERT_TRUE(access.create_account("minh", "Anh Minh", Role::administrator, "quan-tri"));
    EXPECT_TRUE(access.set_disabled("quan-tri", true, "minh"));
    EXPECT_FALSE(access.set_disabled("minh", true, "minh"));
}

TEST_F(AccessTest, two_administrators_cannot_disable_each_other_at_once) {
    ASSERT_TRUE(access.create_account("minh", "Anh Minh", Role::administrator, "quan-tri"));
    std::thread other([&] { access.set_disabled("quan-tri", true, "minh"); });
    access.set_disabled("minh", true, "quan-tri");
    other.join();
    EXPECT_NE(store.account("minh")->disabled, store.account("quan-tri")->disabled);
}

// ---- the trail

TEST_F(AccessTest, records_who_did_what) {
    failure("lan", "sai");
    const auto login = log_in("lan");
    access.change_password(login.token, password, "một mật khẩu mới");
    access.logout(login.token);
    access.logout(login.token);
    access.create_account("hoa", "Chị Hoa", Role::expert, "quan-tri");
    access.reset_password("hoa", "quan-tri");
    access.set_disabled("hoa", true, "quan-tri");
    access.set_disabled("hoa", true, "quan-tri");
    EXPECT_THAT(actions(),
                ElementsAre("account_disabled quan-tri account:hoa", "password_reset quan-tri account:hoa",
                            "account_created quan-tri account:hoa", "logout lan account:lan",
                            "password_changed lan account:lan", "login lan account:lan",
                            "login_failed system account:lan"));
}

TEST_F(AccessTest, records_no_secret) {
    failure("Mật khẩu gõ nhầm ô", password);
    const auto login = log_in("lan");
    access.change_password(login.token, password, "một mật khẩu mới");
    const auto one_time = access.reset_password("lan", "quan-tri");
    for (const auto& entry : store.audit(1000)) {
        const auto line = entry.actor + entry.action + entry.object + entry.detail;
        for (const auto& secret :
             {std::string("gõ nhầm"), std::string(password), std::string("mới"), login.token, *one_time}) {
            EXPECT_THAT(line, Not(HasSubstr(secret)));
        }
    }
}

TEST_F(AccessTest, a_flood_of_refused_attempts_does_not_flood_the_trail) {
    for (int i = 0; i < 100; ++i) {
        failure("lan", "sai", "192.0.2." + std::to_string(i));
    }
    EXPECT_EQ(store.audit(1000).size(), 3u);
}

}  // namespace
}  // namespace reformdesk::access
