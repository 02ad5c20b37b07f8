#include "server/desk/dialog.hpp"

#include "nlp/parts.hpp"
#include "server/desk/choice_reply.hpp"
#include "server/desk/choices.hpp"
#include "server/desk/draft.hpp"
#include "server/desk/parts.hpp"
#include "server/desk/texts.hpp"

#include <algorithm>
#include <set>

namespace reformdesk::desk {

namespace {

using kb_index::DecisionKind;
using kb_index::EscalationReason;
using nlp::IntentKind;

constexpr std::size_t most_tickets_listed = 5;

bool is_answer(const std::optional<kb_index::Decision>& decision) {
    return decision && decision->kind == DecisionKind::answer && !decision->ranked.empty();
}

HandoverReason reason_of(const std::optional<kb_index::Decision>& decision) {
    if (!decision) {
        return HandoverReason::engine_unavailable;
    }
    switch (decision->reason) {
        case EscalationReason::nothing_found:
            return HandoverReason::nothing_found;
        case EscalationReason::outside_knowledge:
            return HandoverReason::outside_knowledge;
        case EscalationReason::none:
        case EscalationReason::empty_question:
        case EscalationReason::uncertain:
            break;
    }
    return HandoverReason::uncertain;
}

bool is_small_talk(IntentKind kind) {
    return kind == IntentKind::greeting || kind == IntentKind::thanks || kind == IntentKind::goodbye ||
           kind == IntentKind::affirmation;
}

bool is_command(IntentKind kind) {
    return kind == IntentKind::human || kind == IntentKind::ticket_status || kind == IntentKind::erase_data ||
           kind == IntentKind::help;
}

// Nothing but emoji, punctuation or fillers.
bool is_wordless(const nlp::Question& question) {
    return question.unaccented.empty() && question.citations.empty();
}

// One decision under way. Every path through it ends in a reply; several questions and choices get one each.
class Dialog {
  public:
    Dialog(const PendingMessage& pending, const DialogKnowledge& knowledge, Timestamp now)
        : inbound_(pending.inbound),
          knowledge_(knowledge),
          now_(now),
          question_(nlp::read(pending.inbound.text)),
          draft_(pending, knowledge, now) {}

    Settlement decide() {
        follow_tickets();
        if (!take_to_ticket() && !take_choice() && !take_to_expert() && !take_typed_choice() && !obey() &&
            !take_choice_in_words()) {
            ask();
        }
        return draft_.finish();
    }

  private:
    // ---- the rules, in their order

    // An expert may have answered, or another message reopened, while the state was written by a third.
    void follow_tickets() {
        if (state().answered_ticket) {
            const auto ticket = knowledge_.ticket(*state().answered_ticket);
            if (!ticket || ticket->state == TicketState::open) {
                state().open_ticket = ticket ? state().answered_ticket : state().open_ticket;
                state().answered_ticket.reset();
            }
        }
        if (state().open_ticket) {
            const auto ticket = knowledge_.ticket(*state().open_ticket);
            if (ticket && ticket->state == TicketState::answered && !state().answered_ticket) {
                state().answered_ticket = ticket->number;
            }
            if (!ticket || ticket->state != TicketState::open) {
                state().open_ticket.reset();
            }
        }
    }

    // The asker writes on a ticket of this conversation.
    bool take_to_ticket() {
        const auto ticket = inbound_.ticket ? knowledge_.ticket(*inbound_.ticket) : std::nullopt;
        if (!ticket) {
            return false;
        }
        const auto kind = question_.intent.kind;
        if (ticket->state != TicketState::open &&
            (kind == IntentKind::thanks || kind == IntentKind::goodbye)) {
            return false;  // no work for an expert
        }
        draft_.add_to(ticket->number);
        return true;
    }

    // A choice was tapped: one of the clarification, or one under the last answer.
    bool take_choice() {
        if (!inbound_.choice) {
            return false;
        }
        if (const auto* choice = find_choice(state().pending_choices, *inbound_.choice)) {
            draft_.give_chosen({*choice});
            return true;
        }
        const auto offered = draft_.offered_under_last_answer();
        if (const auto* choice = find_choice(offered, *inbound_.choice)) {
            state().last_question = inbound_.text;
            draft_.give_chosen({*choice});
            return true;
        }
        return false;
    }

