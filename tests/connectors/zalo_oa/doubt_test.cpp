// Sending again what may have been taken: the history decides, and without it there is at most one copy more.
#include "connectors/zalo_oa/message_text.hpp"
#include "tests/connectors/zalo_oa/account.hpp"

#include <gmock/gmock.h>

namespace reformdesk::connectors::zalo_oa::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class OaDoubt : public AccountTest {
  protected:
    OaDoubt() {
        message.maybe_taken = true;
        message.attempts = 1;
        message.quote = "q1";
    }

    std::string item(int source, const std::string& id, const std::string& text, Timestamp time) const {
        return wire::write(wire::JsonObject{{"src", source},
                                            {"time", time.time_since_epoch().count()},
                                            {"type", "text"},
                                            {"message", text},
                                            {"message_id", id},
                                            {"from_id", source == 0 ? oa_id : "2468"}});
    }
    static HttpResult history_of(const std::vector<std::string>& items) {
        std::string list;
        for (const auto& each : items) {
            list += (list.empty() ? "" : ",") + each;
        }
        return fakes::answered(R"({"data":[)" + list + R"(],"error":0,"message":"Success"})");
    }

    static std::string long_text() {
        std::string text;
        for (int i = 0; i < 100; ++i) {
            text += "Cán bộ một cửa tiếp nhận hồ sơ và hẹn ngày trả kết quả. ";
        }
        return text;
    }

    OutboundMessage message = message_to("person:2468", "Được ạ.");
};

TEST_F(OaDoubt, APartThatStandsInTheHistoryIsNotSentAgain) {
    http.once(history_path,
              history_of({item(0, "m1", "Được ạ.", now - 10s), item(1, "q1", "Được không?", now - 20s)}));
    const auto result = send(message);
    EXPECT_EQ(result.outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(result.parts_delivered, 1u);
    EXPECT_THAT(result.message_ids, ElementsAre("m1"));
    EXPECT_EQ(http.count(send_path), 0u);
}

TEST_F(OaDoubt, APartThatIsNotInTheHistoryIsSent) {
    http.once(history_path,
              history_of({item(1, "q1", "Được ạ.", now - 20s), item(0, "m0", "Được ạ.", now - 1h)}));
    http.once(send_path, sent_answer("m1"));
    const auto result = send(message);
    EXPECT_EQ(result.outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(http.count(send_path), 1u) << "what stands there is the asker's own, and an older answer";
}

TEST_F(OaDoubt, AGroupHasAHistoryOfItsOwn) {
    message.conversation = "group:f414c8/2468";
    http.once(group_history_path, history_of({item(0, "m1", "@Lê Hoa Được ạ.", now)}));
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(http.count(group_path), 0u);
}

TEST_F(OaDoubt, LooksFurtherBackInAConversationOfMany) {
    message.conversation = "group:f414c8/2468";
    std::vector<std::string> others;
    for (int i = 0; i < 10; ++i) {
        others.push_back(item(1, "x" + std::to_string(i), "…", now - 1s));
    }
    http.once("offset=0", history_of(others));
    http.once("offset=10", history_of({item(0, "m1", "[@2468] Được ạ.", now - 5s)}));
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(http.count(group_path), 0u);
}

TEST_F(OaDoubt, StopsLookingWhereTheQuestionStands) {
    std::vector<std::string> items(9, item(1, "x", "…", now));
    items.push_back(item(1, "q1", "Được không?", now - 1min));
    http.once(history_path, history_of(items));
    http.once(send_path, sent_answer("m1"));
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(http.count(history_path), 1u);
}

TEST_F(OaDoubt, PartsThatADeadProcessSentAreAllFound) {
    message.text = long_text();
    const auto texts = message_texts(message, {"2468", "", ""});
    http.once(history_path, history_of({item(0, "m2", texts[1], now), item(0, "m1", texts[0], now),
                                        item(1, "q1", "?", now)}));
    http.once(send_path, sent_answer("m3"));
    const auto result = send(message);
    EXPECT_EQ(result.outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(result.parts_delivered, 3u);
    EXPECT_THAT(result.message_ids, ElementsAre("m1", "m2", "m3"));
    ASSERT_EQ(http.count(send_path), 1u);
    EXPECT_THAT(http.requests(send_path).front().body, HasSubstr("(3/3)"));
}

TEST_F(OaDoubt, GoesOnBehindThePartsThatWereReported) {
    message.text = long_text();
    message.parts_delivered = 1;
    const auto texts = message_texts(message, {"2468", "", ""});
    http.once(history_path, history_of({item(0, "m1", texts[0], now)}));
    http.once(send_path, sent_answer("m2"));
    http.once(send_path, sent_answer("m3"));
    EXPECT_THAT(send(message).message_ids, ElementsAre("m2", "m3"));
}

TEST_F(OaDoubt, BlindCopiesOfSeveralPartsAreEachSentOnce) {
    message.text = long_text();
    http.always(history_path, error_answer(-223));
    while (send(message).outcome == DeliveryOutcome::unknown && http.count(history_path) < 3) {
    }
    http.once(send_path, sent_answer("m1"));
    http.once(send_path, fakes::unanswered());
    const auto result = send(message);
    EXPECT_EQ(result.outcome, DeliveryOutcome::failed) << "the dead process may have sent this part too";
    EXPECT_EQ(result.parts_delivered, 1u);
}

TEST_F(OaDoubt, AnAttemptOfThisProcessIsRememberedWithItsTime) {
    message.maybe_taken = false;
    message.quote.clear();
    http.once(send_path, fakes::unanswered());
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::unknown);
    message.maybe_taken = true;
    now += 1min;
    http.once(history_path, history_of({item(0, "m0", "Được ạ.", now - 1h)}));
    http.once(send_path, sent_answer("m1"));
    EXPECT_THAT(send(message).message_ids, ElementsAre("m1"))
        << "the same words of an hour ago are another answer";
}

TEST_F(OaDoubt, WithoutTheHistoryItIsSentOnceMoreAfterThreeLooks) {
    http.always(history_path, error_answer(-223));
    for (int look = 0; look < 3; ++look) {
        const auto result = send(message);
        EXPECT_EQ(result.outcome, DeliveryOutcome::unknown);
        EXPECT_EQ(result.retry_after, 30s);
        EXPECT_EQ(http.count(send_path), 0u);
    }
    http.once(send_path, sent_answer("m1"));
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::delivered);
}

TEST_F(OaDoubt, ThereIsNeverAThirdCopy) {
    http.always(history_path, fakes::answered("<html>"));
    http.always(send_path, fakes::unanswered());
    message.maybe_taken = false;
    auto result = send(message);
    for (int attempt = 0; attempt < 20 && result.outcome == DeliveryOutcome::unknown; ++attempt) {
        message.maybe_taken = true;
        ++message.attempts;
        result = send(message);
    }
    EXPECT_EQ(result.outcome, DeliveryOutcome::failed);
    EXPECT_EQ(result.reason, DeliveryReason::unreachable);
    EXPECT_THAT(result.detail, HasSubstr("không rõ Zalo đã nhận hay chưa"));
    EXPECT_EQ(http.count(send_path), 2u);
}

TEST_F(OaDoubt, AHistoryThatCanBeReadAgainSettlesIt) {
    http.once(history_path, fakes::unanswered());
    http.once(history_path, fakes::answered(R"({"error":0,"data":{}})"));
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::unknown);
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::unknown);
    http.once(history_path, history_of({item(0, "m1", "Được ạ.", now)}));
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(http.count(send_path), 0u);
}

