// WebSocket clients: a crowd that only stays connected, visitors who ask one question after another, and the
// echo that shows what the machine can do without the product.
#pragma once

#include "tests/load/measure.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace reformdesk::load {

/// Connections that have said hello and got one frame back, and then stay: pings are answered while the crowd
/// is being added to or waits.
class IdleCrowd {
  public:
    explicit IdleCrowd(std::uint16_t port);
    ~IdleCrowd();

    /// Returns when all of them are welcomed. Throws when the server turns one away.
    void add(std::size_t connections);
    void wait(std::chrono::milliseconds time);

    /// Those that have ended although they should have stayed.
    std::size_t lost() const;

  private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

struct ChatLoad {
    std::uint16_t port = 0;
    std::vector<std::string> questions;  ///< asked in turn
    std::size_t visitors = 32;
    std::chrono::milliseconds time{5'000};
};

struct ChatResult {
    double per_second = 0;  ///< questions that got their reply
    Latency accepted;       ///< until the message is on disk
    Latency answered;       ///< until the reply is here
    std::size_t refused = 0;
};

/// Every visitor waits for the reply to a question before asking the next. Throws when a connection ends.
ChatResult run_chat(const ChatLoad& load);

/// Round trips of 300 bytes, one under way on each connection.
ChatResult run_echo(std::uint16_t port, std::size_t connections, std::chrono::milliseconds time);

}  // namespace reformdesk::load
