// What the operator watches: counters and times in the Prometheus text format.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace reformdesk::telemetry {

/// Thread-safe.
class Metrics {
  public:
    Metrics();
    ~Metrics();

    /// `route` is the pattern, so that the number of series is bounded.
    void request(std::string_view route, unsigned status, std::chrono::microseconds duration);
    void message(std::string_view channel);
    void repeated_message(std::string_view channel);
    /// How a message was replied to: "answer", "clarification", "handover", …
    void reply(std::string_view kind);
    void processing(std::chrono::microseconds duration);
    void delivery(std::string_view channel, std::string_view outcome);
    void login(bool successful);
    void trouble(std::string_view where);

    void set_connections(std::size_t connections, std::size_t websockets);
    void set_outbox_depth(std::int64_t depth);
    void set_open_tickets(std::int64_t tickets);
    void set_worker_queue(std::size_t queued);

    /// The text exposition format, version 0.0.4.
    std::string text() const;

  private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace reformdesk::telemetry