TEST_F(OaDoubt, AnAnonymousVisitorHasNoHistoryAndGetsAtMostTwoCopies) {
    message.conversation = "anonymous:c1/a9";
    http.once("/v2.0/oa/message", sent_answer("m1"));
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::delivered);
    http.once("/v2.0/oa/message", fakes::unanswered());
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::failed);
}

TEST_F(OaDoubt, StaysInDoubtWhenTheLookCannotBeMade) {
    http.once(history_path, fakes::unsent());
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::unknown);
    http.once(history_path, error_answer(-32));
    const auto limited = send(message);
    EXPECT_EQ(limited.outcome, DeliveryOutcome::unknown) << "retry would say that it was surely not taken";
    EXPECT_EQ(limited.reason, DeliveryReason::rate_limited);
    EXPECT_EQ(limited.retry_after, 60s);
    store.stored.reset();
    Process restarted(
        context, http, store, [this] { return now; }, "process-2", warnings);
    EXPECT_EQ(run(restarted.connector.send(message)).outcome, DeliveryOutcome::unknown);
}

TEST_F(OaDoubt, StaysInDoubtWhenTheBlindCopyDoesNotReachZalo) {
    message.conversation = "anonymous:c1/a9";
    http.once("/v2.0/oa/message", fakes::unsent());
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::unknown);
    http.once("/v2.0/oa/message", error_answer(-211));
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::unknown);
    http.once("/v2.0/oa/message", error_answer(-230));
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::failed);
}

TEST_F(OaDoubt, NoDoubtIsLeftWhenEveryPartWasDelivered) {
    message.parts_delivered = 1;
    EXPECT_EQ(send(message).outcome, DeliveryOutcome::delivered);
    EXPECT_THAT(http.requests(), SizeIs(0));
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa::testing
