// The frames exactly as tests/golden/web_chat_frames.json has them; the clients test against the same file.
#include "connectors/web_chat/frames.hpp"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace reformdesk::connectors::web_chat {
namespace {

using wire::Json;
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

Time morning(int minutes = 0, int milliseconds = 0) {
    return std::chrono::sys_days{std::chrono::year_month_day{std::chrono::year(2026), std::chrono::month(11),
                                                             std::chrono::day(24)}} +
           std::chrono::hours(3) + std::chrono::minutes(minutes) + std::chrono::milliseconds(milliseconds);
}

class Golden : public testing::Test {
  protected:
    void SetUp() override {
        std::ifstream file(REFORMDESK_SOURCE_DIR "/tests/golden/web_chat_frames.json");
        const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        auto parsed = wire::parse(text);
        ASSERT_TRUE(std::holds_alternative<Json>(parsed));
        golden_ = std::get<Json>(std::move(parsed));
    }

    // Compact, as the server writes it.
    std::string golden(const std::string& part, const std::string& name) {
        const auto* parts = golden_.find(part);
        const auto* frame = parts == nullptr ? nullptr : parts->find(name);
        return frame == nullptr ? "missing in the golden file" : wire::write(*frame);
    }
    template <class Frame>
    Frame read(const std::string& name) {
        const auto frame = parse_frame(golden("from_client", name));
        const auto* problem = std::get_if<FrameProblem>(&frame);
        EXPECT_EQ(problem, nullptr) << problem->message;
        EXPECT_TRUE(std::holds_alternative<Frame>(frame)) << name;
        return std::holds_alternative<Frame>(frame) ? std::get<Frame>(frame) : Frame();
    }

