#include "tests/server/api/api_desk.hpp"

#include "server/api/route.hpp"

#include <chrono>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

namespace reformdesk::api::testing {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds longest_wait{10};

access::AccessOptions cheap_passwords() {
    access::AccessOptions options;
    options.hash_operations = 1;
    options.hash_memory = 8192;
    return options;
}

connectors::zalo_oa::OAuthSettings oauth_settings() {
    connectors::zalo_oa::OAuthSettings settings;
    settings.url = "https://oauth.zalo.test";
    settings.app_id = "12345678";
    settings.app_secret = "app-secret";
    return settings;
}

net::Request request_to(std::string method, std::string path) {
    net::Request made;
    made.method = std::move(method);
    const auto query = path.find('?');
    made.path = path.substr(0, query);
    if (query != std::string::npos) {
        const auto rest = path.substr(query + 1);
        for (std::size_t at = 0; at < rest.size();) {
            const auto end = std::min(rest.find('&', at), rest.size());
            const auto equals = rest.find('=', at);
            made.query.emplace_back(rest.substr(at, equals - at), rest.substr(equals + 1, end - equals - 1));
            at = end + 1;
        }
    }
    made.headers.emplace_back("host", "desk.test");
    made.peer = "192.0.2.1";
    return made;
}

asio::awaitable<void> run_handler(const net::Handler* handler, net::RequestPointer request,
                                  std::shared_ptr<std::optional<net::Response>> answer) {
    net::Response response = co_await (*handler)(std::move(request));
    *answer = std::move(response);
}

}  // namespace

net::Request get(std::string path) {
    return request_to("GET", std::move(path));
}

net::Request post(std::string path, std::string json) {
    auto made = request_to("POST", std::move(path));
    made.headers.emplace_back("content-type", "application/json");
    made.body = std::move(json);
    return made;
}

net::Request with(net::Request request, std::string name, std::string value) {
    request.headers.emplace_back(std::move(name), std::move(value));
    return request;
}

std::string header(const net::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) {
            return value;
        }
    }
    return "";
}

Json json_of(const net::Response& response) {
    auto parsed = connectors::wire::parse(response.body);
    if (auto* value = std::get_if<Json>(&parsed)) {
        return *value;
    }
    ADD_FAILURE() << "no JSON: " << response.body;
    return {};
}

std::string code_of(const net::Response& response) {
    if (header(response, "Content-Type") != "application/problem+json") {
        return "";
    }
    return json_of(response).text_at("code").value_or("");
}

FakeSocket::FakeSocket(asio::io_context& context, net::Request request)
    : arrived_(context), request_(std::move(request)) {}

void FakeSocket::say(std::string text) {
    waiting_.push_back(std::move(text));
    arrived_.cancel();
}

void FakeSocket::hang_up() {
    ended_ = true;
    arrived_.cancel();
}

std::vector<Json> FakeSocket::frames(std::string_view type) const {
    std::vector<Json> found;
    for (const auto& text : sent_) {
        const auto parsed = connectors::wire::parse(text);
        const auto* frame = std::get_if<Json>(&parsed);
        if (frame != nullptr && frame->text_at("type") == type) {
            found.push_back(*frame);
        }
    }
    return found;
}

