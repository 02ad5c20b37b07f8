#include "connectors/web_chat/frames.hpp"
#include "nlp/utf8.hpp"
#include "tests/fuzz/input.hpp"

using namespace reformdesk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    const auto frame = connectors::web_chat::parse_frame(text);
    if (const auto* message = std::get_if<connectors::web_chat::Message>(&frame)) {
        fuzz::promise(!message->text.empty() && nlp::is_valid_utf8(message->text));
        fuzz::promise(!message->id.empty());
    }
    (void)connectors::web_chat::parse_message_body(text);
    return 0;
}
