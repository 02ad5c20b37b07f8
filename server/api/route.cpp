#include "server/api/route.hpp"

#include "server/api/json_body.hpp"
#include "server/desk/search.hpp"
#include "server/desk/store.hpp"
#include "server/net/offload.hpp"

namespace reformdesk::api {

namespace asio = boost::asio;

namespace {

asio::awaitable<net::Response> run_guarded(const net::Handler& handler, net::RequestPointer request,
                                           const std::function<void(const std::string&)>& trouble) {
    try {
        net::Response response = co_await handler(std::move(request));
        co_return response;
    } catch (const desk::StoreError& error) {
        trouble(error.what());
    } catch (const desk::SearchError& error) {
        trouble(error.what());
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
            // The router keeps the handler, and with it what it captures, for as long as requests run.
            route.handler = net::Handler([inner = *handler, trouble](net::RequestPointer request) {
                return run_guarded(inner, std::move(request), trouble);
            });
        }
    }
    return routes;
}

}  // namespace reformdesk::api
