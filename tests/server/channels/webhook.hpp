// A webhook of Zalo's over a store in memory: routes, workers, and requests from outside.
#pragma once

#include "server/channels/event_intake.hpp"
#include "server/net/router.hpp"
#include "tests/fakes/channel_store.hpp"
#include "tests/fakes/clock.hpp"
#include "tests/server/channels/loop.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace reformdesk::channels {

class Webhook : public testing::Test {
  protected:
    static net::Request request(const std::string& body, const std::vector<net::Header>& headers = {}) {
        net::Request made;
        made.method = "POST";
        made.headers = headers;
        made.body = body;
        made.peer = "203.0.113.7";
        return made;
    }
    net::Response call(const net::Route& route, const net::Request& made) {
        net::Response response;
        const auto& handler = std::get<net::Handler>(route.handler);
        run(context, [&]() -> boost::asio::awaitable<void> {
            auto pointer = std::make_shared<const net::Request>(made);
            response = co_await handler(std::move(pointer));
        });
        return response;
    }
    static const net::Route& route(const std::vector<net::Route>& routes, const std::string& pattern) {
        for (const auto& each : routes) {
            if (each.pattern == pattern) {
                return each;
            }
        }
        throw std::out_of_range("no route " + pattern);
    }
    std::function<void(const std::string&, const std::string&)> note() {
        return [this](const std::string& what, const std::string& detail) {
            notes.push_back(what + ": " + detail);
        };
    }

    boost::asio::io_context context;
    fakes::ChannelStore store;
    fakes::Clock clock;
    net::WorkerPool pool{2, 16};
    EventIntake intake{context.get_executor(), store, pool, [] {}, [](const std::string&) {}};
    std::vector<std::string> notes;
};

}  // namespace reformdesk::channels
