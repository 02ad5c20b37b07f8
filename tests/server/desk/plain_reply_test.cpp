// What a channel without buttons and formatting shows of a log entry.
#include "server/desk/plain_reply.hpp"

#include "server/desk/texts.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::desk {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

kb_index::Date day(int year, unsigned month, unsigned number) {
    return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(number);
}

const kb_index::Date today = day(2026, 11, 24);

AnswerCard card() {
    AnswerCard made;
    made.article = "mot-cua";
    made.sources = {{"118/2025/NĐ-CP", "Điều 5", "https://vanban.example/118"}, {"76/NQ-CP", "", ""}};
    made.validity.from = day(2025, 7, 1);
    return made;
}

Delivery delivery_of(EntryKind kind, const std::string& text) {
    Delivery made;
    made.id = 7;
    made.channel = connectors::Channel::zalo_oa;
    made.conversation = "person:u1";
    made.entry.kind = kind;
    made.entry.sequence = 2;
    made.entry.text = text;
    return made;
}

PlainReplyOptions options_with_links() {
    return {[](const std::string& article) { return "https://hoi.example/a/" + article; },
            [](std::int64_t ticket) { return "https://hoi.example/t/" + std::to_string(ticket); }, today};
}

PlainReplyOptions options_without_links() {
    return {[](const std::string&) { return std::string(); }, [](std::int64_t) { return std::string(); },
            today};
}

TEST(PlainReply, an_answer_with_what_it_rests_on) {
    auto delivery = delivery_of(EntryKind::answer, "Nộp trong **10 ngày**:\n- tại xã");
    delivery.entry.answer = card();
    const auto message = plain_reply(delivery, options_with_links());
    EXPECT_EQ(message.text,
              "Nộp trong 10 ngày:\n• tại xã\n\n"
              "Căn cứ:\n• Điều 5, 118/2025/NĐ-CP (https://vanban.example/118)\n• 76/NQ-CP\n"
              "Còn hiệu lực từ 01/07/2025.\n\n"
              "Trả lời tự động. Chưa đúng ý? Nhắn “gặp chuyên viên”.");
    EXPECT_EQ(message.link, "https://hoi.example/a/mot-cua");
}

TEST(PlainReply, an_answer_without_sources_says_only_that_it_holds_no_more) {
    auto delivery = delivery_of(EntryKind::answer, "Nộp tại xã.");
    delivery.entry.answer = card();
    delivery.entry.answer->sources.clear();
    EXPECT_THAT(plain_reply(delivery, options_with_links()).text, Not(HasSubstr("hiệu lực")));
    delivery.entry.answer->in_force = false;
    delivery.entry.answer->validity.to = day(2026, 6, 30);
    EXPECT_THAT(plain_reply(delivery, options_with_links()).text, HasSubstr("Hết hiệu lực từ 01/07/2026."));
}

TEST(PlainReply, an_expert_is_named_and_the_ticket_can_be_looked_up) {
    auto delivery = delivery_of(EntryKind::expert_answer, "Nộp tại xã.");
    delivery.entry.author = "Trần Thị Lan";
    delivery.entry.ticket = TicketReference{1024, TicketState::answered};
    const auto message = plain_reply(delivery, options_with_links());
    EXPECT_EQ(message.text,
              "Chuyên viên Trần Thị Lan trả lời phiếu #1024:\n\nNộp tại xã.\n\n"
              "Anh/chị nhắn tiếp tại đây nếu cần hỏi thêm.\n"
              "Xem lại phiếu tại: https://hoi.example/t/1024");
    EXPECT_EQ(message.link, "https://hoi.example/t/1024");
    EXPECT_THAT(plain_reply(delivery, options_without_links()).text, Not(HasSubstr("Xem lại")));
}

TEST(PlainReply, an_expert_without_name_or_ticket) {
    const auto delivery = delivery_of(EntryKind::expert_answer, "Nộp tại xã.");
    EXPECT_THAT(plain_reply(delivery, options_with_links()).text,
                StartsWith("Chuyên viên trả lời:\n\nNộp tại xã."));
}