    // The last word was an expert's, and this is a reply to it.
    bool take_to_expert() {
        const auto kind = question_.intent.kind;
        const bool new_question = inbound_.new_question || inbound_.choice.has_value();
        if (!state().answered_ticket || new_question || is_small_talk(kind) || is_command(kind)) {
            return false;
        }
        if (kind == IntentKind::none && is_wordless(question_)) {
            draft_.say(texts::thanks_to_expert());  // "👍" is no work for an expert
            return true;
        }
        draft_.add_to(*state().answered_ticket);
        return true;
    }

    // A clarification is answered by a number, an ordinal, "all" or "none".
    bool take_typed_choice() {
        const auto& choices = state().pending_choices;
        const auto reply = read_choice_reply(question_, choices.size());
        switch (reply.kind) {
            case ChoiceReplyKind::other:
                return false;
            case ChoiceReplyKind::none:
                draft_.hand_over(HandoverReason::after_clarification);
                return true;
            case ChoiceReplyKind::unclear:
                draft_.repeat_choices(texts::no_such_choice(choices.size()), EntryKind::clarification,
                                      choices);
                return true;
            case ChoiceReplyKind::picked:
                break;
        }
        std::vector<Choice> picked;
        for (const auto position : reply.picked) {
            picked.push_back(choices[position]);
        }
        draft_.give_chosen(picked);
        return true;
    }

    // Small talk and commands.
    bool obey() {
        switch (question_.intent.kind) {
            case IntentKind::none:
                return false;
            case IntentKind::greeting:
                draft_.say(texts::greeting());
                return true;
            case IntentKind::thanks:
                draft_.say(state().answered_ticket ? texts::thanks_to_expert() : texts::thanks());
                return true;
            case IntentKind::goodbye:
                draft_.say(texts::goodbye());
                return true;
            case IntentKind::help:
                draft_.say(texts::help());
                return true;
            case IntentKind::human:
                call_person();
                return true;
            case IntentKind::ticket_status:
                tell_status();
                return true;
            case IntentKind::affirmation:
                affirm();
                return true;
            case IntentKind::rejection:
                reject();
                return true;
            case IntentKind::pick:
                pick();
                return true;
            case IntentKind::erase_data:
                draft_.hand_over(HandoverReason::asked_for_person, inbound_.text, texts::handover_to_erase());
                return true;
        }
        return false;
    }

    // A clarification is answered in words.
    bool take_choice_in_words() {
        const auto* choice = choice_in_words(state().pending_choices, question_);
        if (choice == nullptr) {
            return false;
        }
        draft_.give_chosen({*choice});
        return true;
    }

    // A question for the knowledge base, or several.
    void ask() {
        if (is_wordless(question_)) {
            draft_.say(texts::ask_for_words());
            return;
        }
        const auto parts = ask_parts(inbound_.text, topic_of(state(), knowledge_, now_), knowledge_);
        const auto& first = parts.front();
        if (first.decision && first.decision->reason == EscalationReason::empty_question) {
            draft_.say(texts::ask_for_words());
            return;
        }
        state().answered_ticket.reset();
        if (nlp::asks_for_person(inbound_.text)) {
            answer_and_call_person(parts);
        } else if (parts.size() == 1) {
            reply_to(first);
        } else {
            reply_to_each(parts);
        }
    }

    // Who also asks for a person gets what can be answered, is asked nothing back, and gets the person.
    void answer_and_call_person(const std::vector<AskedPart>& parts) {
        state().last_question = inbound_.text;
        give_answers(parts);
        draft_.hand_over(HandoverReason::asked_for_person);
    }

    // Gives each article once, in the order of the questions; what is left has none to give.
    std::vector<const AskedPart*> give_answers(const std::vector<AskedPart>& parts) {
        std::set<std::string> given;
        std::vector<const AskedPart*> rest;
        for (const auto& part : parts) {
            if (!is_answer(part.decision) || !knowledge_.article(part.decision->ranked.front().id)) {
                rest.push_back(&part);
            } else if (given.insert(part.decision->ranked.front().id).second) {
                draft_.give(part.decision->ranked.front());
            }
        }
        return rest;
    }

    void reply_to(const AskedPart& part) {
        state().last_question = part.for_expert;
        const auto& decision = part.decision;
        if (is_answer(decision)) {
            draft_.give(decision->ranked.front());
        } else if (decision && decision->kind == DecisionKind::clarify) {
            draft_.clarify(*decision, texts::clarification());
        } else {
            draft_.hand_over(reason_of(decision));
        }
    }

