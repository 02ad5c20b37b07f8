#include "server/exchange_codec.hpp"

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

constexpr std::array<std::string_view, 12> known_fields{"id",         "question", "phrasings", "answer",
                                                        "topic",      "audience", "territory", "sources",
                                                        "valid_from", "valid_to", "related",   "follow_ups"};

JsonArray texts_to_json(const std::vector<std::string>& texts) {
    return JsonArray(texts.begin(), texts.end());
}

Json date_to_json(const std::optional<kb_index::Date>& date) {
    return date ? Json(kb_index::format_date(*date)) : Json();
}

// Reads members of an object and collects what is wrong with them. A member that is missing or null is left
// as it is.
class FieldReader {
  public:
    explicit FieldReader(const Json& json) : json_(json) {}

    void text(const std::string& field, std::string& target) {
        const auto* value = present(field);
        if (value == nullptr) {
            return;
        }
        if (value->text() == nullptr) {
            add(field, "phải là một chuỗi");
            return;
        }
        target = *value->text();
    }

    void texts(const std::string& field, std::vector<std::string>& target) {
        const auto* value = present(field);
        if (value == nullptr) {
            return;
        }
        const auto* items = value->array();
        const bool good = items != nullptr && std::all_of(items->begin(), items->end(), [](const Json& item) {
                              return item.text() != nullptr;
                          });
        if (!good) {
            add(field, "phải là một danh sách chuỗi");
            return;
        }
        for (const auto& item : *items) {
            target.push_back(*item.text());
        }
    }

    void date(const std::string& field, std::optional<kb_index::Date>& target) {
        std::string written;
        text(field, written);
        if (written.empty()) {
            return;
        }
        target = kb_index::parse_date(written);
        if (!target) {
            add(field, "phải là một ngày dạng 2025-07-01");
        }
    }

    void sources(std::vector<kb_index::LegalBasis>& target) {
        const auto* value = present("sources");
        if (value == nullptr) {
            return;
        }
        if (value->array() == nullptr) {
            add("sources", "phải là một danh sách");
            return;
        }
        for (const auto& item : *value->array()) {
            if (item.object() == nullptr) {
                add("sources", "mỗi căn cứ phải là một đối tượng có document, clause, url");
                return;
            }
            FieldReader reader(item);
            kb_index::LegalBasis basis;
            reader.text("document", basis.document);
            reader.text("clause", basis.clause);
            reader.text("url", basis.url);
            for (const auto& problem : reader.problems_) {
                add("sources", problem.field + " " + problem.message);
            }
            target.push_back(std::move(basis));
        }
    }

    void add(const std::string& field, std::string message) {
        problems_.push_back({field, std::move(message)});
    }
    const Json* present(const std::string& field) const {
        const auto* value = json_.find(field);
        return value == nullptr || value->is_null() ? nullptr : value;
    }
    std::vector<FieldProblem>& problems() { return problems_; }

  private:
    const Json& json_;
    std::vector<FieldProblem> problems_;
};

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
    for (const auto& extra : article.extra) {
        auto parsed = connectors::wire::parse(extra.json);
        auto* value = std::get_if<Json>(&parsed);
        object.emplace_back(extra.name, value == nullptr ? Json(extra.json) : std::move(*value));
    }
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
    for (const auto& [name, value] : *json.object()) {
        if (std::find(known_fields.begin(), known_fields.end(), name) == known_fields.end()) {
            article.extra.push_back({name, connectors::wire::write(value)});
        }
    }
    kb_index::complete(article);
    auto problems = std::move(reader.problems());
    for (auto& problem : kb_index::problems_of(article)) {
        const bool named = std::any_of(problems.begin(), problems.end(),
                                       [&](const auto& known) { return known.field == problem.field; });
        if (!named) {
            problems.push_back(std::move(problem));
        }
    }
    if (!problems.empty()) {
        return problems;
    }
    return article;
}

std::variant<Article, std::vector<FieldProblem>> JsonExchangeCodec::decode_article(
    std::string_view json) const {
    const auto parsed = connectors::wire::parse(json);
    if (const auto* problem = std::get_if<JsonProblem>(&parsed)) {
        return syntax_problem(*problem);
    }
    return article_from_json(std::get<Json>(parsed));
}

std::string JsonExchangeCodec::encode_article(const Article& article) const {
    return connectors::wire::write(article_to_json(article));
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
