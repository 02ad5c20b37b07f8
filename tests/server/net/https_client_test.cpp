// What the client sends, and what it makes of good answers.
#include "tests/server/net/live_client.hpp"
#include "tests/server/net/scripted_server.hpp"

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

}  // namespace

TEST(HttpsClient, ReadsStatusFieldsAndBody) {
    ScriptedServer server(
        always(response("xin chào", "Content-Type: text/plain\r\nX-Two: a\r\nX-TWO: b\r\n", "201 Created")));
    LiveClient client;
    const auto result = client.get(server.url("/"));
    ASSERT_EQ(result.failure, ClientFailure::none) << result.detail;
    EXPECT_EQ(result.response.status, 201u);
    EXPECT_EQ(result.response.body, "xin chào");
    EXPECT_THAT(result.response.headers,
                ElementsAre(Header("content-length", "9"), Header("content-type", "text/plain"),
                            Header("x-two", "a"), Header("x-two", "b")));
    EXPECT_EQ(result.detail, "");
}

TEST(HttpsClient, SendsWhatItWasGiven) {
    std::promise<std::string> seen;
    ScriptedServer server([&](Visit& visit) {
        seen.set_value(visit.request().value_or(""));
        visit.send(response(""));
    });
    LiveClient client;
    auto request = request_to(server.url("/v1/send?to=1"), "POST");
    request.headers = {{"Authorization", "Bearer t"}};
    request.body = "{\"text\":\"chào\"}";
    EXPECT_EQ(client.ask(std::move(request)).failure, ClientFailure::none);
    const auto text = seen.get_future().get();
    EXPECT_THAT(text, StartsWith("POST /v1/send?to=1 HTTP/1.1\r\n"));
    EXPECT_THAT(text, HasSubstr("\r\nAuthorization: Bearer t\r\n"));
    EXPECT_THAT(text, ::testing::EndsWith("\r\n\r\n{\"text\":\"chào\"}"));
}

TEST(HttpsClient, ReadsChunksAndLeavesTheirTrailer) {
    ScriptedServer server(
        always("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
               "4;x=y\r\nxin \r\n5\r\nchào\r\n0\r\nX-Late: z\r\n\r\n"));
    LiveClient client;
    for (int i = 0; i < 2; ++i) {
        const auto result = client.get(server.url("/"));
        ASSERT_EQ(result.failure, ClientFailure::none) << result.detail;
        EXPECT_EQ(result.response.body, "xin chào");
        EXPECT_EQ(result.response.headers.size(), 1u);
    }
    EXPECT_EQ(server.connections(), 1u);
}

TEST(HttpsClient, ReadsToTheEndWhereThereIsNoLength) {
    ScriptedServer server([](Visit& visit) {
        visit.request();
        visit.send("HTTP/1.0 200 OK\r\n\r\nxin ");
        visit.send("chào");
    });
    LiveClient client;
    const auto result = client.get(server.url("/"));
    ASSERT_EQ(result.failure, ClientFailure::none) << result.detail;
    EXPECT_EQ(result.response.body, "xin chào");
    EXPECT_EQ(client.counts().idle, 0u);
}

TEST(HttpsClient, KnowsWhichAnswersHaveNoBody) {
    ScriptedServer server([](Visit& visit) {
        while (const auto asked = visit.request()) {
            if (asked->starts_with("HEAD")) {
                visit.send("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n");
            } else if (asked->starts_with("GET /304")) {
                visit.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 5000000\r\n\r\n");
            } else {
                visit.send("HTTP/1.1 204 No Content\r\n\r\n");
            }
        }
    });
    LiveClient client;
    for (const auto& [method, target, status] :
         {std::tuple("HEAD", "/", 200u), std::tuple("GET", "/304", 304u), std::tuple("DELETE", "/", 204u)}) {
        const auto result = client.ask(request_to(server.url(target), method));
        ASSERT_EQ(result.failure, ClientFailure::none) << result.detail;
        EXPECT_EQ(result.response.status, status);
        EXPECT_EQ(result.response.body, "");
    }
    EXPECT_EQ(server.connections(), 1u) << "nothing is left on the connection";
}

TEST(HttpsClient, AnyStatusIsAnAnswer) {
    LiveClient client;
    for (const std::string status : {"200 OK", "302 Found", "429 Too Many Requests", "500 X", "599 Y"}) {
        ScriptedServer server(
            always(response("<html>", "Location: /elsewhere\r\nContent-Type: text/html\r\n", status)));
        const auto result = client.post(server.url("/"));
        EXPECT_EQ(result.failure, ClientFailure::none) << result.detail;
        EXPECT_EQ(std::to_string(result.response.status), status.substr(0, 3));
        EXPECT_EQ(result.response.body, "<html>");
        EXPECT_EQ(server.connections(), 1u) << "a redirect is not followed";
    }
}

TEST(HttpsClient, PassesOverInterimAnswers) {
    ScriptedServer server(always("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" +
                                 response("last")));
    LiveClient client;
    for (int i = 0; i < 2; ++i) {
        const auto result = client.get(server.url("/"));
        ASSERT_EQ(result.failure, ClientFailure::none) << result.detail;
        EXPECT_EQ(result.response.status, 200u);
        EXPECT_EQ(result.response.body, "last");
        EXPECT_EQ(result.response.headers.size(), 1u);
    }
}

TEST(HttpsClient, ReadsAnswersThatComeByteByByte) {
    ScriptedServer server([](Visit& visit) {
        visit.request();
        for (const char c :
             std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")) {
            visit.send(std::string_view(&c, 1));
            std::this_thread::sleep_for(1ms);
        }
        visit.closed_by_client();
    });
    LiveClient client;
    const auto result = client.get(server.url("/"));
    ASSERT_EQ(result.failure, ClientFailure::none) << result.detail;
    EXPECT_EQ(result.response.body, "abc");
}

TEST(HttpsClient, WhatIsNoRequestIsNotSent) {
    LiveClient client;
    auto split = request_to("http://a.example/");
    split.headers = {{"X-Secret", "s3cret\r\nY: z"}};
    for (auto& bad : {request_to("ftp://a.example/s3cret"), request_to("s3cret"), request_to(""), split,
                      request_to("http://a.example/", "G T")}) {
        const auto result = client.ask(bad);
        EXPECT_EQ(result.failure, ClientFailure::not_sent);
        EXPECT_NE(result.detail, "");
        EXPECT_THAT(result.detail, ::testing::Not(HasSubstr("s3cret")));
    }
}

TEST(HttpsClientOptions, ThatAreOfNoUseAreRefused) {
    boost::asio::io_context context;
    HttpsClientOptions options;
    options.extra_authorities = "/nowhere/authorities.pem";
    try {
        const HttpsClient client(context, options);
        ADD_FAILURE() << "there is no such file";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("/nowhere/authorities.pem"));
    }
    for (const std::string proxy : {"proxy.example:8080", "https://proxy.example/",
                                    "http://u:s3cret@proxy.example/", "http://proxy.example/path"}) {
        HttpsClientOptions with_proxy;
        with_proxy.proxy = proxy;
        try {
            const HttpsClient client(context, with_proxy);
            ADD_FAILURE() << proxy;
        } catch (const std::runtime_error& error) {
            EXPECT_THAT(error.what(), ::testing::Not(HasSubstr("s3cret")));
        }
    }
}

}  // namespace reformdesk::net::testing
