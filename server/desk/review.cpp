#include "server/desk/review.hpp"

#include "server/desk/clock.hpp"
#include "server/desk/store.hpp"

#include <array>
#include <utility>

namespace reformdesk::desk {

namespace {

constexpr std::array<std::pair<ReviewReason, std::string_view>, 2> reasons{
    {{ReviewReason::superseded, "superseded"}, {ReviewReason::ended, "ended"}}};

}  // namespace

std::string_view to_string(ReviewReason reason) {
    for (const auto& [value, name] : reasons) {
        if (value == reason) {
            return name;
        }
    }
    return "ended";
}

std::optional<ReviewReason> parse_review_reason(std::string_view name) {
    for (const auto& [value, known] : reasons) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

std::vector<ReviewTask> reviews_due(std::span<const StoredArticle> articles, kb_index::Date today) {
    std::vector<ReviewTask> due;
    for (const auto& stored : articles) {
        const auto& last_day = stored.standing.validity.to;
        if (!last_day || *last_day >= today || day_in_vietnam(stored.changed_at) > *last_day) {
            continue;
        }
        ReviewTask task;
        task.article = stored.article.id;
        task.reason = ReviewReason::ended;
        task.document = stored.standing.ended_by;
        if (!stored.standing.replaced_by.empty()) {
            task.successor = stored.standing.replaced_by.front().number;
        }
        task.last_day = last_day;
        due.push_back(std::move(task));
    }
    return due;
}

}  // namespace reformdesk::desk
