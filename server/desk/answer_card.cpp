#include "server/desk/answer_card.hpp"

namespace reformdesk::desk {

AnswerCard answer_card(const StoredArticle& stored, double confidence, kb_index::Date today) {
    const auto& standing = stored.standing;
    AnswerCard card;
    card.article = stored.article.id;
    card.article_version = stored.version;
    card.title = stored.article.question;
    card.confidence = confidence;
    card.sources = standing.sources;
    card.validity = standing.validity;
    card.in_force = standing.validity.covers(today);
    card.replaced_by = standing.replaced_by;
    return card;
}

}  // namespace reformdesk::desk
