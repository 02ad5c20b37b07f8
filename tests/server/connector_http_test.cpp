#include "server/connector_http.hpp"

#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Takes one connection, reads until the word "end" and answers.
class OneAnswer {
  public:
    OneAnswer(asio::io_context& context, std::string answer)
        : acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          socket_(context),
          answer_(std::move(answer)) {
        acceptor_.async_accept(socket_, [this](boost::system::error_code) {
            asio::async_read_until(socket_, asio::dynamic_buffer(seen_), "end",
                                   [this](boost::system::error_code, std::size_t) {
                                       boost::system::error_code ignored;
                                       asio::write(socket_, asio::buffer(answer_), ignored);
                                       socket_.close(ignored);
                                   });
        });
    }

    std::string url(const std::string& target) const {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + target;
    }
    const std::string& seen() const { return seen_; }
    void close() { acceptor_.close(); }

  private:
    tcp::acceptor acceptor_;
    tcp::socket socket_;
    const std::string answer_;
    std::string seen_;
};

connectors::HttpRequest request_to(const std::string& url) {
    connectors::HttpRequest out;
    out.method = "POST";
    out.url = url;
    out.headers = {{"X-One", "1"}};
    out.body = "the end";
    return out;
}

connectors::HttpResult ask(asio::io_context& context, connectors::HttpRequest request) {
    net::HttpsClient client(context, net::HttpsClientOptions());
    ConnectorHttp http(client);
    auto result = asio::co_spawn(context, http.request(std::move(request)), asio::use_future);
    context.restart();
    context.run();
    return result.get();
}

}  // namespace

TEST(ConnectorHttp, CarriesARequestAndItsAnswer) {
    asio::io_context context;
    OneAnswer server(
        context, "HTTP/1.1 404 Not Found\r\nX-Two: 2\r\nConnection: close\r\nContent-Length: 4\r\n\r\nnone");
    const auto result = ask(context, request_to(server.url("/path?query")));
    ASSERT_EQ(result.failure, connectors::HttpFailure::none) << result.detail;
    EXPECT_EQ(result.response.status, 404);
    EXPECT_EQ(result.response.header("x-two"), "2");
    EXPECT_EQ(result.response.body, "none");
    EXPECT_EQ(result.detail, "");
    EXPECT_THAT(server.seen(), ::testing::StartsWith("POST /path?query HTTP/1.1\r\n"));
    EXPECT_THAT(server.seen(), ::testing::HasSubstr("\r\nX-One: 1\r\n"));
    EXPECT_THAT(server.seen(), ::testing::EndsWith("\r\n\r\nthe end"));
}

TEST(ConnectorHttp, TellsWhatWasNotSentFromWhatIsUnknown) {
    asio::io_context context;
    OneAnswer server(context, "HTTP/1.1 200");
    const auto unknown = ask(context, request_to(server.url("/s3cret")));
    EXPECT_EQ(unknown.failure, connectors::HttpFailure::unknown);
    const auto target = server.url("/s3cret");
    server.close();
    const auto refused = ask(context, request_to(target));
    EXPECT_EQ(refused.failure, connectors::HttpFailure::not_sent);
    for (const auto& detail : {unknown.detail, refused.detail}) {
        EXPECT_THAT(detail, ::testing::StartsWith("127.0.0.1: "));
        EXPECT_THAT(detail, ::testing::Not(::testing::HasSubstr("s3cret")));
    }
}

TEST(ConnectorHttp, PassesLimitsOn) {
    asio::io_context context;
    OneAnswer server(context, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlong");
    auto request = request_to(server.url("/"));
    request.longest_response = 3;
    EXPECT_EQ(ask(context, std::move(request)).failure, connectors::HttpFailure::unknown);
    OneAnswer silent(context, "");
    auto waiting = request_to(silent.url("/"));
    waiting.body = "not yet";
    waiting.deadline = std::chrono::milliseconds(200);
    const auto late = ask(context, std::move(waiting));
    EXPECT_EQ(late.failure, connectors::HttpFailure::unknown);
    EXPECT_THAT(late.detail, ::testing::HasSubstr("deadline"));
}

}  // namespace reformdesk