    const std::string visitor = "Zm9yLXRoZS1nb2xkZW4tZmlsZS1vbmx5";
    const std::vector<TicketView> tickets = {
        {1001, "answered", "Giá vàng hôm nay?", morning(), morning(65, 6'789)}};

  private:
    Json golden_;
};

EntryView entry(std::int64_t sequence, std::string kind, std::string text, Time at) {
    EntryView view;
    view.sequence = sequence;
    view.kind = std::move(kind);
    view.text = std::move(text);
    view.at = at;
    return view;
}

std::vector<EntryView> one_entry_of_each_kind() {
    std::vector<EntryView> entries;
    entries.push_back(entry(1, "question", "mot cua la gi\n\"nhanh\" <b>ạ</b>", morning()));
    entries.back().id = "m-5f2c0001";
    entries.push_back(entry(2, "answer", "Một cửa là **cách thức** tiếp nhận hồ sơ.", morning(0, 120)));
    entries.back().reply_to = 1;
    entries.back().answer =
        AnswerView{"cchc-001",
                   "Cơ chế một cửa là gì?",
                   0.97,
                   true,
                   "2025-07-01",
                   std::nullopt,
                   {{"118/2025/NĐ-CP", "Điều 5", "https://vanban.example/118-2025"}, {"76/NQ-CP", "", ""}}};
    entries.back().choices = {{"cchc-002", "Một cửa liên thông là gì?"}};
    entries.push_back(entry(3, "answer", "Theo quy định cũ…", morning(0, 1'000)));
    entries.back().answer =
        AnswerView{"cchc-090",   "Quy định cũ về một cửa?",
                   1.0,          false,
                   "2018-06-21", "2025-06-30",
                   {},           {{"118/2025/NĐ-CP", "2025-07-01"}, {"367/2025/NĐ-CP", std::nullopt}}};
    entries.push_back(
        entry(4, "clarification", "Anh/chị muốn hỏi về nội dung nào dưới đây?", morning(0, 2'000)));
    entries.back().choices = {{"cchc-012", "Nộp hồ sơ trực tuyến ở đâu?"},
                              {"cchc-013", "Nộp lệ phí trực tuyến bằng cách nào?"}};
    entries.push_back(
        entry(5, "handover", "Tôi đã chuyển câu hỏi tới chuyên viên, phiếu #1001.", morning(0, 3'000)));
    entries.back().ticket = TicketMark{1001, "open"};
    entries.push_back(entry(6, "small_talk", "Không có gì ạ.", morning(0, 4'000)));
    entries.push_back(entry(7, "expert_answer", "Chào anh/chị, …", morning(65, 6'789)));
    entries.back().author = "Nguyễn Thị Lan";
    entries.back().ticket = TicketMark{1001, "answered"};
    entries.push_back(entry(8, "notice", "Phiếu #1001 đã được đóng.", morning(120)));
    entries.back().ticket = TicketMark{1001, "closed"};
    return entries;
}

TEST_F(Golden, welcome) {
    EXPECT_EQ(welcome_frame({visitor, 12, {"Cơ chế một cửa là gì?", "Nộp hồ sơ trực tuyến ở đâu?"}, tickets}),
              golden("from_server", "welcome"));
    EXPECT_EQ(welcome_frame({visitor, 0, {}, {}}), golden("from_server", "welcome_of_a_new_visitor"));
}

TEST_F(Golden, accepted) {
    EXPECT_EQ(accepted_frame("m-5f2c0001", 13), golden("from_server", "accepted"));
}

TEST_F(Golden, entries) {
    EXPECT_EQ(entries_frame(one_entry_of_each_kind(), 8), golden("from_server", "entries"));
    EXPECT_EQ(entries_frame({}, 8), golden("from_server", "no_entries"));
}

TEST_F(Golden, tickets) {
    EXPECT_EQ(tickets_frame(tickets), golden("from_server", "tickets"));
}

TEST_F(Golden, errors) {
    const auto unknown = parse_frame(R"({"type":"dance"})");
    EXPECT_EQ(error_frame(std::get<FrameProblem>(unknown)), golden("from_server", "bad_frame"));
    const auto blank = parse_frame(R"({"type":"message","id":"m-5f2c0001","text":" "})");
    EXPECT_EQ(error_frame(std::get<FrameProblem>(blank)), golden("from_server", "bad_message"));
    EXPECT_EQ(error_frame({ErrorCode::too_fast, "Bạn gửi nhanh quá.", "m-5f2c0001"}, std::chrono::seconds(3)),
              golden("from_server", "too_fast"));
}

TEST_F(Golden, goodbye) {
    EXPECT_EQ(goodbye_frame(std::chrono::seconds(2)), golden("from_server", "goodbye"));
}

TEST_F(Golden, plain_http) {
    EXPECT_EQ(visitor_body({visitor, 0, {}, {}}), golden("http", "visitor"));
    EXPECT_EQ(accepted_body("m-5f2c0001", 13), golden("http", "accepted"));
    const std::vector<EntryView> entries = {entry(6, "small_talk", "Không có gì ạ.", morning(0, 4'000))};
    EXPECT_EQ(entries_body(entries, 6, tickets), golden("http", "entries"));
}

TEST_F(Golden, reads_what_clients_send) {
    EXPECT_EQ(read<Hello>("hello_of_a_new_visitor").visitor, std::nullopt);
    EXPECT_EQ(read<Hello>("hello").visitor, visitor);
    EXPECT_EQ(read<Hello>("hello").after, 12);
    const auto message = read<Message>("message");
    EXPECT_EQ(message.id, "m-5f2c0001");
    EXPECT_EQ(message.text, "mot cua la gi");
    EXPECT_EQ(message.choice, std::nullopt);
    EXPECT_EQ(message.ticket, std::nullopt);
    EXPECT_FALSE(message.new_question);
    EXPECT_EQ(read<Message>("tapped_choice").choice, "cchc-012");
    EXPECT_EQ(read<Message>("reply_on_a_ticket").ticket, 1001);
    EXPECT_TRUE(read<Message>("new_question").new_question);
    EXPECT_EQ(read<Resume>("resume").after, 12);
}

}  // namespace
}  // namespace reformdesk::connectors::web_chat
