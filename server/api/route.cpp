#include "server/api/route.hpp"

#include "server/api/json_body.hpp"
#include "server/desk/search.hpp"
#include "server/desk/store.hpp"
#include "server/net/offload.hpp"

#include <memory>

namespace reformdesk::api {

namespace asio = boost::asio;

namespace {

struct Guarded {
    net::Handler handler;
    std::function<void(const std::string&)> trouble;
};

asio::awaitable<net::Response> run_guarded(std::shared_ptr<const Guarded> guarded,
                                           net::RequestPointer request) {
    try {
        net::Response response = co_await guarded->handler(std::move(request));
        co_return response;
    } catch (const desk::StoreError& error) {
        guarded->trouble(error.what());
    } catch (const desk::SearchError& error) {
        guarded->trouble(error.what());
    } catch (const net::Overloaded&) {
        co_return busy_problem();
    }
    co_return unavailable_problem();
}

}  // namespace

std::vector<net::Route> with_store_errors(std::vector<net::Route> routes,
                                          std::function<void(const std::string&)> trouble) {
    for (auto& route : routes) {
        if (auto* handler = std::get_if<net::Handler>(&route.handler)) {
            auto guarded = std::make_shared<const Guarded>(Guarded{*handler, trouble});
            route.handler = net::Handler([guarded = std::move(guarded)](net::RequestPointer request) {
                return run_guarded(guarded, std::move(request));
            });
        }
    }
    return routes;
}

}  // namespace reformdesk::api
