#include "server/channels/bot_events.hpp"

#include "connectors/digest.hpp"
#include "connectors/wire/json.hpp"
#include "connectors/zalo_bot/secret.hpp"

#include <utility>

namespace reformdesk::channels {

namespace asio = boost::asio;
namespace zalo_bot = connectors::zalo_bot;
using connectors::Channel;
using connectors::wire::Json;
using connectors::wire::JsonObject;
using desk::EventOutcome;
using net::RequestPointer;
using net::Response;
using zalo_bot::EventKind;

desk::ChannelEvent stored_bot_event(const zalo_bot::Event& event, std::string body, desk::Timestamp now) {
    desk::ChannelEvent stored;
    stored.channel = Channel::zalo_bot;
    stored.name = event.name;
    stored.key = event.message_id.empty() ? "sha256:" + connectors::to_hex(connectors::sha256({body}))
                                          : event.name + ":" + event.message_id;
    stored.body = std::move(body);
    stored.received_at = now;
    return stored;
}

std::string bot_event_body(const zalo_bot::Event& event) {
    JsonObject message{
        {"message_id", event.message_id},
        {"date", event.time_ms},
        {event.kind == EventKind::image ? "caption" : "text", event.text},
        {"from",
         JsonObject{{"id", event.sender}, {"display_name", event.sender_name}, {"is_bot", event.from_bot}}},
        {"chat", JsonObject{{"id", event.chat}, {"chat_type", event.in_group ? "GROUP" : "PRIVATE"}}}};
    if (!event.url.empty()) {
        message.emplace_back(event.kind == EventKind::voice ? "voice_url" : "photo_url", event.url);
    }
    return write(Json(JsonObject{{"event_name", event.name}, {"message", std::move(message)}}));
}

BotEvents::BotEvents(MessageDesk& messages, std::function<void()> written)
    : messages_(messages), written_(std::move(written)) {}

void BotEvents::set_profile(zalo_bot::Profile profile) {
    const std::scoped_lock lock(mutex_);
    profile_ = std::move(profile);
}

zalo_bot::Profile BotEvents::profile() {
    const std::scoped_lock lock(mutex_);
    return profile_;
}

std::string BotEvents::lane(const desk::ChannelEvent& event) {
    const auto parsed = zalo_bot::parse_webhook(event.body);
    const auto* known = std::get_if<zalo_bot::Event>(&parsed);
    return known == nullptr ? std::string() : known->chat;
}

desk::EventSettlement BotEvents::handle(const desk::ChannelEvent& event) {
    const auto parsed = zalo_bot::parse_webhook(event.body);
    const auto* known = std::get_if<zalo_bot::Event>(&parsed);
    if (known == nullptr) {
        return {event.id, EventOutcome::malformed, "no event of a bot", true};
    }
    const auto heard = hear(*known);
    const bool keep = heard.outcome == EventOutcome::recorded || heard.outcome == EventOutcome::malformed;
    return {event.id, heard.outcome, heard.reason, keep};
}

Heard BotEvents::hear(const zalo_bot::Event& event) {
    if (event.kind == EventKind::other) {
        return {EventOutcome::recorded, "an event that this version does not know"};
    }
    const auto bot = profile();
    if (!is_from_person(event, bot)) {
        return {EventOutcome::ignored, "of a bot"};
    }
    const auto thread = thread_of(event);
    if (const auto missing = missing_in(event); !thread || !missing.empty()) {
        return {EventOutcome::malformed, "a message without " + std::string(missing)};
    }
    PersonMessage message;
    message.channel = Channel::zalo_bot;
    message.conversation = to_conversation(*thread);
    message.person = thread->person;
    message.group = thread->group;
    message.source_id = event.message_id;
    message.for_expert = text_for_expert(event, bot);
    message.has_attachments = event.kind != EventKind::text;
    // Zalo brings a bot only what mentions it or quotes it.
    message.address.mentioned = event.in_group;
    if (auto inbound = to_inbound(event, bot)) {
        message.cut = inbound->cut;
        message.message = std::move(inbound->message);
    }
    auto heard = messages_.hear(message);
    written_();
    return heard;
}

BotWebhook::BotWebhook(EventIntake& intake, const desk::Clock& clock, std::string secret,
                       std::function<void(const zalo_bot::Event&)> stored,
                       std::function<void(const std::string&, const std::string&)> note)
    : intake_(intake),
      clock_(clock),
      secret_(std::move(secret)),
      stored_(std::move(stored)),
      note_(std::move(note)) {}

std::vector<net::Route> BotWebhook::routes() {
    net::Route route;
    route.method = "POST";
    route.pattern = "/webhooks/zalo/bot";
    route.handler = net::Handler([this](RequestPointer request) { return receive(std::move(request)); });
    route.body_bytes = zalo_bot::longest_payload;
    return {route};
}

asio::awaitable<Response> BotWebhook::receive(RequestPointer request) {
    const Response done{200, {{"Content-Type", "application/json"}}, "{\"ok\":true}", nullptr};
    const auto parsed = zalo_bot::parse_webhook(request->body);
    const bool probe = std::holds_alternative<zalo_bot::Probe>(parsed);
    if (!zalo_bot::is_secret(request->header("x-bot-api-secret-token").value_or(""), secret_)) {
        if (probe) {
            co_return done;
        }
        note_("webhook_refused", "wrong secret from " + request->peer);
        co_return net::problem(401, "wrong_secret", "Mã bí mật không đúng",
                               "Kiểm tra webhook_secret_file trong mục [zalo_bot] của cấu hình.");
    }
    const auto* event = std::get_if<zalo_bot::Event>(&parsed);
    if (probe || event == nullptr) {
        // What can't be read never can: to refuse it would only bring it again.
        if (!probe) {
            note_("webhook_unreadable", "from " + request->peer);
        }
        co_return done;
    }
    auto stored = stored_bot_event(*event, request->body, clock_.now());
    const Intake intake = co_await intake_.write(std::move(stored));
    if (intake == Intake::busy || intake == Intake::failed) {
        co_return net::problem(503, "busy", "Máy chủ đang bận", "Zalo sẽ gửi lại sự kiện này.");
    }
    if (intake == Intake::stored) {
        stored_(*event);
    }
    co_return done;
}

}  // namespace reformdesk::channels
