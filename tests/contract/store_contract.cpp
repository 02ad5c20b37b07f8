#include "tests/contract/store_contract.hpp"

#include "tests/contract/postgresql_cluster.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <atomic>
#include <ostream>
#include <random>

#include <unistd.h>

namespace reformdesk::contract {

namespace {

class SqliteFile final : public Place {
  public:
    std::string url() const override { return "sqlite://" + (folder_.path() / "desk 1.sqlite").string(); }

  private:
    TemporaryFolder folder_;
};

// A schema of its own is as good as a database of its own, and made in a moment.
class PostgresqlSchema final : public Place {
  public:
    PostgresqlSchema() : name_("test_" + std::to_string(::getpid()) + "_" + std::to_string(next_number())) {
        RawConnection(postgresql_url()).run("CREATE SCHEMA " + name_);
    }
    ~PostgresqlSchema() override { RawConnection(postgresql_url()).run("DROP SCHEMA " + name_ + " CASCADE"); }

    std::string url() const override {
        const auto& base = postgresql_url();
        return base + (base.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + name_;
    }

  private:
    static int next_number() {
        static std::atomic<int> number{0};
        return ++number;
    }

    std::string name_;
};

template <typename Kind>
std::unique_ptr<Place> make() {
    return std::make_unique<Kind>();
}

}  // namespace

std::vector<Backend> backends() {
    return {{"sqlite", make<SqliteFile>, false},
            {"sqlite_reopened", make<SqliteFile>, true},
            {"postgresql", make<PostgresqlSchema>, false}};
}

std::string name_of(const ::testing::TestParamInfo<Backend>& info) {
    return info.param.name;
}

void PrintTo(const Backend& backend, std::ostream* out) {
    *out << backend.name;
}

std::string long_text(std::size_t length) {
    std::mt19937 random;
    std::string text(length, ' ');
    for (auto& letter : text) {
        letter = static_cast<char>('a' + random() % 26);
    }
    return text;
}

RawConnection::RawConnection(const std::string& url)
    : location_(store::parse_location(url)),
      statements_(location_.dialect, store::embedded_sql()),
      session_(location_, statements_, store::SessionOptions()) {}

void RawConnection::migrate(std::int64_t version) {
    for (const auto& migration : statements_.migrations()) {
        if (migration.version <= version) {
            for (const auto& sql : migration.statements) {
                run(sql);
            }
            run("INSERT INTO schema_version (version, applied_at) VALUES (" +
                std::to_string(migration.version) + ", 0)");
        }
    }
}

void StoreContract::SetUp() {
    place_ = GetParam().make_place();
    store_ = std::make_unique<store::Database>(url());
}

store::Database& StoreContract::store() {
    if (GetParam().reopens || !store_) {
        store_.reset();
        store_ = std::make_unique<store::Database>(url());
    }
    return *store_;
}

connectors::InboundMessage StoreContract::message(const std::string& conversation,
                                                  const std::string& source_id, const std::string& text) {
    connectors::InboundMessage message;
    message.conversation = conversation;
    message.source_id = source_id;
    message.text = text;
    return message;
}

desk::LogEntry StoreContract::answer(const std::string& text) {
    desk::LogEntry entry;
    entry.kind = desk::EntryKind::answer;
    entry.text = text;
    entry.created_at = at(5);
    return entry;
}

desk::LogEntry StoreContract::handover(const std::string& text) {
    auto entry = answer(text);
    entry.kind = desk::EntryKind::handover;
    entry.ticket = desk::TicketReference{0, desk::TicketState::open};
    return entry;
}

desk::Ticket StoreContract::open_ticket(const std::string& conversation, const std::string& source_id) {
    const auto accepted = store().accept(message(conversation, source_id), at(0));
    desk::Settlement settlement;
    settlement.message = accepted.message;
    settlement.replies = {handover("Đã chuyển chuyên viên, số phiếu #{ticket}.")};
    settlement.ticket_change.kind = desk::TicketChangeKind::open;
    settlement.ticket_change.ticket.question = "Thủ tục đăng ký khai sinh?";
    settlement.ticket_change.ticket.reason = desk::HandoverReason::uncertain;
    settlement.state.open_ticket = 0;
    return store().settle(settlement, at(10)).ticket.value();
}

desk::ExpertReply StoreContract::expert_reply(const desk::Ticket& ticket, const std::string& request_id) {
    desk::ExpertReply reply;
    reply.ticket = ticket.number;
    reply.expected_version = ticket.version;
    reply.request_id = request_id;
    reply.author = "Chị Lan";
    reply.account = "lan";
    reply.text = "Nộp tại **bộ phận một cửa** của xã.";
    reply.at = at(100);
    return reply;
}

}  // namespace reformdesk::contract
