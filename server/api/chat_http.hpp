// The web chat over plain HTTP, where WebSockets are blocked: POST and long poll.
#pragma once

#include "server/api/chat_socket.hpp"

#include <list>
#include <memory>

#include <boost/asio/steady_timer.hpp>

namespace reformdesk::api {

/// Lives on the I/O thread.
class ChatHttpApi {
  public:
    explicit ChatHttpApi(ChatParts parts);

    std::vector<net::Route> routes();

    /// Answers every waiting poll now: the server is stopping.
    void begin_stop();

  private:
    boost::asio::awaitable<net::Response> open(net::RequestPointer request);
    boost::asio::awaitable<net::Response> post(net::RequestPointer request);
    boost::asio::awaitable<net::Response> poll(net::RequestPointer request);
    boost::asio::awaitable<net::Response> preflight(net::RequestPointer request);

    /// The entries and tickets after `after`, once there is something or the time is over.
    boost::asio::awaitable<net::Response> wait_for_news(std::string conversation, std::int64_t after,
                                                        std::chrono::seconds wait);
    boost::asio::awaitable<void> process_later(desk::AcceptedMessage accepted);
    net::Route route(std::string method, std::string pattern, std::size_t body,
                     boost::asio::awaitable<net::Response> (ChatHttpApi::*member)(net::RequestPointer));

    ChatParts parts_;
    std::list<std::shared_ptr<boost::asio::steady_timer>> waiting_;
    bool stopping_ = false;
};

}  // namespace reformdesk::api
