// Messages by getUpdates, for places that Zalo can't reach: no public address, no certificate. Zalo hands an
// update out once and takes no acknowledgement, so what it gave and a crash of ours took is lost; a webhook
// is the better way.
#pragma once

#include "connectors/zalo_bot/client.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

namespace reformdesk::connectors::zalo_bot {

struct PollingOptions {
    std::chrono::seconds wait{30};                    ///< of one call, at Zalo's
    std::chrono::milliseconds first_pause{1'000};     ///< after a failure; doubled after each further one …
    std::chrono::milliseconds longest_pause{60'000};  ///< … up to this
    std::chrono::milliseconds shortest_poll{
        1'000};  ///< "nobody wrote" that came sooner is followed by first_pause
    std::chrono::milliseconds webhook_check{120'000};  ///< between two looks whether a webhook is set
};

/// After so many failures in a row. `random`, from 0 to 1, takes up to half of it off, so that not everybody
/// comes back at once.
std::chrono::milliseconds pause_after(int failures, double random, const PollingOptions& options);

enum class PollingEvent {
    webhook_set,   ///< a webhook is set: no update comes here, and Zalo gives no error either
    webhook_gone,  ///< it isn't any more
    poll_failed,
    store_failed,  ///< an update could not be stored; it is tried again, and no other is fetched
    recovered,     ///< after one of these two
    lost,          ///< stopped before an update could be stored
};

struct PollingNotice {
    PollingEvent event = PollingEvent::poll_failed;
    std::string detail = {};  ///< for the log, in English; no secrets, nothing that was written
    CallOutcome outcome = CallOutcome::done;  ///< of poll_failed
    std::chrono::milliseconds pause{0};       ///< until the next try
};

/// Lives on the I/O thread. What is passed in must outlive it, and it must outlive its run().
class Polling {
  public:
    /// Returns when the event is on disk, or must not be stored; throws when it isn't and should be tried
    /// again.
    using Store = std::function<boost::asio::awaitable<void>(Event event)>;
    using Listener = std::function<void(const PollingNotice& notice)>;

    Polling(const boost::asio::any_io_executor& executor, Client& client, Store store, Listener listener,
            PollingOptions options);

    /// Polls until stop() is called: one event after the other, the next call only when all are stored.
    boost::asio::awaitable<void> run();

    /// Ends every wait at once, also that for Zalo's answer, as far as the HTTP client can be cancelled. An
    /// event that is being stored is stored first.
    void stop();

  private:
    boost::asio::awaitable<void> check_webhook();
    boost::asio::awaitable<void> poll();
    boost::asio::awaitable<void> store_all(std::vector<Event> events);
    boost::asio::awaitable<bool> try_to_store(Event event);
    boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
    template <class Value>
    boost::asio::awaitable<Reply<Value>> until_stopped(boost::asio::awaitable<Reply<Value>> call);

    std::chrono::milliseconds next_pause();
    void succeeded();

    Client& client_;
    Store store_;
    Listener listener_;
    PollingOptions options_;
    boost::asio::steady_timer timer_;
    boost::asio::cancellation_signal cancel_;
    std::minstd_rand random_;
    std::optional<std::chrono::steady_clock::time_point> webhook_checked_;
    bool webhook_set_ = false;
    int failures_ = 0;  ///< in a row
    bool stopping_ = false;
};

}  // namespace reformdesk::connectors::zalo_bot
