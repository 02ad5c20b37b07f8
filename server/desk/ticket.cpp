#include "server/desk/ticket.hpp"

#include "server/desk/names.hpp"

namespace reformdesk::desk {

namespace {

constexpr std::pair<HandoverReason, std::string_view> reason_names[] = {
    {HandoverReason::nothing_found, "nothing_found"},
    {HandoverReason::outside_knowledge, "outside_knowledge"},
    {HandoverReason::uncertain, "uncertain"},
    {HandoverReason::asked_for_person, "asked_for_person"},
    {HandoverReason::not_helpful, "not_helpful"},
    {HandoverReason::after_clarification, "after_clarification"},
    {HandoverReason::engine_unavailable, "engine_unavailable"},
    {HandoverReason::outside_reply, "outside_reply"},
};

}  // namespace

std::string_view to_string(HandoverReason reason) {
    return name_of(reason_names, reason);
}

std::optional<HandoverReason> parse_handover_reason(std::string_view name) {
    return value_named(reason_names, name);
}

}  // namespace reformdesk::desk
