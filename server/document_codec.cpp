#include "server/document_codec.hpp"

#include "server/field_reader.hpp"

#include <array>

namespace reformdesk {

namespace {

using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;
using kb_index::FieldProblem;
using kb_index::LegalDocument;

constexpr std::array<std::string_view, 13> known_fields{
    "number",      "kind",       "issuer", "issued", "effective_from", "effective_to", "status",
    "replaced_by", "amended_by", "title",  "url",    "confidence",     "note"};

JsonArray successions_to_json(const std::vector<kb_index::Succession>& successions) {
    JsonArray list;
    for (const auto& succession : successions) {
        list.push_back(JsonObject{{"number", succession.number}, {"from", date_to_json(succession.from)}});
    }
    return list;
}

}  // namespace

Json document_to_json(const LegalDocument& document) {
    JsonObject object{{"number", document.number},
                      {"kind", document.kind},
                      {"issuer", document.issuer},
                      {"issued", date_to_json(document.issued)},
                      {"effective_from", date_to_json(document.effective.from)},
                      {"effective_to", date_to_json(document.effective.to)},
                      {"status", document.status},
                      {"replaced_by", successions_to_json(document.replaced_by)},
                      {"amended_by", successions_to_json(document.amended_by)},
                      {"title", document.title},
                      {"url", document.url},
                      {"confidence", document.confidence}};
    if (!document.note.empty()) {
        object.emplace_back("note", document.note);
    }
    append_extra(object, document.extra);
    return object;
}

std::variant<LegalDocument, std::vector<FieldProblem>> document_from_json(const Json& json) {
    if (json.object() == nullptr) {
        return std::vector<FieldProblem>{{"", "mỗi dòng phải là một đối tượng JSON {…}"}};
    }
    LegalDocument document;
    FieldReader reader(json);
    reader.text("number", document.number);
    reader.text("kind", document.kind);
    reader.text("issuer", document.issuer);
    reader.date("issued", document.issued);
    reader.date("effective_from", document.effective.from);
    reader.date("effective_to", document.effective.to);
    reader.text("status", document.status);
    reader.successions("replaced_by", document.replaced_by);
    reader.successions("amended_by", document.amended_by);
    reader.text("title", document.title);
    reader.text("url", document.url);
    reader.text("confidence", document.confidence);
    reader.text("note", document.note);
    document.extra = reader.extra(known_fields);
    auto problems = reader.with(kb_index::problems_of(document));
    if (!problems.empty()) {
        return problems;
    }
    return document;
}

}  // namespace reformdesk
