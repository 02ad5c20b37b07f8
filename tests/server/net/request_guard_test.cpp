#include "server/net/request_guard.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

using Fields = std::vector<Header>;
using Verdict = std::variant<Framing, Refusal>;

struct Line {
    std::string_view method = "GET";
    std::string_view target = "/";
    unsigned version = 11;
    bool folded = false;
};

const Fields host = {{"host", "localhost"}};

Fields with_host(const Fields& more) {
    auto fields = host;
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

Verdict judge(const Fields& fields, const Line& line = {}) {
    const HeaderSection section{.version = line.version,
                                .method = line.method,
                                .target = line.target,
                                .fields = fields,
                                .folded = line.folded};
    return examine(section);
}

/// "" when accepted, otherwise "400 bad_host".
std::string refusal(const Verdict& verdict) {
    const auto* refused = std::get_if<Refusal>(&verdict);
    return refused == nullptr ? "" : std::to_string(refused->status) + " " + std::string(refused->code);
}

const Framing& framing(const Verdict& verdict) {
    static const Framing none;
    const auto* accepted = std::get_if<Framing>(&verdict);
    EXPECT_NE(accepted, nullptr) << refusal(verdict);
    return accepted == nullptr ? none : *accepted;
}

Fields handshake_fields() {
    return with_host({{"connection", "keep-alive, Upgrade"},
                      {"upgrade", "WebSocket"},
                      {"sec-websocket-version", "13"},
                      {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="}});
}

Fields changed(Fields fields, std::string_view name, std::string value) {
    for (auto& field : fields) {
        if (field.first == name) {
            field.second = std::move(value);
        }
    }
    return fields;
}

Fields without(Fields fields, std::string_view name) {
    std::erase_if(fields, [&](const Header& field) { return field.first == name; });
    return fields;
}

Fields plus(Fields fields, std::string name, std::string value) {
    fields.emplace_back(std::move(name), std::move(value));
    return fields;
}

}  // namespace

TEST(RequestGuard, AcceptsAnOrdinaryRequest) {
    const auto verdict = judge(host, {.target = "/api/v1/ask?q=m%E1%BB%99t&x"});
    const auto& accepted = framing(verdict);
    EXPECT_EQ(accepted.target.path, "/api/v1/ask");
    ASSERT_EQ(accepted.target.query.size(), 2u);
    EXPECT_EQ(accepted.target.query[0].second, "một");
    EXPECT_TRUE(accepted.keep_alive);
    EXPECT_FALSE(accepted.has_body());
    EXPECT_FALSE(accepted.websocket);
    EXPECT_FALSE(accepted.expects_continue);
}

TEST(RequestGuard, WantsExactlyOneHost) {
    EXPECT_EQ(refusal(judge({})), "400 bad_host");
    EXPECT_EQ(refusal(judge(with_host(host))), "400 bad_host");
    EXPECT_EQ(refusal(judge(plus(host, "host", "evil.example"))), "400 bad_host");
    EXPECT_EQ(refusal(judge({}, {.version = 10})), "400 bad_host");
}

TEST(RequestGuard, WantsAHostThatIsOne) {
    for (const auto* good : {"localhost", "LOCALHOST:8080", "[::1]:8080", "hoi-dap.example.vn", "10.0.0.1"}) {
        EXPECT_EQ(refusal(judge({{"host", good}})), "") << good;
    }
    const std::string longest(255, 'a');
    EXPECT_EQ(refusal(judge({{"host", longest}})), "");
    EXPECT_EQ(refusal(judge({{"host", longest + "a"}})), "400 bad_host");
    for (const auto* bad :
         {"", "a b", "a,b", "a/b", "user@a", "a?b", "a#b", "a\\b", "\"a\"", "hỏi.vn", "a\tb"}) {
        EXPECT_EQ(refusal(judge({{"host", bad}})), "400 bad_host") << bad;
    }
}

TEST(RequestGuard, AnAbsoluteTargetMustNameTheSameHost) {
    const Fields desk = {{"host", "Desk.Example:81"}};
    const auto verdict = judge(desk, {.target = "HTTP://desk.example:81/x"});
    EXPECT_EQ(framing(verdict).target.path, "/x");
    EXPECT_EQ(refusal(judge(desk, {.target = "http://desk.example/x"})), "400 bad_host");
    EXPECT_EQ(refusal(judge(desk, {.target = "http://evil.example:81/x"})), "400 bad_host");
    EXPECT_EQ(refusal(judge({}, {.target = "http://desk.example/x"})), "400 bad_host");
}

TEST(RequestGuard, ReadsAContentLengthAsDecimalDigitsAndNothingElse) {
    const auto length = [](const std::string& value) {
        const auto verdict = judge(with_host({{"content-length", value}}), {.method = "POST"});
        return framing(verdict).content_length;
    };
    EXPECT_EQ(length("0"), 0u);
    EXPECT_EQ(length("5"), 5u);
    EXPECT_EQ(length("010"), 10u);
    EXPECT_EQ(length("18446744073709551615"), 18446744073709551615u);
    for (const auto* bad : {"", "+5", "-1", "0x5", "5 5", "5,5", "5;", "5.0", "1e3", "five", "５",
                            "18446744073709551616", "999999999999999999999999999999"}) {
        EXPECT_EQ(refusal(judge(with_host({{"content-length", bad}}), {.method = "POST"})),
                  "400 bad_content_length")
            << bad;
    }
}

TEST(RequestGuard, RefusesTwoContentLengthsEvenWhenEqual) {
    EXPECT_EQ(refusal(judge(with_host({{"content-length", "5"}, {"content-length", "5"}}))),
              "400 bad_content_length");
    EXPECT_EQ(refusal(judge(with_host({{"content-length", "5"}, {"content-length", "6"}}))),
              "400 bad_content_length");
}

TEST(RequestGuard, KnowsChunkedAndNoOtherTransferCoding) {
    for (const auto* good : {"chunked", "Chunked", "CHUNKED"}) {
        const auto verdict = judge(with_host({{"transfer-encoding", good}}), {.method = "POST"});
        EXPECT_TRUE(framing(verdict).chunked) << good;
        EXPECT_TRUE(framing(verdict).has_body()) << good;
    }
    for (const auto* bad :
         {"", "gzip", "identity", "deflate", "chunked, identity", "identity, chunked", "gzip, chunked",
          "chunked, chunked", "chunked,", ",chunked", "xchunked", "chunkedx", "chunked;q=1", "\"chunked\"",
          "'chunked'", "chunked chunked", "ch\xc3\xbbnked", "chunke\xc4\x91",
          "CHUN\xe2\x84\xaa"
          "ED"}) {
        EXPECT_EQ(refusal(judge(with_host({{"transfer-encoding", bad}}), {.method = "POST"})),
                  "501 transfer_encoding_unsupported")
            << bad;
    }
    for (const std::string_view bad : {"\x0b"
                                       "chunked",
                                       "chunked\x0c", "chunked\r", "chunked\n"}) {
        EXPECT_EQ(refusal(judge(with_host({{"transfer-encoding", std::string(bad)}}))), "400 bad_field");
    }
}

TEST(RequestGuard, RefusesEveryPairOfFramings) {
    const Header chunked = {"transfer-encoding", "chunked"};
    const Header gzip = {"transfer-encoding", "gzip"};
    const Header length = {"content-length", "5"};
    EXPECT_EQ(refusal(judge(with_host({chunked, length}))), "400 ambiguous_length");
    EXPECT_EQ(refusal(judge(with_host({length, chunked}))), "400 ambiguous_length");
    EXPECT_EQ(refusal(judge(with_host({gzip, length}))), "400 ambiguous_length");
    EXPECT_EQ(refusal(judge(with_host({chunked, chunked}))), "400 bad_transfer_encoding");
    EXPECT_EQ(refusal(judge(with_host({chunked, gzip}))), "400 bad_transfer_encoding");
    EXPECT_EQ(refusal(judge(with_host({gzip, chunked}))), "400 bad_transfer_encoding");
    EXPECT_EQ(refusal(judge(with_host({chunked}), {.version = 10})), "400 bad_transfer_encoding");
    EXPECT_EQ(refusal(judge(with_host({chunked, {"trailer", "x-user"}}))), "400 trailers_refused");
}

TEST(RequestGuard, AFieldThatOnlyLooksLikeFramingIsNone) {
    const auto verdict = judge(with_host({{"transfer_encoding", "chunked"}, {"x-content-length", "5"}}));
    EXPECT_FALSE(framing(verdict).has_body());
}

TEST(RequestGuard, RefusesFieldsThatCouldHoldAnotherField) {
    for (const std::string_view bad :
         {"", "content-length ", " content-length", "x y", "x:y", "x\r\ny", "x\ty", "x(y)", "tiêu-đề"}) {
        EXPECT_EQ(refusal(judge(plus(host, std::string(bad), "1"))), "400 bad_field") << bad;
    }
    for (const std::string_view bad :
         {std::string_view("a\r\nx-admin: 1"), std::string_view("a\nb"), std::string_view("a\rb"),
          std::string_view("a\0b", 3), std::string_view("a\x1b"), std::string_view("a\x7f")}) {
        EXPECT_EQ(refusal(judge(plus(host, "x-note", std::string(bad)))), "400 bad_field");
    }
    EXPECT_EQ(refusal(judge(plus(host, "x-note", "tab\tand tiếng Việt and \xff"))), "");
    EXPECT_EQ(refusal(judge(plus(host, "!#$%&'*+-.^_`|~9", ""))), "");
    EXPECT_EQ(refusal(judge(host, {.folded = true})), "400 folded_field");
}

TEST(RequestGuard, KnowsNineMethodsInUpperCase) {
    for (const auto* good :
         {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}) {
        EXPECT_EQ(refusal(judge(host, {.method = good})), "") << good;
    }
    for (const auto* bad : {"", "get", "Get", "GETS", "GET ", "BREW", "PROPFIND", "SMUGGLED"}) {
        EXPECT_EQ(refusal(judge(host, {.method = bad})), "501 method_unknown") << bad;
    }
}

TEST(RequestGuard, SpeaksHttpOneAlone) {
    EXPECT_EQ(refusal(judge(host, {.version = 10})), "");
    for (const unsigned version : {0u, 9u, 12u, 20u, 30u}) {
        EXPECT_EQ(refusal(judge(host, {.version = version})), "505 http_version") << version;
    }
}

TEST(RequestGuard, BoundsTheNumberOfFieldsAndTheTarget) {
    Fields fields = host;
    while (fields.size() < max_header_fields) {
        fields.emplace_back("x-" + std::to_string(fields.size()), "1");
    }
    EXPECT_EQ(refusal(judge(fields)), "");
    EXPECT_EQ(refusal(judge(plus(fields, "x", "1"))), "431 header_too_large");
    const std::string longest = "/" + std::string(max_target_bytes - 1, 'a');
    EXPECT_EQ(refusal(judge(host, {.target = longest})), "");
    const std::string longer = longest + "a";
    EXPECT_EQ(refusal(judge(host, {.target = longer})), "414 target_too_long");
}

TEST(RequestGuard, RefusesTargetsWithMoreThanOneReading) {
    for (const auto* bad : {"", "*", "x", "!", "/a/../b", "/%2e%2e/b", "/a%2fb", "/a\\b", "/a%00", "/a#b",
                            "/%zz", "/a\xff", "ftp://localhost/", "localhost:80"}) {
        EXPECT_EQ(refusal(judge(host, {.target = bad})), "400 bad_target") << bad;
    }
}

TEST(RequestGuard, KeepsTheConnectionAsTheVersionSays) {
    const auto kept = [](const Fields& fields, unsigned version) {
        const auto verdict = judge(fields, {.version = version});
        return framing(verdict).keep_alive;
    };
    const auto connection = [](std::string value) { return plus(host, "connection", std::move(value)); };
    EXPECT_TRUE(kept(host, 11));
    EXPECT_FALSE(kept(host, 10));
    EXPECT_FALSE(kept(connection("close"), 11));
    EXPECT_FALSE(kept(connection("x ,\tCLOSE , y"), 11));
    EXPECT_FALSE(kept(plus(connection("keep-alive"), "connection", "close"), 11));
    EXPECT_TRUE(kept(connection("closed, enclose"), 11));
    EXPECT_TRUE(kept(connection("Keep-Alive"), 10));
    EXPECT_FALSE(kept(connection("keep-alive, close"), 10));
    EXPECT_TRUE(kept(connection(",, ,"), 11));
}

TEST(RequestGuard, ExpectsContinueOnlyWithABodyToComeInHttpOneOne) {
    const auto expects = [](const Fields& fields, unsigned version = 11) {
        const auto verdict = judge(fields, {.method = "POST", .version = version});
        return framing(verdict).expects_continue;
    };
    const auto asking = with_host({{"expect", "100-Continue"}});
    EXPECT_TRUE(expects(plus(asking, "content-length", "5")));
    EXPECT_TRUE(expects(plus(asking, "transfer-encoding", "chunked")));
    EXPECT_FALSE(expects(asking));
    EXPECT_FALSE(expects(plus(asking, "content-length", "5"), 10));
    EXPECT_EQ(refusal(judge(with_host({{"expect", "a miracle"}}))), "417 expectation_failed");
    EXPECT_EQ(refusal(judge(with_host({{"expect", "a miracle"}}), {.version = 10})), "");
}

TEST(RequestGuard, KnowsACompleteWebSocketHandshake) {
    const auto verdict = judge(handshake_fields(), {.target = "/chat"});
    EXPECT_TRUE(framing(verdict).websocket);
    EXPECT_EQ(framing(verdict).target.path, "/chat");
    for (const auto* missing : {"connection", "upgrade"}) {
        const auto plain = judge(without(handshake_fields(), missing));
        EXPECT_FALSE(framing(plain).websocket) << missing;
    }
    const auto other = judge(changed(handshake_fields(), "upgrade", "h2c"));
    EXPECT_FALSE(framing(other).websocket);
}

TEST(RequestGuard, RefusesAHandshakeThatIsNotComplete) {
    const auto good = handshake_fields();
    const std::string refused = "400 bad_websocket_handshake";
    EXPECT_EQ(refusal(judge(without(good, "sec-websocket-key"))), refused);
    EXPECT_EQ(refusal(judge(without(good, "sec-websocket-version"))), refused);
    EXPECT_EQ(refusal(judge(plus(good, "sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="))), refused);
    EXPECT_EQ(refusal(judge(plus(good, "sec-websocket-version", "13"))), refused);
    EXPECT_EQ(refusal(judge(plus(good, "content-length", "5"))), refused);
    EXPECT_EQ(refusal(judge(plus(good, "transfer-encoding", "chunked"))), refused);
    EXPECT_EQ(refusal(judge(good, {.method = "POST"})), refused);
    EXPECT_EQ(refusal(judge(good, {.version = 10})), refused);
    for (const auto* key : {"", "short==", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ===",
                            "dGhlIHNhbXBsZSBub25jZ===", "dGhlIHNhbXBsZSBub25j\xc4\x91=="}) {
        EXPECT_EQ(refusal(judge(changed(good, "sec-websocket-key", key))), refused) << key;
    }
}

TEST(RequestGuard, NamesTheWebSocketVersionItSpeaks) {
    const auto verdict = judge(changed(handshake_fields(), "sec-websocket-version", "12"));
    ASSERT_EQ(refusal(verdict), "426 websocket_version");
    const auto response = to_response(std::get<Refusal>(verdict));
    EXPECT_EQ(response.status, 426u);
    const Header version = {"Sec-WebSocket-Version", "13"};
    EXPECT_EQ(std::ranges::count(response.headers, version), 1);
    EXPECT_NE(response.body.find(R"("code":"websocket_version")"), std::string::npos);
}

}  // namespace reformdesk::net::testing
