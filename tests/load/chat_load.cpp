#include "tests/load/chat_load.hpp"

#include "connectors/wire/json.hpp"

#include <functional>
#include <optional>
#include <stdexcept>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

namespace reformdesk::load {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using connectors::wire::Json;
using connectors::wire::JsonObject;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t connecting_at_once = 32;
constexpr std::size_t echo_bytes = 300;
const std::string hello = R"({"type":"hello","version":1,"visitor":null,"after":0})";

struct Client {
    explicit Client(asio::io_context& context) : socket(context) {}

    websocket::stream<tcp::socket, false> socket;
    beast::flat_buffer buffer;
};
using ClientPointer = std::shared_ptr<Client>;

asio::awaitable<void> send(ClientPointer client, std::string text) {
    const auto bytes = asio::buffer(text);
    co_await client->socket.async_write(bytes, asio::use_awaitable);
}

asio::awaitable<std::string> receive(ClientPointer client) {
    co_await client->socket.async_read(client->buffer, asio::use_awaitable);
    std::string text = beast::buffers_to_string(client->buffer.data());
    client->buffer.consume(client->buffer.size());
    co_return text;
}

asio::awaitable<void> open(ClientPointer client, std::uint16_t port) {
    const tcp::endpoint server(asio::ip::address_v4::loopback(), port);
    co_await client->socket.next_layer().async_connect(server, asio::use_awaitable);
    client->socket.next_layer().set_option(tcp::no_delay(true));
    const std::string host = "127.0.0.1";
    const std::string path = "/chat/v1";
    co_await client->socket.async_handshake(host, path, asio::use_awaitable);
    client->socket.text(true);
}

// Runs one scenario's coroutines on this thread; the first that throws ends it.
class Scenario {
  public:
    asio::io_context context{1};

    void spawn(std::function<asio::awaitable<void>()> body) {
        auto whole = std::make_shared<std::function<asio::awaitable<void>()>>(std::move(body));
        asio::co_spawn(
            context, [whole] { return (*whole)(); },
            [this, whole](std::exception_ptr error) {
                if (error && !failure_) {
                    failure_ = error;
                    context.stop();
                }
            });
    }

    void run_for(std::chrono::milliseconds time) {
        context.restart();
        context.run_for(time);
        rethrow();
    }

    // Runs until `done` says so.
    void run_until(const std::function<bool()>& done, std::chrono::milliseconds limit) {
        const auto end = Clock::now() + limit;
        context.restart();
        while (!done() && context.run_one_until(end) > 0) {
            rethrow();
        }
        rethrow();
        if (!done()) {
            throw std::runtime_error("chat: the server is too slow");
        }
    }

  private:
    void rethrow() {
        if (failure_) {
            std::rethrow_exception(failure_);
        }
    }

    std::exception_ptr failure_;
};

float microseconds_since(Clock::time_point begun) {
    return std::chrono::duration<float, std::micro>(Clock::now() - begun).count();
}

struct Tally {
    ChatLoad load;
    std::vector<float> accepted;
    std::vector<float> answered;
    std::size_t refused = 0;
    std::size_t next = 0;
    bool counting = false;

