// What the desk keeps inside one column, as JSON. The shapes belong to the store: whoever changes one reads
// the old one too.
#pragma once

#include "kb_index/article.hpp"
#include "kb_index/document.hpp"
#include "server/desk/conversation.hpp"

#include <span>
#include <string>
#include <vector>

namespace reformdesk::store {

// Readers throw DatabaseError (damaged) for what they can't have written.

std::string write_state(const desk::DialogState& state);
desk::DialogState read_state(const std::string& json);

std::string write_choices(const std::vector<desk::Choice>& choices);
std::vector<desk::Choice> read_choices(const std::string& json);

std::string write_texts(std::span<const std::string> texts);
std::vector<std::string> read_texts(const std::string& json);

std::string write_integers(std::span<const std::int64_t> integers);

std::string write_card(const desk::AnswerCard& card);
desk::AnswerCard read_card(const std::string& json);

std::string write_article(const kb_index::Article& article);
kb_index::Article read_article(const std::string& json);

std::string write_document(const kb_index::LegalDocument& document);
kb_index::LegalDocument read_document(const std::string& json);

}  // namespace reformdesk::store
