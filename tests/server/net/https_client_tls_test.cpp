// Whom the client trusts, and its way through a proxy.
#include "tests/server/net/live_client.hpp"
#include "tests/server/net/scripted_server.hpp"
#include "tests/server/net/test_authority.hpp"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Every name is this machine.
Lookup here(const std::string&) {
    Lookup out;
    out.addresses.push_back(boost::asio::ip::make_address("127.0.0.1"));
    return out;
}

HttpsClientOptions trusting(const TestAuthority& authority) {
    HttpsClientOptions options;
    options.extra_authorities = authority.file();
    options.lookup = here;
    return options;
}

ScriptedServer::Script over_tls(const Issued& issued, ScriptedServer::Script script, int newest = 0) {
    return [&issued, script = std::move(script), newest](Visit& visit) {
        if (visit.start_tls(issued, newest)) {
            script(visit);
        }
    };
}

}  // namespace

TEST(HttpsClientTls, AsksAServerWithACertificateForItsName) {
    const TestAuthority authority;
    const auto issued = authority.issue("DNS:api.example,DNS:*.zone.example,IP:127.0.0.1");
    const std::string large(300'000, 'x');
    ScriptedServer server(over_tls(issued, always(response(large))));
    LiveClient client(trusting(authority));
    std::size_t connections = 0;
    for (const std::string host :
         {"https://api.example", "https://API.example", "https://a.zone.example", "https://127.0.0.1"}) {
        connections += host == "https://API.example" ? 0 : 1;
        for (int i = 0; i < 2; ++i) {
            auto result = client.post(server.url("/", host), std::string(200'000, 'b'));
            ASSERT_EQ(result.failure, ClientFailure::none) << result.detail;
            EXPECT_EQ(result.response.body, large);
        }
        EXPECT_EQ(server.connections(), connections) << "TLS connections are kept too";
    }
}

TEST(HttpsClientTls, WhoeverIsNotThatServerIsToldNothing) {
    const TestAuthority authority;
    const TestAuthority stranger;
    const auto expect_refused = [&](const Issued& issued, const std::string& host, const std::string& why) {
        std::atomic<bool> asked{false};
        ScriptedServer server(over_tls(issued, [&](Visit& visit) { asked = visit.request().has_value(); }));
        LiveClient client(trusting(authority));
        const auto result = client.post(server.url("/bot:s3cret", host));
        EXPECT_EQ(result.failure, ClientFailure::not_sent) << host;
        EXPECT_THAT(result.detail, AllOf(HasSubstr(why), Not(HasSubstr("s3cret"))));
        EXPECT_FALSE(asked);
    };
    const std::string host = "https://api.example";
    expect_refused(authority.issue("DNS:other.example"), host, "hostname mismatch");
    expect_refused(authority.issue("DNS:api.example.org"), host, "hostname mismatch");
    expect_refused(authority.issue("DNS:*.zone.example"), "https://a.b.zone.example", "hostname mismatch");
    expect_refused(authority.issue("DNS:ap*.zone.example"), "https://api.zone.example", "hostname mismatch");
    expect_refused(authority.issue("DNS:api.example"), "https://127.0.0.1", "IP address mismatch");
    expect_refused(authority.issue("DNS:api.example", -1h), host, "certificate has expired");
    expect_refused(self_signed("DNS:api.example"), host, "self-signed certificate");
    expect_refused(stranger.issue("DNS:api.example"), host, "the certificate was refused");
}

TEST(HttpsClientTls, TheSystemsAuthoritiesDoNotVouchForTests) {
    const TestAuthority authority;
    const auto issued = authority.issue("DNS:api.example");
    ScriptedServer server(over_tls(issued, always(response("x"))));
    HttpsClientOptions options;
    options.lookup = here;
    LiveClient client(options);
    EXPECT_EQ(client.get(server.url("/", "https://api.example")).failure, ClientFailure::not_sent);
}

TEST(HttpsClientTls, SpeaksTwoVersionsAndNoneOlder) {
    const TestAuthority authority;
    const auto issued = authority.issue("DNS:api.example");
    for (const auto& [newest, failure] :
         {std::pair(TLS1_3_VERSION, ClientFailure::none), std::pair(TLS1_2_VERSION, ClientFailure::none),
          std::pair(TLS1_1_VERSION, ClientFailure::not_sent)}) {
        ScriptedServer server(over_tls(issued, always(response("x")), newest));
        LiveClient client(trusting(authority));
        EXPECT_EQ(client.get(server.url("/", "https://api.example")).failure, failure) << newest;
    }
}

TEST(HttpsClientTls, AServerWithoutTlsIsNotSent) {
    ScriptedServer server([](Visit& visit) {
        visit.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        visit.closed_by_client();
    });
    LiveClient client;
    const auto result = client.post(server.url("/", "https://127.0.0.1"));
    EXPECT_EQ(result.failure, ClientFailure::not_sent);
    EXPECT_THAT(result.detail, HasSubstr("TLS handshake"));
}

TEST(HttpsClientTls, AnEndThatWasNotAnnouncedIsACut) {
    const TestAuthority authority;
    const auto issued = authority.issue("DNS:api.example");
    for (const bool announced : {true, false}) {
        ScriptedServer server(over_tls(issued, [&](Visit& visit) {
            visit.request();
            visit.send("HTTP/1.1 200 OK\r\n\r\nhalf or whole");
            if (announced) {
                visit.close();
            } else {
                visit.abandon();
            }
        }));
        LiveClient client(trusting(authority));
        const auto result = client.get(server.url("/", "https://api.example"));
        EXPECT_EQ(result.failure, announced ? ClientFailure::none : ClientFailure::unknown) << result.detail;
    }
}

TEST(HttpsClientTls, NoticesThatAnIdleConnectionWasClosed) {
    const TestAuthority authority;
    const auto issued = authority.issue("DNS:api.example");
    ScriptedServer server(over_tls(issued, [](Visit& visit) {
        visit.request();
        visit.send(response("x"));
    }));
    LiveClient client(trusting(authority));
    for (std::size_t i = 1; i <= 3; ++i) {
        const auto result = client.post(server.url("/", "https://api.example"));
        EXPECT_EQ(result.failure, ClientFailure::none) << result.detail;
        EXPECT_EQ(server.connections(), i);
        std::this_thread::sleep_for(100ms);
    }
}

TEST(HttpsClientProxy, OpensATunnelForTls) {
    const TestAuthority authority;
    const auto issued = authority.issue("DNS:api.example");
    std::promise<std::string> asked;
    ScriptedServer proxy([&](Visit& visit) {
        asked.set_value(visit.request_header().value_or(""));
        visit.send("HTTP/1.1 200 Connection established\r\nContent-Length: 3\r\n\r\n");
        over_tls(issued, always(response("behind")))(visit);
    });
    auto options = trusting(authority);
    options.proxy = proxy.url("");
    LiveClient client(options);
    for (int i = 0; i < 2; ++i) {
        const auto result = client.post("https://api.example/s3cret");
        ASSERT_EQ(result.failure, ClientFailure::none) << result.detail;
        EXPECT_EQ(result.response.body, "behind");
    }
    EXPECT_EQ(asked.get_future().get(),
              "CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\nUser-Agent: ReformDesk\r\n\r\n");
    EXPECT_EQ(proxy.connections(), 1u);
}

TEST(HttpsClientProxy, GetsTheWholeUrlInTheClear) {
    std::promise<std::string> asked;
    ScriptedServer proxy([&](Visit& visit) {
        asked.set_value(visit.request().value_or(""));
        visit.send(response("through"));
    });
    HttpsClientOptions options;
    options.proxy = proxy.url("/");
    LiveClient client(options);
    EXPECT_EQ(client.get("http://far.example:81/x?y").response.body, "through");
    EXPECT_THAT(asked.get_future().get(),
                StartsWith("GET http://far.example:81/x?y HTTP/1.1\r\nHost: far.example:81\r\n"));
}

TEST(HttpsClientProxy, WithoutATunnelNothingIsSent) {
    const TestAuthority authority;
    for (const auto& [answer, why] :
         {std::pair("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "status 407"),
          std::pair("HTTP/1.1 502 Bad Gateway\r\n\r\n<html>", "status 502"),
          std::pair("HTTP/1.1 200 OK\r\n\r\nearly", "more than its answer"), std::pair("", "closed"),
          std::pair("nonsense\r\n\r\n", "no HTTP")}) {
        ScriptedServer proxy([&](Visit& visit) {
            visit.request_header();
            visit.send(answer);
        });
        auto options = trusting(authority);
        options.proxy = proxy.url("");
        LiveClient client(options);
        const auto result = client.post("https://api.example/s3cret");
        EXPECT_EQ(result.failure, ClientFailure::not_sent);
        EXPECT_THAT(result.detail, AllOf(StartsWith("proxy 127.0.0.1: "), HasSubstr(why)));
        EXPECT_THAT(result.detail, Not(HasSubstr("s3cret")));
    }
}

TEST(HttpsClientProxy, TheDeadlineEndsItsSilence) {
    ScriptedServer proxy([](Visit& visit) { visit.closed_by_client(); });
    HttpsClientOptions options;
    options.proxy = proxy.url("");
    LiveClient client(options);
    ClientRequest request;
    request.url = "https://api.example/";
    request.deadline = 500ms;
    const auto result = client.ask(std::move(request));
    EXPECT_EQ(result.failure, ClientFailure::not_sent);
    EXPECT_THAT(result.detail, HasSubstr("opening a tunnel: the deadline has passed"));
}

TEST(HttpsClientProxy, CannotPassForTheServer) {
    const TestAuthority authority;
    const auto issued = authority.issue("DNS:proxy.example,IP:127.0.0.1");
    ScriptedServer proxy([&](Visit& visit) {
        visit.request_header();
        visit.send("HTTP/1.1 200 OK\r\n\r\n");
        over_tls(issued, always(response("not you")))(visit);
    });
    auto options = trusting(authority);
    options.proxy = proxy.url("");
    LiveClient client(options);
    const auto result = client.post("https://api.example/");
    EXPECT_EQ(result.failure, ClientFailure::not_sent);
    EXPECT_THAT(result.detail, StartsWith("api.example: the certificate was refused"));
}

}  // namespace reformdesk::net::testing
