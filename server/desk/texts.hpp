// Everything that the bot says in its own words; Vietnamese. Law never stands here: answers are articles,
// verbatim.
#pragma once

#include "server/desk/channel_store.hpp"
#include "server/desk/ticket.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace reformdesk::desk::texts {

/// Where the store puts the number of the ticket that it opens.
inline constexpr std::string_view ticket_placeholder = "{ticket}";

/// What stands where an asker's words were, when these have been erased.
inline constexpr std::string_view erased_words = "(đã xóa theo yêu cầu của người hỏi)";

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

/// Under an automatic answer on channels without buttons.
std::string automatic_answer();
/// Above an expert's answer; without a number when it is 0.
std::string answered_by(std::string_view author, std::int64_t ticket);
/// Under it.
std::string reply_to_expert();
/// Where a ticket can be looked up without the channel.
std::string look_up_at(std::string_view link);

/// To who begins to follow, with example questions.
std::string welcome(std::span<const std::string> examples);
/// To who sent a picture, a sticker or the like.
std::string only_words_are_read();
/// In a group, to who wrote something personal.
std::string personal_matters_elsewhere(std::string_view link);

/// In a group, about when the bot speaks there.
std::string only_admins_set();
/// How it is set, whether that is new, and the words that change it.
std::string group_settings(Speaking speaking, bool changed);

/// To experts who work from their own account on a channel.
std::string account_linked(std::string_view name);
std::string link_code_unknown();
std::string no_ticket_for_expert(std::int64_t number);
std::string how_experts_reply(std::int64_t number);
std::string ticket_taken(std::int64_t number);
std::string ticket_forwarded(std::int64_t number, std::string_view unit);
std::string ticket_done(std::int64_t number);
std::string ticket_changed_meanwhile(std::int64_t number);
std::string answer_on_its_way(std::int64_t number);

/// For the expert: what a follow-up follows.
std::string question_before(std::string_view question);

std::string no_tickets();
std::string no_such_ticket(std::int64_t number);
/// Number, state and since when, one line each.
std::string ticket_status(std::span<const Ticket> tickets);

}  // namespace reformdesk::desk::texts
