// What the server does by itself from time to time.
#pragma once

#include "server/net/offload.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace reformdesk {

/// A job that blocks; it runs on a worker, again and again with the pause between two runs.
struct MaintenanceJob {
    std::string name;
    std::chrono::milliseconds pause{0};
    std::function<void()> work;
};

/// Lives on the I/O thread.
class Maintenance {
  public:
    /// `trouble` hears the name of a job that threw, and why; the job runs again after its pause.
    Maintenance(const boost::asio::any_io_executor& executor, net::WorkerPool& pool,
                std::function<void(const std::string& job, const std::string& why)> trouble);

    /// Starts with a pause. The job ends after stop().
    void start(MaintenanceJob job);
    void stop();

  private:
    struct Running;
    static boost::asio::awaitable<void> run(std::shared_ptr<Running> running);

    boost::asio::any_io_executor executor_;
    net::WorkerPool& pool_;
    std::function<void(const std::string&, const std::string&)> trouble_;
    std::vector<std::shared_ptr<Running>> jobs_;
};

}  // namespace reformdesk
