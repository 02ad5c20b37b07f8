// The ports through which the desk keeps conversations, tickets and articles. Implemented in server/store;
// the contract is tests/contract, which every implementation passes.
//
// Every function is one transaction: it has happened durably when it returns, and not at all when it throws.
// All are thread-safe and may block. StoreError: the database failed; the outcome of a write is then unknown,
// and the caller repeats it with the same ids.
#pragma once

#include "kb_index/article.hpp"
#include "kb_index/standing.hpp"
#include "server/desk/conversation.hpp"
#include "server/desk/review.hpp"
#include "server/desk/ticket.hpp"

#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace reformdesk::desk {

struct StoreError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A message that is safely stored.
struct AcceptedMessage {
    std::int64_t message = 0;  ///< internal id, for settle
    std::int64_t conversation = 0;
    std::int64_t sequence = 0;  ///< of its entry in the log
    bool is_new = false;        ///< false when this source id was accepted before
    bool handled = false;       ///< true when its reply is stored already
};

/// A message with all that is needed to reply to it.
struct PendingMessage {
    AcceptedMessage accepted;
    connectors::InboundMessage inbound;
    Conversation conversation;  ///< as it is now
};

enum class TicketChangeKind { none, open, append, reopen };

/// What replying to a message does to tickets.
struct TicketChange {
    TicketChangeKind kind = TicketChangeKind::none;
    Ticket ticket;  ///< open: the new one; append, reopen: only its number counts
};

/// The whole effect of one message, stored at once.
struct Settlement {
    std::int64_t message = 0;
    std::vector<LogEntry> replies;  ///< conversation, sequence and reply_to are given by the store
    TicketChange
        ticket_change;  ///< open: the new number goes into every reply's `ticket` that has number 0, into
                        ///< "{ticket}" in its text, and into state.open_ticket when that is 0
    DialogState state;
};

struct Settled {
    bool applied = false;  ///< false when the message had been settled before: then nothing was changed
    std::int64_t conversation = 0;
    std::int64_t last_sequence = 0;
    std::optional<Ticket> ticket;  ///< as it is now, when the settlement touched one
};

/// An expert's answer to a ticket.
struct ExpertReply {
    std::int64_t ticket = 0;
    std::int64_t expected_version = 0;  ///< what the expert saw
    std::string request_id;             ///< idempotency key: a repeated request changes nothing
    std::string author;                 ///< display name
    std::string account;                ///< login name, for the audit
    std::string text;
    bool close = false;  ///< closes the ticket without waiting for the asker
    Timestamp at;
};

enum class ReplyOutcome { stored, repeated, version_conflict, no_such_ticket };

struct ExpertReplied {
    ReplyOutcome outcome = ReplyOutcome::no_such_ticket;
    std::optional<Ticket> ticket;  ///< as it is now, when there is one
};

/// Who works on a ticket from now on. The asker is told nothing.
struct Assignment {
    std::int64_t ticket = 0;
    std::string request_id;  ///< idempotency key
    std::string assignee;    ///< display name; empty: nobody
    std::string unit;        ///< empty: none
    std::string account;     ///< login name of who did it, for the audit
    Timestamp at;
};

struct TicketQuery {
    std::optional<TicketState> state;
    std::optional<std::int64_t> before;  ///< numbers below this one
    std::size_t limit = 50;
};

struct TicketCounts {
    std::int64_t open = 0;
    std::int64_t answered = 0;
    std::int64_t closed = 0;
};

class ConversationStore {
  public:
    virtual ~ConversationStore() = default;

    /// The conversation with this id of the channel, made when there is none.
    virtual Conversation open_conversation(connectors::Channel channel, const std::string& external_id,
                                           Timestamp now) = 0;
    virtual std::optional<Conversation> find_conversation(connectors::Channel channel,
                                                          const std::string& external_id) = 0;
    virtual std::optional<Conversation> conversation(std::int64_t id) = 0;

    /// Writes the message once for (channel, conversation, source id), with its entry in the log.
    virtual AcceptedMessage accept(const connectors::InboundMessage& message, Timestamp now) = 0;
    /// Accepted and not settled, oldest first: what a crash left behind.
    virtual std::vector<PendingMessage> unsettled(std::size_t limit) = 0;
    virtual std::optional<PendingMessage> pending(std::int64_t message) = 0;
    virtual Settled settle(const Settlement& settlement, Timestamp now) = 0;