asio::awaitable<std::optional<std::string>> FakeSocket::receive() {
    while (waiting_.empty() && !ended_) {
        arrived_.expires_after(longest_wait);
        boost::system::error_code ignored;
        co_await arrived_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    if (waiting_.empty()) {
        co_return std::nullopt;
    }
    auto text = std::move(waiting_.front());
    waiting_.pop_front();
    co_return std::optional(std::move(text));
}

bool FakeSocket::send(std::shared_ptr<const std::string> text) {
    if (ended_) {
        return false;
    }
    sent_.push_back(*text);
    return true;
}

void FakeSocket::close(std::uint16_t code, std::string) {
    closed_with_ = closed_with_.value_or(code);
    hang_up();
}

ApiDesk::ApiDesk(ApiDeskOptions options)
    : access_(
          accounts, [this] { return clock.now(); }, cheap_passwords()),
      inbox_(store, store, articles, search, clock, {0.95, "56"}),
      guard_(access_, pool, origins),
      session_api_(access_, guard_, pool, origins, metrics),
      accounts_api_(access_, guard_, pool),
      tickets_api_({store,
                    store,
                    articles,
                    search,
                    clock,
                    guard_,
                    pool,
                    {0.95, "56"},
                    [this](const desk::Ticket& ticket) { changed.push_back(ticket); }}),
      reviews_api_({articles, articles, articles, clock, guard_, pool}),
      channels_api_({store, store, store, clock, guard_, pool, options.public_url,
                     [this] { return channels; }, [this] { ++retried; }}),
      consent_(
          zalo, tokens, [this] { return clock.now(); }, oauth_settings(), an_oa),
      consent_api_(
          {options.has_oa ? &consent_ : nullptr, clock, guard_, options.public_url, [this] { ++granted; }}),
      links_api_({store, store, articles, clock, guard_, pool}),
      ask_rate_(options.messages_per_minute),
      ask_api_({inbox_,
                store,
                articles,
                search,
                clock,
                pool,
                {0.95, "56"},
                ask_rate_,
                [this](const desk::Ticket& ticket) { changed.push_back(ticket); }}),
      reader_(store, store),
      intake_({inbox_, pool, metrics, options.messages_per_minute,
               [this](const desk::Settled& done) { settled(done); },
               [this](const std::string& why) { troubles.push_back(why); }}) {
    const auto trouble = [this](const std::string& why) { troubles.push_back(why); };
    const ChatParts chat{intake_, reader_, hub, pool, origins, {"Một cửa là gì?"}, trouble};
    chat_http = std::make_unique<ChatHttpApi>(chat);
    chat_socket_ = std::make_unique<ChatSocketApi>(chat);
    std::vector<net::Route> all;
    for (auto some : {session_api_.routes(), accounts_api_.routes(), tickets_api_.routes(),
                      reviews_api_.routes(), channels_api_.routes(), consent_api_.routes(),
                      links_api_.routes(), ask_api_.routes(), chat_http->routes(), chat_socket_->routes()}) {
        std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    router_ = std::make_unique<net::Router>(with_store_errors(std::move(all), trouble));
}

ApiDesk::~ApiDesk() {
    pool.stop();
    context.restart();
    context.poll();
}

net::Response ApiDesk::call(net::Request request) {
    const auto match = router_->match(request.method, request.path, false);
    if (match.route == nullptr) {
        return net::problem(match.path_known ? 405 : 404, "no_route", "");
    }
    request.parameters = match.parameters;
    if (match.route->admit) {
        if (auto refusal = match.route->admit(request)) {
            return *refusal;
        }
    }
    const auto answer = std::make_shared<std::optional<net::Response>>();
    asio::co_spawn(context,
                   run_handler(&std::get<net::Handler>(match.route->handler),
                               std::make_shared<const net::Request>(std::move(request)), answer),
                   asio::detached);
    EXPECT_TRUE(run_until([&] { return answer->has_value(); })) << "no answer";
    return answer->value_or(net::Response());
}

net::Response ApiDesk::call(net::Request request, const Browser& browser) {
    const bool changing = request.method != "GET";
    request = with(std::move(request), "cookie", browser.cookie);
    if (changing) {
        request = with(std::move(request), "x-csrf-token", browser.csrf);
    }
    return call(std::move(request));
}

std::shared_ptr<FakeSocket> ApiDesk::connect(net::Request request) {
    const auto match = router_->match("GET", request.path, true);
    auto socket = std::make_shared<FakeSocket>(context, std::move(request));
    asio::co_spawn(context, std::get<net::WebSocketHandler>(match.route->handler)(socket), asio::detached);
    return socket;
}

bool ApiDesk::run_until(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + longest_wait;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        context.restart();
        context.run_one_for(std::chrono::milliseconds(20));
    }
    return true;
}

void ApiDesk::add_account(const std::string& name, access::Role role, bool one_time) {
    access::Account account;
    account.name = name;
    account.display_name = "Chị " + name;
    account.role = role;
    account.password_hash = access::argon2id_hasher(1, 8192)->hash(a_password);
    account.must_change_password = one_time;
    account.created_at = clock.now();
    if (const auto added = accounts.add_account(account)) {
        store.add_account(added->id, added->name, added->display_name);
    }
}

Browser ApiDesk::log_in(const std::string& name) {
    const auto login =
        call(post("/api/v1/session", R"({"name":")" + name + R"(","password":")" + a_password + R"("})"));
    EXPECT_EQ(login.status, 200u) << login.body;
    const auto cookie = header(login, "Set-Cookie");
    return {cookie.substr(0, cookie.find(';')), json_of(login).text_at("csrf_token").value_or("")};
}

desk::Ticket ApiDesk::open_ticket(const std::string& question) {
    connectors::InboundMessage message;
    message.conversation = conversation_of("visitor of " + question);
    message.source_id = access::random_token(8);
    message.text = question;
    message.new_question = true;
    const auto settled_now = inbox_.process(inbox_.accept(message).message);
    EXPECT_TRUE(settled_now.ticket.has_value());
    return settled_now.ticket.value_or(desk::Ticket());
}

// As the outbox does it for open chats.
void ApiDesk::settled(const desk::Settled& done) {
    connectors::OutboundMessage message;
    message.channel = connectors::Channel::web_chat;
    message.conversation = store.conversation(done.conversation)->external_id;
    message.sequence = done.last_sequence;
    asio::co_spawn(context, hub.send(std::move(message)), asio::detached);
}

}  // namespace reformdesk::api::testing
