// The API over the ports' fakes, asked without a socket: routes are matched and handlers run as the server
// does it.
//
//   ApiDesk desk;
//   const auto answer = desk.call(get("/api/v1/tickets"));
#pragma once

#include "connectors/web_chat/hub.hpp"
#include "server/api/accounts_api.hpp"
#include "server/api/ask_api.hpp"
#include "server/api/channels_api.hpp"
#include "server/api/chat_http.hpp"
#include "server/api/consent_api.hpp"
#include "server/api/json_body.hpp"
#include "server/api/links_api.hpp"
#include "server/api/reviews_api.hpp"
#include "server/api/session_api.hpp"
#include "server/api/tickets_api.hpp"
#include "tests/fakes/access_store.hpp"
#include "tests/fakes/articles.hpp"
#include "tests/fakes/channel_store.hpp"
#include "tests/fakes/clock.hpp"
#include "tests/fakes/http_client.hpp"
#include "tests/fakes/search.hpp"
#include "tests/fakes/token_store.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace reformdesk::api::testing {

inline const std::string own_origin = "http://desk.test";
inline const std::string portal_origin = "https://portal.test";
inline const std::string a_visitor = "visitor-0123456789abcdef";
inline const std::string a_conversation = "conversation-0123456789";
inline const std::string an_oa = "4318657068771012646";
inline const std::string a_password = "mật khẩu rất dài";

net::Request get(std::string path);
net::Request post(std::string path, std::string json);
net::Request with(net::Request request, std::string name, std::string value);

std::string header(const net::Response& response, std::string_view name);
/// The body as JSON; fails the test when it is none.
Json json_of(const net::Response& response);
/// "code" of a problem document; empty when it is none.
std::string code_of(const net::Response& response);

/// A connection without a network. Texts that the server sent are in `sent`.
class FakeSocket : public net::WebSocket {
  public:
    FakeSocket(boost::asio::io_context& context, net::Request request);

    void say(std::string text);
    void hang_up();
    std::optional<std::uint16_t> closed_with() const { return closed_with_; }
    /// The frames of this type that were sent so far.
    std::vector<Json> frames(std::string_view type) const;

    boost::asio::awaitable<std::optional<std::string>> receive() override;
    bool send(std::shared_ptr<const std::string> text) override;
    void close(std::uint16_t code, std::string reason) override;
    const net::Request& request() const override { return request_; }

  private:
    boost::asio::steady_timer arrived_;
    net::Request request_;
    std::deque<std::string> waiting_;
    std::vector<std::string> sent_;
    std::optional<std::uint16_t> closed_with_;
    bool ended_ = false;
};

/// Who is logged in, as a browser keeps it.
struct Browser {
    std::string cookie;
    std::string csrf;
};

struct ApiDeskOptions {
    std::size_t messages_per_minute = 1'000;
    std::string public_url = own_origin;
    bool has_oa = true;
};

class ApiDesk {
  public:
    explicit ApiDesk(ApiDeskOptions options = {});
    ~ApiDesk();

    /// Runs the request to its answer; 404 and 405 as the server gives them.
    net::Response call(net::Request request);
    /// The same with a browser's cookie and, on a changing method, its token.
    net::Response call(net::Request request, const Browser& browser);
    std::shared_ptr<FakeSocket> connect(net::Request request);
    /// Runs whatever is under way until `condition` holds; false after ten seconds.
    bool run_until(const std::function<bool()>& condition);

    const std::vector<net::Route>& routes() const { return router_->routes(); }
    /// Adds an account whose password is a_password.
    void add_account(const std::string& name, access::Role role, bool one_time = false);
    Browser log_in(const std::string& name);
    /// Accepts a question that nobody can answer, in a conversation of its own, and gives its ticket.
    desk::Ticket open_ticket(const std::string& question = "Hỏi điều chưa ai biết?");

    boost::asio::io_context context;
    fakes::Clock clock;
    fakes::ChannelStore store;
    fakes::AccessStore accounts;
    fakes::Articles articles;
    fakes::Search search;
    telemetry::Metrics metrics;
    net::WorkerPool pool{2, 64};
    OriginRule origins{own_origin, {portal_origin}};
    connectors::web_chat::Hub hub;
    fakes::HttpClient zalo;
    fakes::TokenStore tokens;
    ChannelsStatus channels;
    int retried = 0;  ///< how often the API told of it
    int granted = 0;
    std::vector<desk::Ticket> changed;
    std::vector<std::string> troubles;
    std::unique_ptr<ChatHttpApi> chat_http;

  private:
    void settled(const desk::Settled& settled);

    access::Access access_;
    desk::Inbox inbox_;
    SessionGuard guard_;
    SessionApi session_api_;
    AccountsApi accounts_api_;
    TicketsApi tickets_api_;
    ReviewsApi reviews_api_;
    ChannelsApi channels_api_;
    connectors::zalo_oa::Consent consent_;
    ConsentApi consent_api_;
    LinksApi links_api_;
    RateLimit ask_rate_;
    AskApi ask_api_;
    ChatReader reader_;
    ChatIntake intake_;
    std::unique_ptr<ChatSocketApi> chat_socket_;
    std::unique_ptr<net::Router> router_;
};

}  // namespace reformdesk::api::testing
