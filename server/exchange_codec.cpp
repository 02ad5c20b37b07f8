#include "server/exchange_codec.hpp"

#include "server/document_codec.hpp"
#include "server/field_reader.hpp"

#include <algorithm>
#include <array>

namespace reformdesk {

namespace {

using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;
using connectors::wire::JsonProblem;
using kb_index::Article;
using kb_index::FieldProblem;
using kb_index::GoldQuestion;
using kb_index::LegalDocument;

constexpr std::array<std::string_view, 12> known_fields{"id",         "question", "phrasings", "answer",
                                                        "topic",      "audience", "territory", "sources",
                                                        "valid_from", "valid_to", "related",   "follow_ups"};

std::vector<FieldProblem> syntax_problem(const JsonProblem& problem) {
    return {
        {"", "không phải JSON đúng: " + problem.message + " (byte " + std::to_string(problem.offset) + ")"}};
}

}  // namespace

Json article_to_json(const Article& article) {
    JsonArray sources;
    for (const auto& source : article.sources) {
        JsonObject view{{"document", source.document}};
        if (!source.clause.empty()) {
            view.emplace_back("clause", source.clause);
        }
        if (!source.url.empty()) {
            view.emplace_back("url", source.url);
        }
        sources.push_back(std::move(view));
    }
    JsonObject object{{"id", article.id},
                      {"question", article.question},
                      {"phrasings", texts_to_json(article.phrasings)},
                      {"answer", article.answer},
                      {"topic", article.topic},
                      {"audience", texts_to_json(article.audience)},
                      {"territory", article.territory},
                      {"sources", std::move(sources)},
                      {"valid_from", date_to_json(article.validity.from)},
                      {"valid_to", date_to_json(article.validity.to)},
                      {"related", texts_to_json(article.related)},
                      {"follow_ups", texts_to_json(article.follow_ups)}};
    append_extra(object, article.extra);
    return object;
}

std::variant<Article, std::vector<FieldProblem>> article_from_json(const Json& json) {
    if (json.object() == nullptr) {
        return std::vector<FieldProblem>{{"", "mỗi dòng phải là một đối tượng JSON {…}"}};
    }
    Article article;
    FieldReader reader(json);
    reader.text("id", article.id);
    reader.text("question", article.question);
    reader.texts("phrasings", article.phrasings);
    reader.text("answer", article.answer);
    reader.text("topic", article.topic);
    reader.texts("audience", article.audience);
    reader.text("territory", article.territory);
    reader.sources(article.sources);
    reader.date("valid_from", article.validity.from);
    reader.date("valid_to", article.validity.to);
    reader.texts("related", article.related);
    reader.texts("follow_ups", article.follow_ups);
    article.extra = reader.extra(known_fields);
    kb_index::complete(article);
    auto problems = reader.with(kb_index::problems_of(article));
    if (!problems.empty()) {
        return problems;
    }
    return article;
}

std::variant<Article, LegalDocument, std::vector<FieldProblem>> JsonExchangeCodec::decode(
    std::string_view text) const {
    const auto parsed = connectors::wire::parse(text);
    if (const auto* problem = std::get_if<JsonProblem>(&parsed)) {
        return syntax_problem(*problem);
    }
    using Decoded = std::variant<Article, LegalDocument, std::vector<FieldProblem>>;
    const auto widen = [](auto decoded) {
        return std::visit([](auto one) { return Decoded(std::move(one)); }, std::move(decoded));
    };
    const auto& json = std::get<Json>(parsed);
    const bool document =
        json.object() != nullptr && json.find("id") == nullptr && json.find("number") != nullptr;
    return document ? widen(document_from_json(json)) : widen(article_from_json(json));
}

std::string JsonExchangeCodec::encode(const Article& article) const {
    return connectors::wire::write(article_to_json(article));
}

std::string JsonExchangeCodec::encode(const LegalDocument& document) const {
    return connectors::wire::write(document_to_json(document));
}

std::variant<GoldQuestion, std::vector<FieldProblem>> JsonExchangeCodec::decode_question(
    std::string_view text) const {
    const auto parsed = connectors::wire::parse(text);
    if (const auto* problem = std::get_if<JsonProblem>(&parsed)) {
        return syntax_problem(*problem);
    }
    const auto& json = std::get<Json>(parsed);
    GoldQuestion question;
    FieldReader reader(json);
    reader.text("query", question.query);
    reader.texts("expected", question.expected);
    reader.texts("tags", question.tags);
    reader.date("as_of", question.as_of);
    // An empty one is a fair question: people send empty messages too.
    if (json.find("query") == nullptr) {
        reader.add("query", "phải có");
    }
    if (json.find("expected") == nullptr) {
        reader.add("expected", "phải có; danh sách rỗng [] nghĩa là không được trả lời");
    }
    if (!reader.problems().empty()) {
        return std::move(reader.problems());
    }
    return question;
}

std::string JsonExchangeCodec::encode_text(std::string_view text) const {
    return connectors::wire::write(Json(text));
}

std::optional<std::string> JsonExchangeCodec::decode_text(std::string_view json) const {
    const auto parsed = connectors::wire::parse(json);
    const auto* value = std::get_if<Json>(&parsed);
    return value == nullptr || value->text() == nullptr ? std::nullopt : std::optional(*value->text());
}

std::optional<std::string> JsonExchangeCodec::canonical_json(std::string_view text) const {
    connectors::wire::JsonLimits limits;
    --limits.depth;  // the article around it is a level of its own
    const auto parsed = connectors::wire::parse(text, limits);
    const auto* value = std::get_if<Json>(&parsed);
    return value == nullptr ? std::nullopt : std::optional(connectors::wire::write(*value));
}

}  // namespace reformdesk