TEST(PlainReply, a_handover_can_be_looked_up) {
    auto delivery = delivery_of(EntryKind::handover, "Đã mở phiếu #1024.");
    delivery.entry.ticket = TicketReference{1024, TicketState::open};
    EXPECT_EQ(plain_reply(delivery, options_with_links()).text,
              "Đã mở phiếu #1024.\nXem lại phiếu tại: https://hoi.example/t/1024");
    const auto message = plain_reply(delivery, options_without_links());
    EXPECT_EQ(message.text, "Đã mở phiếu #1024.");
    EXPECT_THAT(message.link, IsEmpty());
}

TEST(PlainReply, choices_are_passed_on) {
    auto delivery = delivery_of(EntryKind::clarification, "Anh/chị hỏi về:");
    delivery.entry.choices = {{"mot-cua", "Một cửa là gì?"}, {"le-phi", "Lệ phí"}};
    const auto message = plain_reply(delivery, options_with_links());
    ASSERT_THAT(message.choices, SizeIs(2));
    EXPECT_EQ(message.choices.at(0).label, "Một cửa là gì?");
    EXPECT_EQ(message.choices.at(0).article, "mot-cua");
}

TEST(PlainReply, what_the_connector_needs_to_go_on_is_kept) {
    auto delivery = delivery_of(EntryKind::small_talk, "Chào anh/chị!");
    delivery.quote = "m-1";
    delivery.parts_delivered = 2;
    delivery.maybe_taken = true;
    delivery.attempts = 3;
    const auto message = plain_reply(delivery, options_with_links());
    EXPECT_EQ(message.delivery, 7);
    EXPECT_EQ(message.channel, connectors::Channel::zalo_oa);
    EXPECT_EQ(message.conversation, "person:u1");
    EXPECT_EQ(message.sequence, 2);
    EXPECT_EQ(message.quote, "m-1");
    EXPECT_EQ(message.parts_delivered, 2U);
    EXPECT_TRUE(message.maybe_taken);
    EXPECT_EQ(message.attempts, 3);
    EXPECT_EQ(message.text, "Chào anh/chị!");
    EXPECT_THAT(message.link, IsEmpty());
}

// ---- validity

struct ValidityCase {
    std::string expected;
    kb_index::Validity validity;
    bool in_force = true;
    std::vector<kb_index::Succession> replaced_by = {};
};

TEST(ValidityLine, table) {
    const std::vector<ValidityCase> cases{
        {"Còn hiệu lực", {}},
        {"Còn hiệu lực từ 01/07/2025", {day(2025, 7, 1), {}}},
        {"Còn hiệu lực đến 31/12/2026", {{}, day(2026, 12, 31)}},
        {"Còn hiệu lực từ 01/07/2025 đến 31/12/2026", {day(2025, 7, 1), day(2026, 12, 31)}},
        {"Còn hiệu lực từ 01/07/2025 đến 31/12/2026, sau đó được thay bằng 5/2026/NĐ-CP",
         {day(2025, 7, 1), day(2026, 12, 31)},
         true,
         {{"5/2026/NĐ-CP", day(2027, 1, 1)}}},
        {"Chưa có hiệu lực, áp dụng từ 01/01/2027", {day(2027, 1, 1), {}}, false},
        {"Hết hiệu lực từ 01/07/2025", {{}, day(2025, 6, 30)}, false},
        {"Hết hiệu lực từ 01/07/2025, được thay bằng 118/2025/NĐ-CP",
         {{}, day(2025, 6, 30)},
         false,
         {{"118/2025/NĐ-CP", day(2025, 7, 1)}}},
        {"Hết hiệu lực từ 01/07/2025, được thay bằng A, B và C (từ 02/09/2025)",
         {{}, day(2025, 6, 30)},
         false,
         {{"A", {}}, {"B", day(2025, 7, 1)}, {"C", day(2025, 9, 2)}}},
        {"Hết hiệu lực từ 01/01/2024", {{}, day(2023, 12, 31)}, false},
        {"Hết hiệu lực", {}, false},
    };
    for (const auto& [expected, validity, in_force, replaced_by] : cases) {
        AnswerCard made;
        made.validity = validity;
        made.in_force = in_force;
        made.replaced_by = replaced_by;
        EXPECT_EQ(validity_line(made, today), expected);
    }
}

}  // namespace
}  // namespace reformdesk::desk
