#include "server/field_reader.hpp"

#include <algorithm>

namespace reformdesk {

using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;
using kb_index::FieldProblem;

JsonArray texts_to_json(const std::vector<std::string>& texts) {
    return JsonArray(texts.begin(), texts.end());
}

Json date_to_json(const std::optional<kb_index::Date>& date) {
    return date ? Json(kb_index::format_date(*date)) : Json();
}

void append_extra(JsonObject& object, const std::vector<kb_index::ExtraField>& extra) {
    for (const auto& field : extra) {
        auto parsed = connectors::wire::parse(field.json);
        auto* value = std::get_if<Json>(&parsed);
        object.emplace_back(field.name, value == nullptr ? Json(field.json) : std::move(*value));
    }
}

const Json* FieldReader::present(const std::string& field) const {
    const auto* value = json_.find(field);
    return value == nullptr || value->is_null() ? nullptr : value;
}

void FieldReader::text(const std::string& field, std::string& target) {
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

void FieldReader::texts(const std::string& field, std::vector<std::string>& target) {
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

void FieldReader::date(const std::string& field, std::optional<kb_index::Date>& target) {
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

void FieldReader::sources(std::vector<kb_index::LegalBasis>& target) {
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

void FieldReader::successions(const std::string& field, std::vector<kb_index::Succession>& target) {
    const auto* value = present(field);
    if (value == nullptr) {
        return;
    }
    if (const auto* number = value->text()) {
        target.push_back({*number, std::nullopt});
        return;
    }
    if (value->array() == nullptr) {
        add(field, "phải là một danh sách {\"number\", \"from\"}");
        return;
    }
    for (const auto& item : *value->array()) {
        if (item.object() == nullptr) {
            add(field, "mỗi mục phải là một đối tượng có number, from");
            return;
        }
        FieldReader reader(item);
        kb_index::Succession succession;
        reader.text("number", succession.number);
        reader.date("from", succession.from);
        for (const auto& problem : reader.problems_) {
            add(field, problem.field + " " + problem.message);
        }
        target.push_back(std::move(succession));
    }
}

std::vector<kb_index::ExtraField> FieldReader::extra(std::span<const std::string_view> known) const {
    std::vector<kb_index::ExtraField> found;
    for (const auto& [name, value] : *json_.object()) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            found.push_back({name, connectors::wire::write(value)});
        }
    }
    return found;
}

std::vector<FieldProblem> FieldReader::with(std::vector<FieldProblem> further) {
    auto all = std::move(problems_);
    for (auto& problem : further) {
        const bool named = std::any_of(all.begin(), all.end(),
                                       [&](const auto& known) { return known.field == problem.field; });
        if (!named) {
            all.push_back(std::move(problem));
        }
    }
    return all;
}

}  // namespace reformdesk
