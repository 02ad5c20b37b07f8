#include "connectors/zalo_bot/inbound.hpp"
#include "connectors/zalo_bot/payload.hpp"
#include "connectors/zalo_bot/replies.hpp"
#include "nlp/utf8.hpp"
#include "tests/fuzz/input.hpp"

using namespace reformdesk;
using namespace reformdesk::connectors;

namespace {

void check(const zalo_bot::Event& event) {
    zalo_bot::Profile bot;
    bot.id = "1459000000000000789";
    bot.account_name = "bot.QxVcTest";
    bot.display_name = "Bot Cải cách hành chính";
    fuzz::promise(nlp::is_valid_utf8(event.text) && nlp::is_valid_utf8(event.sender_name));
    fuzz::promise(nlp::is_valid_utf8(zalo_bot::text_for_expert(event, bot)));
    const auto inbound = zalo_bot::to_inbound(event, bot);
    if (!inbound) {
        return;
    }
    const auto& message = inbound->message;
    fuzz::promise(!message.text.empty() && message.text.size() <= longest_text &&
                  nlp::is_valid_utf8(message.text));
    fuzz::promise(!message.source_id.empty());
    const auto chat = zalo_bot::chat_of(message.conversation);
    fuzz::promise(chat && chat->id == event.chat && chat->is_group == event.in_group);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    const auto payload = zalo_bot::parse_webhook(text);
    if (const auto* event = std::get_if<zalo_bot::Event>(&payload)) {
        check(*event);
    }
    HttpResponse response;
    response.status = 200;
    response.body = text;
    const auto answer = zalo_bot::read_answer(response);
    for (const auto& event : zalo_bot::read_updates(answer.result)) {
        check(event);
    }
    (void)zalo_bot::read_profile(answer.result);
    (void)zalo_bot::read_webhook(answer.result);
    (void)zalo_bot::read_sent_message(answer.result);
    return 0;
}
