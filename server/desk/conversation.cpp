#include "server/desk/conversation.hpp"

#include "server/desk/names.hpp"

namespace reformdesk::desk {

namespace {

constexpr std::pair<TicketState, std::string_view> state_names[] = {
    {TicketState::open, "open"},
    {TicketState::answered, "answered"},
    {TicketState::closed, "closed"},
};

constexpr std::pair<EntryKind, std::string_view> kind_names[] = {
    {EntryKind::question, "question"},
    {EntryKind::answer, "answer"},
    {EntryKind::clarification, "clarification"},
    {EntryKind::handover, "handover"},
    {EntryKind::small_talk, "small_talk"},
    {EntryKind::expert_answer, "expert_answer"},
    {EntryKind::notice, "notice"},
    {EntryKind::attachment, "attachment"},
};

}  // namespace

std::string_view to_string(TicketState state) {
    return name_of(state_names, state);
}

std::optional<TicketState> parse_ticket_state(std::string_view name) {
    return value_named(state_names, name);
}

std::string_view to_string(EntryKind kind) {
    return name_of(kind_names, kind);
}

std::optional<EntryKind> parse_entry_kind(std::string_view name) {
    return value_named(kind_names, name);
}

}  // namespace reformdesk::desk
