#include "server/net/router.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

boost::asio::awaitable<Response> nothing(RequestPointer) {
    co_return Response();
}

boost::asio::awaitable<void> silence(std::shared_ptr<WebSocket>) {
    co_return;
}

Route http(std::string method, std::string pattern) {
    Route route;
    route.method = std::move(method);
    route.pattern = std::move(pattern);
    route.handler = Handler(nothing);
    return route;
}

Route socket(std::string pattern) {
    Route route;
    route.pattern = std::move(pattern);
    route.handler = WebSocketHandler(silence);
    return route;
}

Router table() {
    return Router({http("GET", "/tickets/{number}"), http("POST", "/tickets/new"), http("GET", "/"),
                   http("GET", "/tickets/{number}/log/{entry}"), http("GET", "/files/*"),
                   http("GET", "/chat"), socket("/chat"), socket("/live/{room}"),
                   http("DELETE", "/tickets/{id}")});
}

/// "GET /tickets/{number} number=7", or "405 GET, HEAD", or "404".
std::string found(const Router& router, const std::string& method, const std::string& path,
                  bool upgrade = false) {
    const auto match = router.match(method, path, upgrade);
    if (match.route == nullptr) {
        return match.path_known ? "405 " + match.allow : "404";
    }
    auto out = match.route->method + " " + match.route->pattern;
    for (const auto& [name, value] : match.parameters) {
        out += " " + name + "=" + value;
    }
    return out;
}

std::string trouble(const std::vector<Route>& routes) {
    try {
        const Router router(routes);
        return "";
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
}

bool conflict(const std::string& one, const std::string& other) {
    const auto both = trouble({http("GET", one), http("GET", other)});
    EXPECT_EQ(both.empty(), trouble({http("GET", other), http("GET", one)}).empty())
        << "depends on the order";
    return both.find("could match the same request") != std::string::npos;
}

}  // namespace

TEST(Router, FindsRoutesByWholeSegments) {
    const auto router = table();
    EXPECT_EQ(found(router, "GET", "/"), "GET /");
    EXPECT_EQ(found(router, "GET", "/tickets/7"), "GET /tickets/{number} number=7");
    EXPECT_EQ(found(router, "GET", "/tickets/7/log/hai ba"),
              "GET /tickets/{number}/log/{entry} number=7 entry=hai ba");
    EXPECT_EQ(found(router, "DELETE", "/tickets/7"), "DELETE /tickets/{id} id=7");
    EXPECT_EQ(found(router, "POST", "/tickets/new"), "POST /tickets/new");
    for (const auto* unknown :
         {"", "tickets/7", "/ticket", "/tickets", "/tickets/", "/tickets/7/", "/tickets/7/log",
          "/tickets/7/log/", "/tickets//log/1", "//", "/Tickets/7", "/tickets/7/log/1/2"}) {
        EXPECT_EQ(found(router, "GET", unknown), "404") << unknown;
    }
}

TEST(Router, AStarTakesTheRestWhenThereIsOne) {
    const auto router = table();
    EXPECT_EQ(found(router, "GET", "/files/a"), "GET /files/* *=a");
    EXPECT_EQ(found(router, "GET", "/files/a/b/c.js"), "GET /files/* *=a/b/c.js");
    EXPECT_EQ(found(router, "GET", "/files/a/"), "GET /files/* *=a/");
    EXPECT_EQ(found(router, "GET", "/files/"), "404");
    EXPECT_EQ(found(router, "GET", "/files"), "404");
    EXPECT_EQ(found(router, "GET", "/filesystem/a"), "404");
}

TEST(Router, SaysWhichMethodsAPathKnows) {
    const auto router = table();
    EXPECT_EQ(found(router, "PUT", "/"), "405 GET, HEAD");
    EXPECT_EQ(found(router, "PUT", "/tickets/7"), "405 DELETE, GET, HEAD");
    EXPECT_EQ(found(router, "PUT", "/tickets/new"), "405 DELETE, GET, HEAD, POST");
    EXPECT_EQ(found(router, "POST", "/tickets/7"), "405 DELETE, GET, HEAD");
    EXPECT_EQ(found(router, "get", "/"), "405 GET, HEAD");
}

