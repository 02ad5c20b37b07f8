// What stands at the door: the JSON parser with its limits, and the guard of the request's header.
#include "connectors/wire/json.hpp"
#include "server/net/request_guard.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/json/src.hpp>

namespace reformdesk::load {

namespace {

namespace http = boost::beast::http;

// A message of the chat as a widget sends it.
const std::string frame =
    R"({"type":"message","id":"m-5f2c7a1e-93b0","text":"Hồ sơ đăng ký khai sinh nộp ở đâu khi không còn )"
    R"(cấp huyện, có phải lên tỉnh không ạ?","choice":null,"ticket":1001,"new_question":true})";

void json_parse(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(connectors::wire::parse(frame));
    }
}

// No limits of values and duplicate keys, numbers not kept as text.
void json_parse_baseline_boost_json(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(boost::json::parse(frame));
    }
}

const std::string header =
    "GET /api/v1/conversations/0123456789abcdef01234567/entries?after=12&wait=25 HTTP/1.1\r\n"
    "Host: hoidap.example.vn\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n"
    "Accept: application/json\r\nAccept-Language: vi-VN,vi;q=0.8,en;q=0.5\r\n"
    "Accept-Encoding: gzip, deflate, br\r\nOrigin: https://portal.example.vn\r\n"
    "Connection: keep-alive\r\nCookie: theme=dark\r\n\r\n";

// The fields as the session hands them over: names in lower case.
std::vector<net::Header> fields_of(const http::fields& parsed) {
    std::vector<net::Header> out;
    for (const auto& field : parsed) {
        std::string name(field.name_string());
        std::ranges::transform(name, name.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        out.emplace_back(std::move(name), std::string(field.value()));
    }
    return out;
}

void guard_examine(benchmark::State& state) {
    http::request_parser<http::empty_body> parser;
    boost::system::error_code error;
    parser.put(boost::asio::buffer(header), error);
    const auto fields = fields_of(parser.get());
    const std::string target(parser.get().target());
    net::HeaderSection section{.method = "GET", .target = target, .fields = fields};
    if (!std::holds_alternative<net::Framing>(net::examine(section))) {
        throw std::runtime_error("the guard refuses the benchmark's request");
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(net::examine(section));
    }
}

// What comes before the guard for every request anyway.
void guard_examine_baseline_beast_parser(benchmark::State& state) {
    for (auto _ : state) {
        http::request_parser<http::empty_body> parser;
        boost::system::error_code error;
        benchmark::DoNotOptimize(parser.put(boost::asio::buffer(header), error));
    }
}

BENCHMARK(json_parse);
BENCHMARK(json_parse_baseline_boost_json);
BENCHMARK(guard_examine);
BENCHMARK(guard_examine_baseline_beast_parser);

}  // namespace

}  // namespace reformdesk::load
