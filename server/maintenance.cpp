#include "server/maintenance.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk {

namespace asio = boost::asio;

struct Maintenance::Running {
    MaintenanceJob job;
    net::WorkerPool& pool;
    std::function<void(const std::string&, const std::string&)> trouble;
    asio::steady_timer timer;
    bool stopping = false;
};

Maintenance::Maintenance(const asio::any_io_executor& executor, net::WorkerPool& pool,
                         std::function<void(const std::string&, const std::string&)> trouble)
    : executor_(executor), pool_(pool), trouble_(std::move(trouble)) {}

void Maintenance::start(MaintenanceJob job) {
    auto running = std::make_shared<Running>(
        Running{std::move(job), pool_, trouble_, asio::steady_timer(executor_), false});
    jobs_.push_back(running);
    asio::co_spawn(executor_, run(std::move(running)), asio::detached);
}

void Maintenance::stop() {
    for (const auto& running : jobs_) {
        running->stopping = true;
        running->timer.cancel();
    }
}

asio::awaitable<void> Maintenance::run(std::shared_ptr<Running> running) {
    while (true) {
        running->timer.expires_after(running->job.pause);
        boost::system::error_code ignored;
        co_await running->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        if (running->stopping) {
            co_return;
        }
        auto work = [&running] {
            running->job.work();
            return true;
        };
        try {
            co_await net::offload(running->pool, std::move(work));
        } catch (const std::exception& error) {
            running->trouble(running->job.name, error.what());
        }
    }
}

}  // namespace reformdesk