TEST(Router, ALiteralDoesNotHideAPatternOfAnotherMethod) {
    const auto router = table();
    EXPECT_EQ(found(router, "GET", "/tickets/new"), "GET /tickets/{number} number=new");
    EXPECT_EQ(found(router, "DELETE", "/tickets/new"), "DELETE /tickets/{id} id=new");
}

TEST(Router, GetServesHeadUnlessThereIsAnExplicitOne) {
    EXPECT_EQ(found(table(), "HEAD", "/files/a"), "GET /files/* *=a");
    const Router explicit_last({http("GET", "/a"), http("HEAD", "/a")});
    EXPECT_EQ(found(explicit_last, "HEAD", "/a"), "HEAD /a");
    const Router explicit_pattern({http("GET", "/a"), http("HEAD", "/{x}")});
    EXPECT_EQ(found(explicit_pattern, "HEAD", "/a"), "HEAD /{x} x=a");
    EXPECT_EQ(found(explicit_pattern, "GET", "/a"), "GET /a");
    EXPECT_EQ(found(Router({http("POST", "/a")}), "HEAD", "/a"), "405 POST");
}

TEST(Router, KeepsWebSocketsApart) {
    const auto router = table();
    EXPECT_EQ(found(router, "GET", "/chat"), "GET /chat");
    EXPECT_EQ(found(router, "GET", "/chat", true), " /chat");
    EXPECT_EQ(found(router, "GET", "/live/5", true), " /live/{room} room=5");
    EXPECT_EQ(found(router, "GET", "/live/5"), "405 GET");
    EXPECT_EQ(found(router, "POST", "/live/5"), "405 GET");
    EXPECT_EQ(found(router, "GET", "/tickets/7", true), "405 ");
    EXPECT_EQ(found(router, "GET", "/nowhere", true), "404");
}

TEST(Router, RefusesTwoRoutesForOneRequest) {
    EXPECT_TRUE(conflict("/a", "/a"));
    EXPECT_TRUE(conflict("/a", "/{x}"));
    EXPECT_TRUE(conflict("/{x}", "/{y}"));
    EXPECT_TRUE(conflict("/{x}/b", "/a/{y}"));
    EXPECT_TRUE(conflict("/*", "/a"));
    EXPECT_TRUE(conflict("/*", "/a/{x}/b"));
    EXPECT_TRUE(conflict("/a/*", "/a/{x}"));
    EXPECT_TRUE(conflict("/a/*", "/{x}/b"));
    EXPECT_TRUE(conflict("/a/*", "/*"));
    EXPECT_TRUE(conflict("/a/*", "/a//"));
    EXPECT_FALSE(conflict("/a", "/b"));
    EXPECT_FALSE(conflict("/a", "/a/"));
    EXPECT_FALSE(conflict("/a/*", "/a"));
    EXPECT_FALSE(conflict("/a/*", "/a/"));
    EXPECT_FALSE(conflict("/a/*", "/b/*"));
    EXPECT_FALSE(conflict("/{x}", "/"));
    EXPECT_FALSE(conflict("/{x}", "/{x}/y"));
    EXPECT_FALSE(conflict("/a/{x}", "/b/{x}"));
    EXPECT_EQ(trouble({http("GET", "/a"), http("POST", "/a"), socket("/a")}), "");
    EXPECT_NE(trouble({socket("/a/{x}"), socket("/a/b")}), "");
}

TEST(Router, ConflictsAreNamed) {
    EXPECT_THAT(trouble({http("GET", "/a/{x}"), http("GET", "/a/b")}),
                ::testing::AllOf(::testing::HasSubstr("\"/a/{x}\""), ::testing::HasSubstr("\"/a/b\"")));
}

TEST(Router, RefusesPatternsThatMeanNothing) {
    for (const auto* bad : {"", "a", "a/b", "/*/a", "/a*", "/a/*b", "/**", "/{", "/}", "/{}", "/{a", "/a}",
                            "/{a}b", "/a{b}", "/{a}/{a}", "/{a}{b}", "/{a*}", "/{a{b}}"}) {
        EXPECT_THAT(trouble({http("GET", bad)}),
                    ::testing::HasSubstr("route pattern \"" + std::string(bad) + "\""))
            << bad;
    }
}

}  // namespace reformdesk::net::testing