    /// Entries with sequence > after, in order.
    virtual std::vector<LogEntry> entries(std::int64_t conversation, std::int64_t after,
                                          std::size_t limit) = 0;
    /// What settling the message with this sequence wrote, in order; nothing before it is settled.
    virtual std::vector<LogEntry> replies(std::int64_t conversation, std::int64_t message_sequence) = 0;
};

class TicketStore {
  public:
    virtual ~TicketStore() = default;
    virtual std::optional<Ticket> ticket(std::int64_t number) = 0;
    /// Newest first.
    virtual std::vector<Ticket> tickets(const TicketQuery& query) = 0;
    virtual std::vector<Ticket> tickets_of(std::int64_t conversation) = 0;
    virtual TicketCounts counts() = 0;
    /// Log entry, outbox row, ticket state, dialog state and audit entry in one transaction.
    virtual ExpertReplied reply(const ExpertReply& reply) = 0;
    /// Closes without an answer to the asker; a notice goes into the log.
    virtual ExpertReplied close(const ExpertReply& reply) = 0;
    /// The ticket as it is now; nothing when there is none.
    virtual std::optional<Ticket> assign(const Assignment& assignment) = 0;
};

struct StoredArticle {
    kb_index::Article article;
    std::int64_t version = 1;
    Timestamp changed_at;
    kb_index::Standing standing = {};  ///< by the documents as they are now
};

class ArticleStore {
  public:
    virtual ~ArticleStore() = default;
    virtual std::optional<StoredArticle> article(const std::string& id) = 0;
    /// In the order of their ids.
    virtual std::vector<StoredArticle> articles() = 0;
    /// Adds and replaces all of them or none; an unchanged article keeps its version, a changed one gets a
    /// new version and the old one stays readable. Returns how many were added or changed.
    virtual std::size_t import_articles(std::span<const kb_index::Article> articles, const std::string& actor,
                                        Timestamp now) = 0;
    /// Changes whenever any article or document does; names the state that an index was built from.
    virtual std::string articles_revision() = 0;
    /// All versions of an article, newest first.
    virtual std::vector<StoredArticle> versions(const std::string& id) = 0;
};

struct Supersession {
    std::string old_number;
    std::string new_number;
    kb_index::Date from;  ///< the first day of the new document
    std::string account;
    Timestamp at;
};

struct Superseded {
    bool known = false;  ///< false when neither a document nor an article has the old number: nothing changed
    std::vector<StoredArticle> articles;  ///< that rest on the old document, in the order of their ids
    std::size_t tasks = 0;                ///< opened for them
    /// Numbers that were not in the list of documents; they were added with nothing but the number.
    std::vector<std::string> added;
    std::string revision_before;
    std::string revision;
};

class DocumentStore {
  public:
    virtual ~DocumentStore() = default;
    virtual std::optional<kb_index::LegalDocument> document(const std::string& number) = 0;
    /// In the order of their numbers.
    virtual std::vector<kb_index::LegalDocument> documents() = 0;
    /// Adds and replaces all of them or none. Returns how many were added or changed.
    virtual std::size_t import_documents(std::span<const kb_index::LegalDocument> documents,
                                         const std::string& actor, Timestamp now) = 0;
    /// Ends the old document on the day before, and opens a review task for each article that rests on it,
    /// unless there is one.
    virtual Superseded supersede(const Supersession& supersession) = 0;
};

struct ReviewQuery {
    bool open = true;        ///< those waiting; otherwise those done, newest first
    std::int64_t after = 0;  ///< ids behind this one in the order of the list; 0: from its beginning
    std::size_t limit = 100;
};

class ReviewStore {
  public:
    virtual ~ReviewStore() = default;
    /// Opens those of which there is none yet with the same article, document and last day, open or closed.
    /// Returns how many.
    virtual std::size_t open_reviews(std::span<const ReviewTask> tasks) = 0;
    /// Open ones in the order in which they were opened.
    virtual std::vector<ReviewTask> reviews(const ReviewQuery& query) = 0;
    virtual std::int64_t open_review_count() = 0;
    /// Closing what is closed, and reopening what is open, changes nothing. Nothing for an unknown id.
    virtual std::optional<ReviewTask> close_review(std::int64_t id, const std::string& account,
                                                   Timestamp at) = 0;
    virtual std::optional<ReviewTask> reopen_review(std::int64_t id, const std::string& account,
                                                    Timestamp at) = 0;
};

}  // namespace reformdesk::desk
