// The time that one exchange has, and the way to end whatever it is waiting for. On the I/O thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace reformdesk::net {

class Stream;

/// Calls `ring` once at the time, unless it is destroyed before.
class Alarm {
  public:
    Alarm(boost::asio::io_context& context, std::chrono::steady_clock::time_point at,
          std::function<void()> ring);

  private:
    boost::asio::steady_timer timer_;
    std::shared_ptr<std::function<void()>> ring_;
};

class Deadline {
  public:
    Deadline(boost::asio::io_context& context, std::chrono::steady_clock::time_point at);
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    std::chrono::steady_clock::time_point at() const { return at_; }

    bool over() const { return !reason_.empty() || std::chrono::steady_clock::now() >= at_; }
    /// Why it is over.
    std::string reason() const;
    /// Before its time. Closes the stream and wakes wait(); whoever waits finds it over.
    void end(std::string reason);

    /// The stream that the end closes, until another one or nullptr is named.
    void guard(Stream* stream) { stream_ = stream; }

    /// Until wake() or the end.
    boost::asio::awaitable<void> wait();
    void wake() { pause_.cancel(); }

  private:
    std::chrono::steady_clock::time_point at_;
    std::string reason_;
    Stream* stream_ = nullptr;
    boost::asio::steady_timer pause_;
    Alarm alarm_;
};

}  // namespace reformdesk::net