    ChatResult result(std::chrono::duration<double> time) {
        ChatResult out;
        out.per_second = static_cast<double>(answered.size()) / time.count();
        out.accepted = latency_of(std::move(accepted));
        out.answered = latency_of(std::move(answered));
        out.refused = refused;
        return out;
    }
};

// What a frame means to a visitor who waits for the reply to one question.
enum class News { none, accepted, answered, refused };

News news_of(const std::string& text) {
    const auto parsed = connectors::wire::parse(text);
    const auto* frame = std::get_if<Json>(&parsed);
    if (frame == nullptr) {
        throw std::runtime_error("chat: no JSON: " + text);
    }
    const auto type = frame->text_at("type").value_or("");
    if (type == "accepted") {
        return News::accepted;
    }
    if (type == "error") {
        return News::refused;
    }
    const auto* entries = frame->find("entries");
    if (type == "entries" && entries != nullptr && entries->array() != nullptr) {
        for (const auto& entry : *entries->array()) {
            if (entry.text_at("kind").value_or("question") != "question") {
                return News::answered;
            }
        }
    }
    return News::none;
}

asio::awaitable<void> visit(Scenario& scenario, Tally& tally) {
    const auto client = std::make_shared<Client>(scenario.context);
    co_await open(client, tally.load.port);
    co_await send(client, hello);
    co_await receive(client);
    const auto& questions = tally.load.questions;
    for (;;) {
        const auto number = tally.next++;
        const JsonObject message{{"type", "message"},
                                 {"id", "load-" + std::to_string(10'000'000 + number)},
                                 {"text", questions[number % questions.size()]},
                                 {"new_question", true}};
        std::string text = connectors::wire::write(Json(message));
        const auto begun = Clock::now();
        co_await send(client, std::move(text));
        News news = News::none;
        while (news != News::answered && news != News::refused) {
            const std::string frame = co_await receive(client);
            news = news_of(frame);
            if (!tally.counting) {
                continue;
            }
            if (news == News::accepted) {
                tally.accepted.push_back(microseconds_since(begun));
            } else if (news == News::answered) {
                tally.answered.push_back(microseconds_since(begun));
            } else if (news == News::refused) {
                ++tally.refused;
            }
        }
    }
}

asio::awaitable<void> echo(Scenario& scenario, Tally& tally) {
    const auto client = std::make_shared<Client>(scenario.context);
    co_await open(client, tally.load.port);
    const std::string message(echo_bytes, 'x');
    for (;;) {
        const auto begun = Clock::now();
        co_await send(client, message);
        co_await receive(client);
        if (tally.counting) {
            tally.answered.push_back(microseconds_since(begun));
        }
    }
}

// A second to come up to speed, then the time that counts.
ChatResult count(Scenario& scenario, Tally& tally, std::chrono::milliseconds time) {
    scenario.run_for(std::chrono::seconds(1));
    tally.counting = true;
    const auto begun = Clock::now();
    scenario.run_for(time);
    return tally.result(Clock::now() - begun);
}

}  // namespace

struct IdleCrowd::Implementation {
    explicit Implementation(std::uint16_t p) : port(p) {}

    // One of few that connect at the same time, so that the listener's queue is not what is measured.
    asio::awaitable<void> connect_some(std::size_t connections) {
        for (std::size_t i = 0; i < connections; ++i) {
            const auto client = std::make_shared<Client>(scenario.context);
            co_await open(client, port);
            co_await send(client, hello);
            co_await receive(client);
            ++welcomed;
            asio::co_spawn(scenario.context, stay(client), asio::detached);
        }
    }

    asio::awaitable<void> stay(ClientPointer client) {
        try {
            for (;;) {
                co_await receive(client);
            }
        } catch (const boost::system::system_error&) {
            ++lost;
        }
    }

    std::uint16_t port;
    std::size_t wanted = 0;
    std::size_t welcomed = 0;
    std::size_t lost = 0;
    Scenario scenario;
};

IdleCrowd::IdleCrowd(std::uint16_t port) : implementation_(std::make_unique<Implementation>(port)) {}

IdleCrowd::~IdleCrowd() = default;

void IdleCrowd::add(std::size_t connections) {
    auto& crowd = *implementation_;
    crowd.wanted += connections;
    for (std::size_t i = 0; i < connecting_at_once; ++i) {
        const auto share = (i + 1) * connections / connecting_at_once - i * connections / connecting_at_once;
        crowd.scenario.spawn([&crowd, share] { return crowd.connect_some(share); });
    }
    crowd.scenario.run_until([&] { return crowd.welcomed == crowd.wanted; }, std::chrono::seconds(60));
}

void IdleCrowd::wait(std::chrono::milliseconds time) {
    implementation_->scenario.run_for(time);
}

std::size_t IdleCrowd::lost() const {
    return implementation_->lost;
}

ChatResult run_chat(const ChatLoad& load) {
    Tally tally;
    tally.load = load;
    Scenario scenario;
    for (std::size_t i = 0; i < load.visitors; ++i) {
        scenario.spawn([&] { return visit(scenario, tally); });
    }
    return count(scenario, tally, load.time);
}

ChatResult run_echo(std::uint16_t port, std::size_t connections, std::chrono::milliseconds time) {
    Tally tally;
    tally.load.port = port;
    Scenario scenario;
    for (std::size_t i = 0; i < connections; ++i) {
        scenario.spawn([&] { return echo(scenario, tally); });
    }
    return count(scenario, tally, time);
}

}  // namespace reformdesk::load
