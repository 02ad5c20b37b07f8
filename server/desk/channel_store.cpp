#include "server/desk/channel_store.hpp"

#include "server/desk/names.hpp"

namespace reformdesk::desk {

namespace {

constexpr std::pair<EventOutcome, std::string_view> outcome_names[] = {
    {EventOutcome::handled, "handled"},
    {EventOutcome::recorded, "recorded"},
    {EventOutcome::ignored, "ignored"},
    {EventOutcome::malformed, "malformed"},
};

constexpr std::pair<Speaking, std::string_view> speaking_names[] = {
    {Speaking::when_addressed, "when_addressed"},
    {Speaking::prefix_only, "prefix_only"},
    {Speaking::also_when_sure, "also_when_sure"},
    {Speaking::silent, "silent"},
};

}  // namespace

std::string_view to_string(EventOutcome outcome) {
    return name_of(outcome_names, outcome);
}

std::optional<EventOutcome> parse_event_outcome(std::string_view name) {
    return value_named(outcome_names, name);
}

std::string_view to_string(Speaking speaking) {
    return name_of(speaking_names, speaking);
}

std::optional<Speaking> parse_speaking(std::string_view name) {
    return value_named(speaking_names, name);
}

}  // namespace reformdesk::desk
