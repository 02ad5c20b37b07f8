#include "server/channels/oa_webhook.hpp"

#include "connectors/zalo_oa/inbound.hpp"

#include <utility>

namespace reformdesk::channels {

namespace asio = boost::asio;
namespace zalo_oa = connectors::zalo_oa;
using net::RequestPointer;
using net::Response;

namespace {

Response done() {
    return {200, {{"Content-Type", "application/json"}}, "{}", nullptr};
}

// Zalo tries again 30 seconds later, and then ever more rarely for an hour.
Response later() {
    auto response = net::problem(503, "busy", "Máy chủ đang bận", "Zalo sẽ gửi lại sự kiện này.");
    response.headers.emplace_back("Retry-After", "30");
    return response;
}

}  // namespace

OaWebhook::OaWebhook(EventIntake& intake, const desk::Clock& clock, OaWebhookOptions options,
                     std::function<void(const std::string&, const std::string&)> note)
    : intake_(intake), clock_(clock), options_(std::move(options)), note_(std::move(note)) {}

std::vector<net::Route> OaWebhook::routes() {
    std::vector<net::Route> routes;
    const auto handler = [this](auto member) {
        return net::Handler(
            [this, member](RequestPointer request) { return (this->*member)(std::move(request)); });
    };
    routes.push_back({"POST", "/webhooks/zalo/oa", handler(&OaWebhook::receive), zalo_oa::longest_event});
    if (!options_.verifier.empty()) {
        routes.push_back(
            {"GET", "/zalo_verifier" + options_.verifier + ".html", handler(&OaWebhook::verification), 0});
    }
    return routes;
}

asio::awaitable<Response> OaWebhook::receive(RequestPointer request) {
    const zalo_oa::SignedRequest signed_request{request->body,
                                                request->header("x-zevent-signature").value_or(""),
                                                request->header("x-zevent-timestamp").value_or("")};
    const auto variant = matching_variant(signed_request, options_.keys);
    if (!variant) {
        if (signed_request.signature.empty() && zalo_oa::is_probe(request->body)) {
            ++counts_.probes;
            co_return done();
        }
        co_return refuse(*request);
    }
    matched(*variant);
    auto event = event_of(*request);
    const Intake intake = co_await intake_.write(std::move(event));
    switch (intake) {
        case Intake::stored:
            ++counts_.accepted;
            counts_.last_accepted = clock_.now();
            co_return done();
        case Intake::repeated:
            ++counts_.repeated;
            co_return done();
        case Intake::busy:
        case Intake::failed:
            break;
    }
    ++counts_.busy;
    co_return later();
}

Response OaWebhook::refuse(const net::Request& request) {
    ++counts_.refused;
    counts_.last_refused = clock_.now();
    note_("webhook_refused", "wrong signature from " + request.peer);
    return net::problem(401, "wrong_signature", "Chữ ký không đúng",
                        "Kiểm tra OA Secret Key và app_id trong mục [zalo_oa] của cấu hình.");
}

desk::ChannelEvent OaWebhook::event_of(const net::Request& request) const {
    desk::ChannelEvent event;
    event.channel = connectors::Channel::zalo_oa;
    event.body = request.body;
    event.received_at = clock_.now();
    const auto parsed = zalo_oa::parse_event(request.body);
    if (const auto* known = std::get_if<zalo_oa::Event>(&parsed)) {
        event.name = known->name;
        event.key = event_key(*known, request.body);
    } else {
        event.key = event_key(zalo_oa::Event(), request.body);
        // PostgreSQL takes neither a byte 0 nor bytes that are no text.
        event.body = {};
        event.name = "(unreadable)";
    }
    return event;
}

void OaWebhook::matched(zalo_oa::SignatureVariant variant) {
    const auto name = to_string(variant);
    if (counts_.variant != name) {
        counts_.variant = name;
        note_("webhook_signature", counts_.variant);
    }
}

asio::awaitable<Response> OaWebhook::verification(RequestPointer) {
    const auto& code = options_.verifier;
    Response response;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    response.body =
        "<!DOCTYPE html><html><head><meta property=\"zalo-platform-site-verification\" content=\"" + code +
        "\"></head><body>ReformDesk</body></html>";
    co_return response;
}

}  // namespace reformdesk::channels
