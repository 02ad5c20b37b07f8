// Zalo's side of the desk over stores in memory. Every event is handled twice, as after a crash that lost its
// settlement: the second time must change nothing.
#pragma once

#include "connectors/zalo_oa/inbound.hpp"
#include "server/channels/bot_events.hpp"
#include "server/channels/expert_desk.hpp"
#include "server/channels/message_desk.hpp"
#include "server/channels/oa_events.hpp"
#include "tests/fakes/articles.hpp"
#include "tests/fakes/channel_store.hpp"
#include "tests/fakes/clock.hpp"
#include "tests/fakes/search.hpp"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace reformdesk::channels {

inline constexpr auto oa_id = "oa-1";

/// A line of a log: "question: một cửa là gì".
inline std::string line_of(const desk::LogEntry& entry) {
    return std::string(to_string(entry.kind)) + ": " + entry.text;
}

class ZaloDesk : public testing::Test {
  protected:
    ZaloDesk() {
        const std::vector articles_known{
            fakes::article("mot-cua", "Cơ chế một cửa là gì?", "**Một cửa** là cách thức tiếp nhận.")};
        articles.import_articles(articles_known, "test", clock.now());
        search.say("một cửa là gì", fakes::answer("mot-cua", 0.995));
    }

    // ---- events

