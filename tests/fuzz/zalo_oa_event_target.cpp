#include "connectors/zalo_oa/event.hpp"
#include "connectors/zalo_oa/inbound.hpp"
#include "connectors/zalo_oa/signature.hpp"
#include "nlp/utf8.hpp"
#include "tests/fuzz/input.hpp"

using namespace reformdesk;
using namespace reformdesk::connectors;

namespace {

void check_event(const zalo_oa::Event& event, std::string_view body) {
    const auto key = zalo_oa::event_key(event, body);
    fuzz::promise(!key.empty() && key.size() <= 200 && key.find('\n') == std::string::npos);
    fuzz::promise(nlp::is_valid_utf8(key));
    fuzz::promise(nlp::is_valid_utf8(zalo_oa::text_for_expert(event)));
    const auto thread = zalo_oa::thread_of(event);
    fuzz::promise(!thread || parse_thread(to_conversation(*thread)) == thread);
    if (const auto inbound = zalo_oa::to_inbound(event, {"1", {"/hoi"}})) {
        const auto& message = inbound->message;
        fuzz::promise(!message.text.empty() && message.text.size() <= longest_text);
        fuzz::promise(nlp::is_valid_utf8(message.text) && message.text.find('\0') == std::string::npos);
        fuzz::promise(!message.source_id.empty() && zalo_oa::missing_in(event).empty());
        fuzz::promise(thread && message.conversation == to_conversation(*thread));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto body = fuzz::text_of(data, size);
    const auto parsed = zalo_oa::parse_event(body);
    if (const auto* event = std::get_if<zalo_oa::Event>(&parsed)) check_event(*event, body);
    fuzz::promise(zalo_oa::timestamp_in(body).size() <= 32);
    fuzz::promise(!zalo_oa::is_probe(body) || std::holds_alternative<zalo_oa::Event>(parsed));
    fuzz::promise(!zalo_oa::matching_variant({body, body, body}, {"a", "b", "c"}));
    return 0;
}
