#include "connectors/zalo_oa/rate_window.hpp"

#include "connectors/zalo_oa/whole_number.hpp"

namespace reformdesk::connectors::zalo_oa {

using namespace std::chrono_literals;

void RateWindow::observe(const HttpResponse& response, Timestamp now) {
    const auto header = response.header("x-ratelimit-remain");
    const auto left = header ? whole_number(*header) : std::nullopt;
    if (left && *left <= 0) {
        open_again_ = std::chrono::floor<std::chrono::minutes>(now) + 1min;
    }
}

void RateWindow::refused(Timestamp now) {
    // When Zalo's minute began is not known.
    open_again_ = now + 1min;
}

std::chrono::milliseconds RateWindow::wait(Timestamp now) const {
    const auto left = open_again_ - now;
    return left <= 0ms || left > 1min ? 0ms : left;
}

}  // namespace reformdesk::connectors::zalo_oa