    static std::string text_event(const std::string& person, const std::string& id, const std::string& text,
                                  const std::string& more = "") {
        return R"({"app_id":"app-1","event_name":"user_send_text","sender":{"id":")" + person +
               R"("},"recipient":{"id":"oa-1"},"message":{"text":")" + text + R"(","msg_id":")" + id + "\"" +
               more + R"(},"timestamp":"1795489200000"})";
    }
    static std::string quoting(const std::string& message) { return R"(,"quote_msg_id":")" + message + "\""; }
    static std::string group_event(const std::string& person, const std::string& id, const std::string& text,
                                   const std::string& more = "") {
        return R"({"app_id":"app-1","oa_id":"oa-1","event_name":"user_send_group_text","sender":{"id":")" +
               person + R"("},"recipient":{"id":"g-1"},"message":{"text":")" + text + R"(","msg_id":")" + id +
               "\"" + more + R"(},"timestamp":"1795489200000"})";
    }
    static std::string image_event(const std::string& person, const std::string& id,
                                   const std::string& text = "") {
        return R"({"app_id":"app-1","event_name":"user_send_image","sender":{"id":")" + person +
               R"("},"recipient":{"id":"oa-1"},"message":{"text":")" + text + R"(","msg_id":")" + id +
               R"(","attachments":[{"type":"image","payload":{"url":"https://anh.example/1.jpg"}}]},)" +
               R"("timestamp":"1795489200000"})";
    }

    /// Handles the event of the Official Account.
    desk::EventSettlement hear(const std::string& body) {
        return hear(oa, connectors::Channel::zalo_oa, body);
    }

    desk::EventSettlement hear(EventHandler& handler, connectors::Channel channel, const std::string& body) {
        desk::ChannelEvent event;
        event.id = ++events_;
        event.channel = channel;
        event.body = body;
        const auto parsed = connectors::zalo_oa::parse_event(body);
        const auto* known = std::get_if<connectors::zalo_oa::Event>(&parsed);
        event.key = known == nullptr ? body : connectors::zalo_oa::event_key(*known, body);
        const auto settlement = handler.handle(event);
        EXPECT_EQ(settlement.event, event.id);
        const auto before = everything();
        handler.handle(event);
        EXPECT_EQ(everything(), before) << "after hearing again " << body;
        return settlement;
    }

    // ---- what is there

    std::vector<std::string> log(const std::string& conversation,
                                 connectors::Channel channel = connectors::Channel::zalo_oa) {
        std::vector<std::string> lines;
        const auto found = store.find_conversation(channel, conversation);
        for (const auto& entry : store.entries(found ? found->id : 0, 0, 1000)) {
            lines.push_back(line_of(entry));
        }
        return lines;
    }
    std::string last(const std::string& conversation) {
        const auto lines = log(conversation);
        return lines.empty() ? "" : lines.back();
    }

    /// Brings everything out that waits, as Zalo takes it; gives the texts by conversation. The message that
    /// an entry becomes has the id "out-" and its text's number among all.
    std::vector<std::string> deliver() {
        std::vector<std::string> texts;
        for (auto rows = lease(); !rows.empty(); rows = lease()) {
            std::vector<desk::DeliveryReport> reports;
            for (const auto& row : rows) {
                texts.push_back(row.conversation + " " + line_of(row.entry));
                desk::DeliveryReport report;
                report.delivery = row.id;
                report.result.outcome = connectors::DeliveryOutcome::delivered;
                report.result.message_ids = {"out-" + std::to_string(++sent_)};
                reports.push_back(std::move(report));
            }
            store.report(reports, clock.now());
        }
        return texts;
    }
    std::string last_sent() const { return "out-" + std::to_string(sent_); }

    /// An expert with the account of a colleague, linked to this contact.
    void link(const std::string& contact, std::int64_t account = 1, const std::string& name = "Chị Lan") {
        store.add_account(account, "account-" + std::to_string(account), name);
        store.put_link_code("hash of LK-ABCD2345", account, clock.now() + std::chrono::minutes(10));
        ASSERT_TRUE(store.redeem_link_code("hash of LK-ABCD2345", connectors::Channel::zalo_oa, contact,
                                           clock.now()));
    }

    fakes::ChannelStore store;
    fakes::Articles articles;
    fakes::Search search;
    fakes::Clock clock;
    std::vector<desk::Settled> settled;
    std::vector<desk::Ticket> tickets_changed;
    int written = 0;
    desk::Inbox inbox{store, store, articles, search, clock, {0.95, "56"}};
    ExpertDesk experts{{store, store, articles, store, store, store, search, clock, "56",
                        [this](const desk::Ticket& ticket) { tickets_changed.push_back(ticket); },
                        [](const std::string& code) { return "hash of " + code; }}};
    MessageDesk messages{{inbox, store, store, store, store, search, clock, experts,
                          [this](const desk::Settled& each) { settled.push_back(each); }},
                         {{0.99, std::chrono::minutes(30)}, "https://hoi.example", "56"}};
    OaEvents oa{
        {messages, store, store, store, store, clock,
         [this](const desk::Ticket& ticket) { tickets_changed.push_back(ticket); }, [this] { ++written; }},
        {oa_id, {"/hoi", "#hoi"}, {"Một cửa là gì?", "Lệ phí?", "Hạn?", "Thứ tư?"}}};

  private:
    std::vector<desk::Delivery> lease() { return store.lease(100, clock.now(), std::chrono::minutes(1)); }

    /// All that hearing an event can change.
    std::string everything() {
        std::ostringstream text;
        for (std::int64_t id = 1; const auto conversation = store.conversation(id); ++id) {
            text << conversation->external_id << " " << conversation->state.open_ticket.value_or(0) << " "
                 << conversation->state.answered_ticket.value_or(0) << "\n";
            for (const auto& entry : store.entries(id, 0, 1000)) {
                text << line_of(entry) << "\n";
            }
            if (const auto thread = connectors::parse_thread(conversation->external_id)) {
                describe(text, store.contact(conversation->channel, thread->person));
            }
        }
        for (const auto& ticket : store.tickets({std::nullopt, std::nullopt, 1000})) {
            text << ticket.number << " " << to_string(ticket.state) << " " << ticket.version << " "
                 << ticket.assignee << " " << ticket.unit << "\n";
        }
        for (const auto& group : store.groups()) {
            text << group.id << " " << to_string(group.speaking) << " " << group.gone << " "
                 << group.admins.size() << "\n";
        }
        for (const auto& link : store.links()) {
            text << link.name << " " << link.contact << "\n";
        }
        text << store.depth() << " to deliver";
        return text.str();
    }

    static void describe(std::ostream& text, const std::optional<desk::Contact>& contact) {
        if (contact) {
            text << contact->id << " follows " << contact->follows << ", hinted "
                 << contact->hinted_at.has_value() << ", welcomed " << contact->welcomed_at.has_value()
                 << "\n";
        }
    }

    std::int64_t events_ = 0;
    int sent_ = 0;
};

}  // namespace reformdesk::channels