    // What can be answered comes first, in its order; then what an expert gets, all of it in one ticket;
    // last, because the asker replies to it, the one clarification.
    void reply_to_each(const std::vector<AskedPart>& parts) {
        state().last_question = inbound_.text;
        auto rest = give_answers(parts);
        const auto unclear = std::find_if(rest.begin(), rest.end(), [&](const AskedPart* part) {
            return part->decision && draft_.may_clarify(*part->decision);
        });
        const auto* asked_back = unclear == rest.end() ? nullptr : *unclear;
        std::erase(rest, asked_back);
        if (rest.size() == parts.size()) {
            draft_.hand_over(reason_of(rest.front()->decision));
        } else if (!rest.empty()) {
            hand_over_rest(rest);
        }
        if (asked_back != nullptr) {
            state().last_question = asked_back->for_expert;
            draft_.clarify(*asked_back->decision, texts::clarification_of(asked_back->words));
        }
    }

    void hand_over_rest(const std::vector<const AskedPart*>& rest) {
        std::vector<std::string> told;
        std::string words;
        for (const auto* part : rest) {
            told.push_back(part->words);
            words += (words.empty() ? "" : "\n") + part->for_expert;
        }
        // What was answered in the same message may still be asked about, and its choices tapped.
        const auto last_article = state().last_article;
        draft_.hand_over_some(reason_of(rest.front()->decision), told, words);
        state().last_article = last_article;
    }

    // ---- commands

    void call_person() {
        if (state().answered_ticket) {
            draft_.add_to(*state().answered_ticket);
        } else if (!state().open_ticket && state().last_question.empty()) {
            draft_.say(texts::ask_for_question_first());
        } else {
            draft_.hand_over(HandoverReason::asked_for_person);
        }
    }

    void tell_status() {
        std::vector<Ticket> told;
        if (question_.intent.number) {
            if (auto ticket = knowledge_.ticket(*question_.intent.number)) {
                told.push_back(*std::move(ticket));
            } else {
                draft_.say(texts::no_such_ticket(*question_.intent.number));
                return;
            }
        } else {
            told = knowledge_.tickets();
            std::sort(told.begin(), told.end(),
                      [](const Ticket& a, const Ticket& b) { return a.number > b.number; });
            told.resize(std::min(told.size(), most_tickets_listed));
        }
        if (told.empty()) {
            draft_.say(texts::no_tickets());
            return;
        }
        if (told.size() == 1) {
            draft_.say_about(told.front(), texts::ticket_status(told));
        } else {
            draft_.say(texts::ticket_status(told));
        }
    }

    void affirm() {
        if (!state().pending_choices.empty()) {
            draft_.repeat_choices(texts::which_choice(), EntryKind::clarification, state().pending_choices);
        } else if (state().answered_ticket) {
            draft_.say(texts::thanks_to_expert());
        } else {
            draft_.say(state().last_article.empty() ? texts::acknowledged() : texts::glad_it_helped());
        }
    }

    void reject() {
        if (!state().pending_choices.empty()) {
            draft_.hand_over(HandoverReason::after_clarification);
        } else if (!state().last_article.empty()) {
            draft_.hand_over(HandoverReason::not_helpful);
        } else {
            draft_.say(texts::nothing_to_correct());
        }
    }

    // A number without a clarification: of what is offered under the last answer.
    void pick() {
        const auto choices = draft_.offered_under_last_answer();
        if (choices.empty()) {
            draft_.say(texts::no_choices_now());
            return;
        }
        const auto number = question_.intent.number.value_or(0);
        if (number < 1 || number > static_cast<std::int64_t>(choices.size())) {
            draft_.repeat_choices(texts::no_such_choice(choices.size()), EntryKind::small_talk, choices);
            return;
        }
        const auto& choice = choices[static_cast<std::size_t>(number - 1)];
        state().last_question = choice.label;
        draft_.give_chosen({choice});
    }

    DialogState& state() { return draft_.state(); }

    const connectors::InboundMessage& inbound_;
    const DialogKnowledge& knowledge_;
    Timestamp now_;
    nlp::Question question_;
    Draft draft_;
};

}  // namespace

Settlement decide(const PendingMessage& pending, const DialogKnowledge& knowledge, Timestamp now) {
    return Dialog(pending, knowledge, now).decide();
}

}  // namespace reformdesk::desk
