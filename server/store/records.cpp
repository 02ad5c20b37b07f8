#include "server/store/records.hpp"

#include "connectors/wire/json.hpp"
#include "server/store/database_error.hpp"

#include <utility>

namespace reformdesk::store {

using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;

namespace {

// What was stored was checked when it came in; the limits only keep a damaged database from doing harm.
constexpr connectors::wire::JsonLimits limits{64u << 20, 32, 10'000'000};

[[noreturn]] void damaged(const std::string& what) {
    throw DatabaseError(DatabaseFault::damaged, "Dữ liệu trong cơ sở dữ liệu bị hỏng: " + what);
}

Json parsed(const std::string& json) {
    auto result = connectors::wire::parse(json, limits);
    if (auto* problem = std::get_if<connectors::wire::JsonProblem>(&result)) {
        damaged(problem->message);
    }
    return std::get<Json>(std::move(result));
}

// Writing: what is empty is left out, so that a column stays short.

void put(JsonObject& object, const std::string& key, const std::string& text) {
    if (!text.empty()) {
        object.emplace_back(key, text);
    }
}

void put(JsonObject& object, const std::string& key, JsonArray array) {
    if (!array.empty()) {
        object.emplace_back(key, std::move(array));
    }
}

void put(JsonObject& object, const std::string& key, const std::vector<std::string>& texts) {
    put(object, key, JsonArray(texts.begin(), texts.end()));
}

void put(JsonObject& object, const std::string& key, const std::optional<std::int64_t>& number) {
    if (number) {
        object.emplace_back(key, *number);
    }
}

void put(JsonObject& object, const std::string& key, const std::optional<kb_index::Date>& date) {
    if (date) {
        object.emplace_back(key, kb_index::format_date(*date));
    }
}

// Reading: a missing member is an empty value.

std::string text(const Json& object, std::string_view key) {
    return object.text_at(key).value_or("");
}

std::optional<kb_index::Date> date(const Json& object, std::string_view key) {
    const auto found = object.text_at(key);
    return found ? kb_index::parse_date(*found) : std::nullopt;
}

const JsonArray& array(const Json& object, std::string_view key) {
    static const JsonArray none;
    const auto* found = object.find(key);
    return found != nullptr && found->array() != nullptr ? *found->array() : none;
}

std::vector<std::string> texts_in(const JsonArray& array, std::string_view name) {
    std::vector<std::string> result;
    for (const auto& each : array) {
        if (each.text() == nullptr) {
            damaged(std::string(name));
        }
        result.push_back(*each.text());
    }
    return result;
}

std::vector<std::string> texts(const Json& object, std::string_view key) {
    return texts_in(array(object, key), key);
}

JsonArray from_choices(const std::vector<desk::Choice>& choices) {
    JsonArray result;
    for (const auto& choice : choices) {
        result.emplace_back(JsonObject{{"article", choice.article}, {"label", choice.label}});
    }
    return result;
}

std::vector<desk::Choice> to_choices(const JsonArray& array) {
    std::vector<desk::Choice> result;
    for (const auto& each : array) {
        result.push_back({text(each, "article"), text(each, "label")});
    }
    return result;
}

JsonArray from_sources(const std::vector<kb_index::LegalBasis>& sources) {
    JsonArray result;
    for (const auto& source : sources) {
        JsonObject object;
        put(object, "document", source.document);
        put(object, "clause", source.clause);
        put(object, "url", source.url);
        result.emplace_back(std::move(object));
    }
    return result;
}

std::vector<kb_index::LegalBasis> to_sources(const JsonArray& array) {
    std::vector<kb_index::LegalBasis> result;
    for (const auto& each : array) {
        result.push_back({text(each, "document"), text(each, "clause"), text(each, "url")});
    }
    return result;
}

JsonArray from_extra(const std::vector<kb_index::ExtraField>& extra) {
    JsonArray result;
    for (const auto& field : extra) {
        result.emplace_back(JsonObject{{"name", field.name}, {"json", field.json}});
    }
    return result;
}

std::vector<kb_index::ExtraField> to_extra(const JsonArray& array) {
    std::vector<kb_index::ExtraField> result;
    for (const auto& each : array) {
        result.push_back({text(each, "name"), text(each, "json")});
    }
    return result;
}

JsonArray from_successions(const std::vector<kb_index::Succession>& successions) {
    JsonArray result;
    for (const auto& succession : successions) {
        JsonObject object;
        put(object, "number", succession.number);
        put(object, "from", succession.from);
        result.emplace_back(std::move(object));
    }
    return result;
}

std::vector<kb_index::Succession> to_successions(const JsonArray& array) {
    std::vector<kb_index::Succession> result;
    for (const auto& each : array) {
        result.push_back({text(each, "number"), date(each, "from")});
    }
    return result;
}

}  // namespace

std::string write_state(const desk::DialogState& state) {
    JsonObject object;
    put(object, "pending_choices", from_choices(state.pending_choices));
    if (state.clarifications_in_a_row != 0) {
        object.emplace_back("clarifications_in_a_row", state.clarifications_in_a_row);
    }
    put(object, "last_question", state.last_question);
    put(object, "last_article", state.last_article);
    put(object, "open_ticket", state.open_ticket);
    put(object, "answered_ticket", state.answered_ticket);
    return connectors::wire::write(Json(std::move(object)));
}

desk::DialogState read_state(const std::string& json) {
    const auto object = parsed(json);
    desk::DialogState state;
    state.pending_choices = to_choices(array(object, "pending_choices"));
    state.clarifications_in_a_row =
        static_cast<int>(object.integer_at("clarifications_in_a_row").value_or(0));
    state.last_question = text(object, "last_question");
    state.last_article = text(object, "last_article");
    state.open_ticket = object.integer_at("open_ticket");
    state.answered_ticket = object.integer_at("answered_ticket");
    return state;
}

std::string write_choices(const std::vector<desk::Choice>& choices) {
    return connectors::wire::write(Json(from_choices(choices)));
}

std::vector<desk::Choice> read_choices(const std::string& json) {
    const auto value = parsed(json);
    if (value.array() == nullptr) {
        damaged("choices");
    }
    return to_choices(*value.array());
}

std::string write_texts(std::span<const std::string> texts) {
    return connectors::wire::write(Json(JsonArray(texts.begin(), texts.end())));
}

std::vector<std::string> read_texts(const std::string& json) {
    const auto value = parsed(json);
    if (value.array() == nullptr) {
        damaged("texts");
    }
    return texts_in(*value.array(), "texts");
}

std::string write_integers(std::span<const std::int64_t> integers) {
    return connectors::wire::write(Json(JsonArray(integers.begin(), integers.end())));
}

std::string write_card(const desk::AnswerCard& card) {
    JsonObject object;
    put(object, "article", card.article);
    object.emplace_back("article_version", card.article_version);
    put(object, "title", card.title);
    object.emplace_back("confidence", card.confidence);
    put(object, "sources", from_sources(card.sources));
    put(object, "valid_from", card.validity.from);
    put(object, "valid_to", card.validity.to);
    object.emplace_back("in_force", card.in_force);
    put(object, "replaced_by", from_successions(card.replaced_by));
    return connectors::wire::write(Json(std::move(object)));
}

desk::AnswerCard read_card(const std::string& json) {
    const auto object = parsed(json);
    desk::AnswerCard card;
    card.article = text(object, "article");
    card.article_version = object.integer_at("article_version").value_or(0);
    card.title = text(object, "title");
    const auto* confidence = object.find("confidence");
    card.confidence = confidence == nullptr ? 0 : confidence->number().value_or(0);
    card.sources = to_sources(array(object, "sources"));
    card.validity = {date(object, "valid_from"), date(object, "valid_to")};
    const auto* in_force = object.find("in_force");
    card.in_force = in_force == nullptr || in_force->boolean().value_or(true);
    card.replaced_by = to_successions(array(object, "replaced_by"));
    return card;
}

std::string write_article(const kb_index::Article& article) {
    JsonObject object;
    put(object, "id", article.id);
    put(object, "question", article.question);
    put(object, "phrasings", article.phrasings);
    put(object, "answer", article.answer);
    put(object, "topic", article.topic);
    put(object, "audience", article.audience);
    put(object, "territory", article.territory);
    put(object, "sources", from_sources(article.sources));
    put(object, "valid_from", article.validity.from);
    put(object, "valid_to", article.validity.to);
    put(object, "related", article.related);
    put(object, "follow_ups", article.follow_ups);
    put(object, "extra", from_extra(article.extra));
    return connectors::wire::write(Json(std::move(object)));
}

kb_index::Article read_article(const std::string& json) {
    const auto object = parsed(json);
    kb_index::Article article;
    article.id = text(object, "id");
    article.question = text(object, "question");
    article.phrasings = texts(object, "phrasings");
    article.answer = text(object, "answer");
    article.topic = text(object, "topic");
    article.audience = texts(object, "audience");
    article.territory = text(object, "territory");
    article.sources = to_sources(array(object, "sources"));
    article.validity = {date(object, "valid_from"), date(object, "valid_to")};
    article.related = texts(object, "related");
    article.follow_ups = texts(object, "follow_ups");
    article.extra = to_extra(array(object, "extra"));
    return article;
}

std::string write_document(const kb_index::LegalDocument& document) {
    JsonObject object;
    put(object, "number", document.number);
    put(object, "kind", document.kind);
    put(object, "issuer", document.issuer);
    put(object, "issued", document.issued);
    put(object, "effective_from", document.effective.from);
    put(object, "effective_to", document.effective.to);
    put(object, "status", document.status);
    put(object, "replaced_by", from_successions(document.replaced_by));
    put(object, "amended_by", from_successions(document.amended_by));
    put(object, "title", document.title);
    put(object, "url", document.url);
    put(object, "confidence", document.confidence);
    put(object, "note", document.note);
    put(object, "extra", from_extra(document.extra));
    return connectors::wire::write(Json(std::move(object)));
}

kb_index::LegalDocument read_document(const std::string& json) {
    const auto object = parsed(json);
    kb_index::LegalDocument document;
    document.number = text(object, "number");
    document.kind = text(object, "kind");
    document.issuer = text(object, "issuer");
    document.issued = date(object, "issued");
    document.effective = {date(object, "effective_from"), date(object, "effective_to")};
    document.status = text(object, "status");
    document.replaced_by = to_successions(array(object, "replaced_by"));
    document.amended_by = to_successions(array(object, "amended_by"));
    document.title = text(object, "title");
    document.url = text(object, "url");
    document.confidence = text(object, "confidence");
    document.note = text(object, "note");
    document.extra = to_extra(array(object, "extra"));
    return document;
}

}  // namespace reformdesk::store
