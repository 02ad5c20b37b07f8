// What editors have to look at again: articles whose documents end, or end soon.
#pragma once

#include "kb_index/article.hpp"
#include "kb_index/document.hpp"
#include "server/desk/conversation.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::desk {

struct StoredArticle;

/// superseded: an editor said that its document is replaced; ended: the last day has passed without that.
enum class ReviewReason { superseded, ended };

std::string_view to_string(ReviewReason reason);
std::optional<ReviewReason> parse_review_reason(std::string_view name);

/// One article to review for one reason. Of the same article, document and last day there is one at most.
struct ReviewTask {
    std::int64_t id = 0;  ///< given by the store
    std::string article;
    ReviewReason reason = ReviewReason::ended;
    std::string document;                    ///< the one that ends; empty when the article's own dates end it
    std::string successor;                   ///< what takes its place; may be empty
    std::optional<kb_index::Date> last_day;  ///< on which the article holds
    Timestamp opened_at{};
    std::string opened_by;
    std::optional<Timestamp> closed_at;
    std::string closed_by;

    bool operator==(const ReviewTask&) const = default;
};

/// The tasks of articles that have ended by this day since an editor last touched them: who edits an article
/// after its last day keeps it as past law.
std::vector<ReviewTask> reviews_due(std::span<const StoredArticle> articles, kb_index::Date today);

}  // namespace reformdesk::desk
