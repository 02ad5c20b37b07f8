// The fixture of the contract: the same tests over every kind of database that the product runs on.
#pragma once

#include "server/store/database.hpp"
#include "server/store/session.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace reformdesk::contract {

/// An empty database that belongs to one test.
class Place {
  public:
    virtual ~Place() = default;
    virtual std::string url() const = 0;
};

struct Backend {
    std::string name;
    std::unique_ptr<Place> (*make_place)();
    bool reopens = false;  ///< the database is closed and opened again before every step of a test
};

std::vector<Backend> backends();
std::string name_of(const ::testing::TestParamInfo<Backend>& info);
void PrintTo(const Backend& backend, std::ostream* out);

/// Letters that don't compress: what is too long for an index then is too long indeed.
std::string long_text(std::size_t length);

/// A connection beside the product's, for what its interface can't do.
class RawConnection {
  public:
    explicit RawConnection(const std::string& url);
    void run(const std::string& sql) { session_.control_sql(sql); }
    /// Makes the schema that programs had at this version.
    void migrate(std::int64_t version);

  private:
    store::Location location_;
    store::Statements statements_;
    store::Session session_;
};

class StoreContract : public ::testing::TestWithParam<Backend> {
  protected:
    void SetUp() override;

    std::string url() const { return place_->url(); }
    bool on_sqlite() const { return url().starts_with("sqlite"); }
    /// The store under test; keep no reference to it over another call.
    store::Database& store();
    void close_store() { store_.reset(); }

    static desk::Timestamp at(std::int64_t milliseconds) {
        return desk::Timestamp(std::chrono::milliseconds(1'767'225'600'000 + milliseconds));
    }
    static connectors::InboundMessage message(const std::string& conversation, const std::string& source_id,
                                              const std::string& text = "Thủ tục đăng ký khai sinh?");
    static desk::LogEntry answer(const std::string& text);
    static desk::LogEntry handover(const std::string& text);

    /// Accepts a message and opens a ticket for it.
    desk::Ticket open_ticket(const std::string& conversation, const std::string& source_id = "m1");
    static desk::ExpertReply expert_reply(const desk::Ticket& ticket, const std::string& request_id);

  private:
    std::unique_ptr<Place> place_;
    std::unique_ptr<store::Database> store_;
};

}  // namespace reformdesk::contract
