// Whatever goes wrong, tokens and secrets stay out of everything that is shown or logged.
#include "connectors/zalo_oa/consent.hpp"
#include "connectors/zalo_oa/errors.hpp"
#include "tests/connectors/zalo_oa/account.hpp"

#include <gmock/gmock.h>

namespace reformdesk::connectors::zalo_oa::testing {
namespace {

class OaSecrets : public AccountTest {
  protected:
    /// Zalo repeats what it was sent, as careless servers do.
    static HttpResult echo(const HttpRequest& request, std::int64_t code) {
        std::string said = request.body;
        for (const auto& [name, value] : request.headers) {
            said += " " + name + "=" + value;
        }
        return fakes::answered(
            wire::write(wire::JsonObject{{"error", code}, {"message", said}, {"data", said}}));
    }

    void keep(const std::string& text) { shown_ += text + "\n"; }

    void TearDown() override {
        for (const auto& text : warnings) {
            keep(text);
        }
        keep(store.stored->reason);
        if (const auto health = process.tokens.health()) {
            keep(health->detail);
        }
        for (const std::string secret :
             {app_secret, "access-", "refresh-", "code-1", "verifier", "disk I/O", "cau-hoi-rieng"}) {
            EXPECT_EQ(shown_.find(secret), std::string::npos) << secret << " in\n" << shown_;
        }
        EXPECT_FALSE(shown_.empty());
    }

  private:
    std::string shown_;
};

TEST_F(OaSecrets, InNoResultOfASend) {
    std::vector<std::int64_t> codes{-99999};
    for (const auto& rule : error_rules()) {
        codes.push_back(rule.code);
    }
    for (const auto code : codes) {
        http.always(send_path, [code](const auto& request) { return echo(request, code); });
        for (const int attempts : {0, 9}) {
            auto message = message_to("person:2468", "cau-hoi-rieng");
            message.attempts = attempts;
            message.quote = "q";
            keep(send(message).detail);
            now += 2h;
        }
    }
    for (const auto& answer :
         {fakes::unsent(), fakes::unanswered(), fakes::answered("access-0 " + std::string(app_secret)),
          fakes::answered("access-0", 403)}) {
        http.always(send_path, answer);
        keep(send(message_to("person:2468", "cau-hoi-rieng")).detail);
    }
}

TEST_F(OaSecrets, InNothingThatIsSaidOfTokens) {
    for (const auto code : {-118, -14002, -14003, -14004, -14014, -14029, -32, -12345}) {
        http.always(token_path, [code](const auto& request) { return echo(request, code); });
        store.stored->generation += 1;
        store.stored->state = TokenState::ready;
        now = std::max(now, store.stored->pair.access_expires) + 1h;
        Process started(
            context, http, store, [this] { return now; }, "process-2", warnings);
        keep(run(started.tokens.access()).detail);
        look_after(started.tokens);
        keep(started.tokens.health()->detail);
        keep(store.stored->reason);
    }
    store.break_down();
    now += 1h;
    keep(run(process.tokens.access()).detail);
    look_after(process.tokens);
    store.break_down(false);
}

TEST_F(OaSecrets, InNoResultOfAConsent) {
    Consent consent(
        http, store, [this] { return now; }, Process::token_options("").refresh.oauth, oa_id);
    for (const auto code : {-14002, -14003, -14005, -1}) {
        http.always(token_path, [code](const auto& request) { return echo(request, code); });
        const auto pending = consent.begin("https://cchc.example.vn/zalo/callback");
        keep(run(consent.finish(pending, {"code-1", pending.state, oa_id})).detail);
        keep(run(consent.finish(pending, {"code-1", "access-", oa_id})).detail);
        keep(run(consent.finish(pending, {"code-1", pending.state, "refresh-"})).detail);
    }
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa::testing
