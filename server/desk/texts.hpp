// Everything that the bot says in its own words; Vietnamese. Law never stands here: answers are articles,
// verbatim.
#pragma once

#include "server/desk/ticket.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace reformdesk::desk::texts {

/// Where the store puts the number of the ticket that it opens.
inline constexpr std::string_view ticket_placeholder = "{ticket}";

std::string greeting();
std::string thanks();
std::string thanks_to_expert();
std::string goodbye();
std::string help();
/// "Đúng rồi" after an answer.
std::string glad_it_helped();
/// "Ok" after anything else.
std::string acknowledged();

/// The message has no words in it.
std::string ask_for_words();
/// "Gặp chuyên viên" before any question.
std::string ask_for_question_first();
/// "Không đúng" when nothing was answered.
std::string nothing_to_correct();

std::string clarification();
/// The same about one question of several.
std::string clarification_of(std::string_view words);
/// A number that none of the choices has.
std::string no_such_choice(std::size_t choices);
/// A number when nothing is offered.
std::string no_choices_now();
/// "Đúng rồi" to a question which of several.
std::string which_choice();

/// Says that a ticket was opened, with the placeholder in it, and when a person will answer.
std::string handover(HandoverReason reason);
/// The same about some questions of several.
std::string handover_of(std::span<const std::string> words);
std::string handover_to_erase();
std::string added_to_ticket(std::int64_t number);
std::string added_to_ticket(std::int64_t number, std::span<const std::string> words);
std::string ticket_reopened(std::int64_t number);
std::string ticket_closed(std::int64_t number);

/// For the expert: what a follow-up follows.
std::string question_before(std::string_view question);

std::string no_tickets();
std::string no_such_ticket(std::int64_t number);
/// Number, state and since when, one line each.
std::string ticket_status(std::span<const Ticket> tickets);

}  // namespace reformdesk::desk::texts
