// What stands under an answer: where it rests, since when, and what took its place.
#pragma once

#include "server/desk/store.hpp"

namespace reformdesk::desk {

/// The card of an article that is given on this day.
AnswerCard answer_card(const StoredArticle& stored, double confidence, kb_index::Date today);

}  // namespace reformdesk::desk
