// The database of the process: conversations, tickets, articles and their documents, reviews, the outbox,
// what channels need, accounts, sessions and the audit trail, on SQLite or PostgreSQL. Implements the ports
// of server/desk and server/access, whose headers are the contract.
#pragma once

#include "server/access/store.hpp"
#include "server/desk/channel_store.hpp"
#include "server/desk/outbox_queue.hpp"
#include "server/desk/store.hpp"
#include "server/store/database_error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace reformdesk::store {

class Engine;

struct DatabaseOptions {
    std::size_t readers = 4;                ///< sessions that read at the same time
    std::size_t largest_batch = 256;        ///< transactions in one commit
    std::chrono::seconds busy_timeout{10};  ///< SQLite: how long to wait for another process
};

struct DatabaseStatistics {
    std::uint64_t jobs = 0;            ///< transactions asked for and committed
    std::uint64_t commits = 0;         ///< commits that carried them
    std::uint64_t undone_jobs = 0;     ///< failed alone, without harm to others
    std::uint64_t failed_commits = 0;  ///< whole batches lost
    std::uint64_t reconnects = 0;
    std::size_t largest_batch = 0;
    std::size_t waiting = 0;  ///< transactions asked for and not finished yet
};

/// Thread-safe; every function may block. Text with a byte 0 is refused with std::invalid_argument, and so is
/// a reference to something that is not there (a message, an account, a ticket of another conversation).
class Database final : public desk::ConversationStore,
                       public desk::TicketStore,
                       public desk::ArticleStore,
                       public desk::DocumentStore,
                       public desk::ReviewStore,
                       public desk::OutboxQueue,
                       public desk::EventStore,
                       public desk::ContactStore,
                       public desk::GroupStore,
                       public desk::DeliveryStore,
                       public desk::AdditionStore,
                       public desk::LinkStore,
                       public desk::SettingStore,
                       public access::AccessStore {
  public:
    /// Opens "sqlite:///absolute/file", "sqlite://relative/file" or "postgresql://…"; a missing SQLite file
    /// is created, a missing or older schema brought up to date. Throws DatabaseError, whose text is for the
    /// operator.
    explicit Database(const std::string& url, DatabaseOptions options = {});
    /// Commits what is under way.
    ~Database() override;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    DatabaseStatistics statistics() const;

    /// Writes a consistent copy while the database is in use; SQLite only. The file must not exist; it is
    /// complete when it does. Throws DatabaseError.
    void backup_to(const std::filesystem::path& file);

    // desk::ConversationStore
    desk::Conversation open_conversation(connectors::Channel channel, const std::string& external_id,
                                         desk::Timestamp now) override;
    std::optional<desk::Conversation> find_conversation(connectors::Channel channel,
                                                        const std::string& external_id) override;
    std::optional<desk::Conversation> conversation(std::int64_t id) override;
    desk::AcceptedMessage accept(const connectors::InboundMessage& message, desk::Timestamp now) override;
    std::vector<desk::PendingMessage> unsettled(std::size_t limit) override;
    std::optional<desk::PendingMessage> pending(std::int64_t message) override;
    desk::Settled settle(const desk::Settlement& settlement, desk::Timestamp now) override;
    std::vector<desk::LogEntry> entries(std::int64_t conversation, std::int64_t after,
                                        std::size_t limit) override;
    std::vector<desk::LogEntry> replies(std::int64_t conversation, std::int64_t message_sequence) override;

    // desk::TicketStore
    std::optional<desk::Ticket> ticket(std::int64_t number) override;
    std::vector<desk::Ticket> tickets(const desk::TicketQuery& query) override;
    std::vector<desk::Ticket> tickets_of(std::int64_t conversation) override;
    desk::TicketCounts counts() override;
    desk::ExpertReplied reply(const desk::ExpertReply& reply) override;
    desk::ExpertReplied close(const desk::ExpertReply& reply) override;
    std::optional<desk::Ticket> assign(const desk::Assignment& assignment) override;

    // desk::ArticleStore
    std::optional<desk::StoredArticle> article(const std::string& id) override;
    std::vector<desk::StoredArticle> articles() override;
    std::size_t import_articles(std::span<const kb_index::Article> articles, const std::string& actor,
                                desk::Timestamp now) override;
    std::string articles_revision() override;
    std::vector<desk::StoredArticle> versions(const std::string& id) override;

    // desk::DocumentStore
    std::optional<kb_index::LegalDocument> document(const std::string& number) override;
    std::vector<kb_index::LegalDocument> documents() override;
    std::size_t import_documents(std::span<const kb_index::LegalDocument> documents, const std::string& actor,
                                 desk::Timestamp now) override;
    desk::Superseded supersede(const desk::Supersession& supersession) override;

    // desk::ReviewStore
    std::size_t open_reviews(std::span<const desk::ReviewTask> tasks) override;
    std::vector<desk::ReviewTask> reviews(const desk::ReviewQuery& query) override;
    std::int64_t open_review_count() override;
    std::optional<desk::ReviewTask> close_review(std::int64_t id, const std::string& account,
                                                 desk::Timestamp at) override;
    std::optional<desk::ReviewTask> reopen_review(std::int64_t id, const std::string& account,
                                                  desk::Timestamp at) override;

    // desk::OutboxQueue
    std::vector<desk::Delivery> lease(std::size_t limit, desk::Timestamp now,
                                      std::chrono::milliseconds lease) override;
    void report(std::span<const desk::DeliveryReport> reports, desk::Timestamp now) override;
    std::int64_t depth() override;

    // desk::EventStore
    std::vector<std::int64_t> record_events(std::span<const desk::ChannelEvent> events) override;
    std::vector<desk::ChannelEvent> unsettled_events(std::int64_t after, std::size_t limit) override;
    void settle_events(std::span<const desk::EventSettlement> settlements, desk::Timestamp now) override;
    std::vector<desk::EventCount> event_counts(connectors::Channel channel) override;
    std::size_t remove_events(desk::Timestamp received_before, std::size_t limit) override;

    // desk::ContactStore
    std::optional<desk::Contact> contact(connectors::Channel channel, const std::string& id) override;
    void put_contact(const desk::Contact& contact) override;
    std::size_t erase_person(connectors::Channel channel, const std::string& id, const std::string& actor,
                             desk::Timestamp now) override;

    // desk::GroupStore
    std::optional<desk::Group> group(connectors::Channel channel, const std::string& id) override;
    std::vector<desk::Group> groups() override;
    void put_group(const desk::Group& group, const std::string& actor, desk::Timestamp now) override;

    // desk::DeliveryStore
    std::optional<desk::SentMessage> sent_message(connectors::Channel channel,
                                                  const std::string& message_id) override;
    void mark_received(connectors::Channel channel, std::span<const std::string> message_ids,
                       desk::Timestamp at) override;
    void mark_seen(connectors::Channel channel, std::span<const std::string> message_ids,
                   desk::Timestamp at) override;
    std::vector<desk::TroubledDelivery> troubled_deliveries(std::size_t limit) override;
    bool retry_delivery(std::int64_t delivery, const std::string& actor, desk::Timestamp now) override;

    // desk::AdditionStore
    bool append(const desk::Addition& addition) override;
    std::optional<desk::Ticket> record_outside_reply(const desk::OutsideReply& reply) override;

    // desk::LinkStore
    void put_link_code(const std::string& code_hash, std::int64_t account,
                       desk::Timestamp expires_at) override;
    std::optional<desk::AccountLink> redeem_link_code(const std::string& code_hash,
                                                      connectors::Channel channel, const std::string& contact,
                                                      desk::Timestamp now) override;
    std::optional<desk::AccountLink> link_of(connectors::Channel channel,
                                             const std::string& contact) override;
    std::vector<desk::AccountLink> links() override;
    void set_link_topics(std::int64_t account, connectors::Channel channel,
                         std::span<const std::string> topics) override;
    bool remove_link(std::int64_t account, connectors::Channel channel, desk::Timestamp now) override;

    // desk::SettingStore
    std::optional<std::string> setting(const std::string& name) override;
    bool change_setting(const std::string& name, const std::optional<std::string>& expected,
                        const std::string& value, desk::Timestamp now) override;

    // access::AccessStore
    std::optional<access::Account> account(const std::string& name) override;
    std::optional<access::Account> account(std::int64_t id) override;
    std::vector<access::Account> accounts() override;
    std::optional<access::Account> add_account(const access::Account& account) override;
    void update_account(const access::Account& account, const std::string& kept_session_hash) override;
    void add_session(const access::Session& session) override;
    std::optional<access::Session> session(const std::string& token_hash) override;
    void touch_session(const std::string& token_hash, access::Timestamp seen_at,
                       access::Timestamp expires_at) override;
    void remove_session(const std::string& token_hash) override;
    void remove_expired_sessions(access::Timestamp now) override;
    void append_audit(const access::AuditEntry& entry) override;
    std::vector<access::AuditEntry> audit(std::size_t limit) override;

  private:
    std::unique_ptr<Engine> engine_;
};

}  // namespace reformdesk::store
