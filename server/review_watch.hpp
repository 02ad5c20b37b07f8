// Opens review tasks for articles as the documents that they rest on end.
#pragma once

#include "server/desk/clock.hpp"
#include "server/desk/store.hpp"

#include <optional>
#include <string>
#include <utility>

namespace reformdesk {

/// Not thread-safe: asked from one place, every so often.
class ReviewWatch {
  public:
    ReviewWatch(desk::ArticleStore& articles, desk::ReviewStore& reviews, const desk::Clock& clock)
        : articles_(articles), reviews_(reviews), clock_(clock) {}

    /// Looks at all articles when the day or an article or a document has changed since it looked last.
    /// Returns how many tasks it opened. Throws desk::StoreError.
    std::size_t look();

  private:
    desk::ArticleStore& articles_;
    desk::ReviewStore& reviews_;
    const desk::Clock& clock_;
    std::optional<std::pair<kb_index::Date, std::string>> seen_;
};

}  // namespace reformdesk
