#include "server/review_watch.hpp"

#include "server/desk/review.hpp"

namespace reformdesk {

std::size_t ReviewWatch::look() {
    const auto now = clock_.now();
    const std::pair state(desk::day_in_vietnam(now), articles_.articles_revision());
    if (seen_ == state) {
        return 0;
    }
    auto due = desk::reviews_due(articles_.articles(), state.first);
    for (auto& task : due) {
        task.opened_at = now;
        task.opened_by = "system";
    }
    const auto opened = reviews_.open_reviews(due);
    seen_ = state;
    return opened;
}

}  // namespace reformdesk
