#include "server/desk/inbox.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace reformdesk::desk {

namespace {

constexpr std::size_t recovered_at_once = 100;
// Who has written this much since an answer does not mean it any more.
constexpr std::int64_t recent_entries = 20;

void check(const connectors::InboundMessage& message) {
    if (message.text.empty() || message.text.size() > connectors::longest_text) {
        throw std::invalid_argument("a message must have 1 to " + std::to_string(connectors::longest_text) +
                                    " bytes of text");
    }
    if (message.conversation.empty() || message.source_id.empty()) {
        throw std::invalid_argument("a message must name its conversation and itself");
    }
}

}  // namespace

Inbox::Inbox(ConversationStore& conversations, TicketStore& tickets, ArticleStore& articles, Search& search,
             const Clock& clock, InboxOptions options)
    : conversations_(conversations),
      tickets_(tickets),
      articles_(articles),
      search_(search),
      clock_(clock),
      options_(std::move(options)) {}

AcceptedMessage Inbox::accept(const connectors::InboundMessage& message) {
    check(message);
    return conversations_.accept(message, clock_.now());
}

Settled Inbox::process(std::int64_t message) {
    auto pending = conversations_.pending(message);
    if (!pending) {
        return {};
    }
    const auto conversation = pending->conversation.id;
    const std::scoped_lock lock(deciding_[static_cast<std::size_t>(conversation) % deciding_.size()]);
    // Read again: another message of the conversation may have been settled before the lock was ours.
    pending = conversations_.pending(message);
    if (!pending || pending->accepted.handled) {
        Settled settled;
        settled.conversation = conversation;
        settled.last_sequence = pending ? pending->conversation.last_sequence : 0;
        return settled;
    }
    const auto now = clock_.now();
    return conversations_.settle(decide(*pending, knowledge_of(*pending, now), now), now);
}

std::size_t Inbox::recover() {
    std::size_t recovered = 0;
    std::set<std::int64_t> tried;
    for (;;) {
        const auto before = tried.size();
        for (const auto& pending : conversations_.unsettled(recovered_at_once)) {
            const auto message = pending.accepted.message;
            if (tried.insert(message).second && process(message).applied) {
                ++recovered;
            }
        }
        if (tried.size() == before) {
            return recovered;
        }
    }
}

DialogKnowledge Inbox::knowledge_of(const PendingMessage& pending, Timestamp now) {
    const auto conversation = pending.conversation.id;
    kb_index::AskOptions options{day_in_vietnam(now)};
    options.territory = options_.territory;
    options.precision = options_.precision;
    DialogKnowledge knowledge;
    knowledge.article = [this](const std::string& id) { return articles_.article(id); };
    knowledge.ticket = [this, conversation](std::int64_t number) {
        auto ticket = tickets_.ticket(number);
        return ticket && ticket->conversation == conversation ? ticket : std::nullopt;
    };
    knowledge.tickets = [this, conversation] { return tickets_.tickets_of(conversation); };
    knowledge.ask = [this, options](const nlp::Question& question,
                                    const auto& context) -> std::optional<kb_index::Decision> {
        auto asked = options;
        asked.context = context;
        try {
            return search_.ask(question, asked);
        } catch (const SearchError&) {
            return std::nullopt;
        }
    };
    knowledge.answered_at = [this, log = pending.conversation] { return answered_at(log); };
    return knowledge;
}

std::optional<Timestamp> Inbox::answered_at(const Conversation& conversation) {
    const auto after = std::max<std::int64_t>(0, conversation.last_sequence - recent_entries);
    std::optional<Timestamp> at;
    for (const auto& entry : conversations_.entries(conversation.id, after, recent_entries)) {
        if (entry.answer && entry.answer->article == conversation.state.last_article) {
            at = entry.created_at;
        }
    }
    return at;
}

}  // namespace reformdesk::desk
