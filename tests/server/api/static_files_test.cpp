#include "server/api/static_files.hpp"

#include <fstream>
#include <tuple>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

namespace reformdesk::api {
namespace {

class StaticFilesTest : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) /
                  ("web-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::create_directories(folder_ / "console/assets");
        write("widget.js", "widget");
        write("widget.js.gz", "widget, gzip");
        write("widget.js.br", "widget, brotli");
        write("console/index.html", "<!doctype html>");
        write("console/assets/app-1a2b.js", "app");
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }

    net::Response get(const std::string& file, std::vector<net::Header> headers = {}) {
        net::Request request;
        request.headers = std::move(headers);
        return StaticFiles(folder_).respond(request, file);
    }

    static std::string header(const net::Response& response, std::string_view name) {
        for (const auto& [key, value] : response.headers) {
            if (key == name) {
                return value;
            }
        }
        return "";
    }

    std::filesystem::path folder_;
};

TEST_F(StaticFilesTest, ServesTheFormThatTheBrowserTakes) {
    EXPECT_EQ(*get("widget.js").shared_body, "widget");
    EXPECT_EQ(*get("widget.js", {{"accept-encoding", "gzip, br"}}).shared_body, "widget, brotli");
    const auto gzip = get("widget.js", {{"accept-encoding", "gzip;q=0.5, br;q=0"}});
    EXPECT_EQ(*gzip.shared_body, "widget, gzip");
    EXPECT_EQ(header(gzip, "Content-Encoding"), "gzip");
    EXPECT_EQ(header(gzip, "Vary"), "Accept-Encoding");
}

TEST_F(StaticFilesTest, AnswersNotModifiedToTheSameForm) {
    const auto first = get("widget.js", {{"accept-encoding", "br"}});
    const auto tag = header(first, "ETag");
    EXPECT_EQ(get("widget.js", {{"accept-encoding", "br"}, {"if-none-match", tag}}).status, 304u);
    EXPECT_EQ(get("widget.js", {{"if-none-match", tag}}).status, 200u);
}

TEST_F(StaticFilesTest, LetsHashedAssetsBeKeptForEverAndPagesBeAskedAgain) {
    EXPECT_NE(header(get("console/assets/app-1a2b.js"), "Cache-Control").find("immutable"),
              std::string::npos);
    EXPECT_NE(header(get("console/index.html"), "Cache-Control").find("must-revalidate"), std::string::npos);
}

TEST_F(StaticFilesTest, CarriesAStrictContentSecurityPolicy) {
    const auto policy = header(get("console/index.html"), "Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
}

TEST_F(StaticFilesTest, KnowsOnlyTheFilesOfItsFolder) {
    EXPECT_EQ(get("../secret").status, 404u);
    EXPECT_EQ(get("widget.js.gz").status, 404u);
    EXPECT_EQ(get("").status, 404u);
}

TEST_F(StaticFilesTest, RefusesAFolderWithoutTheWidget) {
    EXPECT_THROW(StaticFiles(folder_ / "nowhere"), std::runtime_error);
    EXPECT_THROW(StaticFiles(folder_ / "console"), std::runtime_error);
}

// "/" and "/console" were not found.
TEST_F(StaticFilesTest, LeadsEveryNearMissToThePage) {
    const net::Router router(static_routes(std::make_shared<const StaticFiles>(folder_)));
    const std::vector<std::tuple<std::string, unsigned, std::string>> expected{
        {"/", 302, "/demo"},
        {"/demo/", 301, "/demo"},
        {"/console", 301, "/console/"},
        {"/api/", 301, "/api"},
    };
    for (const auto& [path, status, target] : expected) {
        const auto match = router.match("GET", path, false);
        ASSERT_NE(match.route, nullptr) << path;
        boost::asio::io_context context;
        auto answer = boost::asio::co_spawn(
            context, std::get<net::Handler>(match.route->handler)(std::make_shared<const net::Request>()),
            boost::asio::use_future);
        context.run();
        const auto response = answer.get();
        EXPECT_EQ(response.status, status) << path;
        EXPECT_EQ(header(response, "Location"), target);
        EXPECT_NE(header(response, "Content-Security-Policy"), "");
        EXPECT_NE(router.match("GET", target, false).route, nullptr) << target;
    }
}

// A code in the query got lost on the way from one form to the other.
TEST_F(StaticFilesTest, TheLookupPageStandsAtBothForms) {
    std::filesystem::create_directories(folder_ / "lookup");
    write("lookup/index.html", "<!doctype html>");
    const net::Router router(static_routes(std::make_shared<const StaticFiles>(folder_)));
    for (const auto* path : {"/tra-cuu", "/tra-cuu/"}) {
        const auto match = router.match("GET", path, false);
        ASSERT_NE(match.route, nullptr) << path;
        boost::asio::io_context context;
        auto answer = boost::asio::co_spawn(
            context, std::get<net::Handler>(match.route->handler)(std::make_shared<const net::Request>()),
            boost::asio::use_future);
        context.run();
        EXPECT_EQ(answer.get().status, 200u) << path;
    }
}

}  // namespace
}  // namespace reformdesk::api
