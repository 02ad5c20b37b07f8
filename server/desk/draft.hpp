// A settlement being written: every outcome that a message can have, with its reply, its ticket change and
// the state that it leaves behind. Which outcome it is, decides dialog.cpp.
#pragma once

#include "server/desk/dialog.hpp"

#include <string>
#include <vector>

namespace reformdesk::desk {

/// Keeps references: what is passed in must outlive it.
class Draft {
  public:
    Draft(const PendingMessage& pending, const DialogKnowledge& knowledge, Timestamp now);

    DialogState& state() { return settlement_.state; }
    Settlement finish();

    /// The bot's own words.
    void say(std::string text);
    /// The same about one ticket.
    void say_about(const Ticket& ticket, std::string text);
    /// Offers choices that were offered before.
    void repeat_choices(std::string text, EntryKind kind, const std::vector<Choice>& choices);

    /// The article, verbatim; hands over when it is gone.
    void give(const kb_index::Candidate& candidate);
    /// The articles that the asker chose: that they answer the question is no longer a guess.
    void give_chosen(const std::vector<Choice>& choices);
    /// Whether it may ask back: once in a row, and between two articles or more.
    bool may_clarify(const kb_index::Decision& decision) const;
    /// Asks back if it may; otherwise hands over.
    void clarify(const kb_index::Decision& decision, std::string text);

    /// Hands over the last question.
    void hand_over(HandoverReason reason);
    /// Hands over these words. Never a second ticket while one waits: then they join it.
    void hand_over(HandoverReason reason, const std::string& words, std::string text);
    /// Hands over some questions of a message; `told` are their words, `words` what the expert gets.
    void hand_over_some(HandoverReason reason, const std::vector<std::string>& told,
                        const std::string& words);
    /// Brings the message to the ticket, and the ticket back to the experts if it does not wait already.
    void add_to(std::int64_t ticket);

    /// What stands under the last answer.
    std::vector<Choice> offered_under_last_answer() const;

  private:
    LogEntry& reply(EntryKind kind, std::string text);
    void bring_to(std::int64_t ticket, std::string text);
    void bring_to(std::int64_t ticket);
    void wait_for_expert(std::int64_t ticket);
    void end_clarification();

    const PendingMessage& pending_;
    const DialogKnowledge& knowledge_;
    Timestamp now_;
    Settlement settlement_;
};

}  // namespace reformdesk::desk
