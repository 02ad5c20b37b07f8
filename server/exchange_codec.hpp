// Articles, documents and gold questions as JSON: the exchange format of the knowledge base.
#pragma once

#include "connectors/wire/json.hpp"
#include "kb_index/exchange.hpp"

namespace reformdesk {

/// The article in the exchange format, members in their documented order, unknown ones last.
connectors::wire::Json article_to_json(const kb_index::Article& article);

/// The article, or every field that is wrong; kb_index::problems_of has been asked too.
std::variant<kb_index::Article, std::vector<kb_index::FieldProblem>> article_from_json(
    const connectors::wire::Json& json);

/// kb_index's port to JSON. Stateless.
class JsonExchangeCodec : public kb_index::ExchangeCodec {
  public:
    std::variant<kb_index::Article, kb_index::LegalDocument, std::vector<kb_index::FieldProblem>> decode(
        std::string_view json) const override;
    std::string encode(const kb_index::Article& article) const override;
    std::string encode(const kb_index::LegalDocument& document) const override;
    std::variant<kb_index::GoldQuestion, std::vector<kb_index::FieldProblem>> decode_question(
        std::string_view json) const override;
    std::string encode_text(std::string_view text) const override;
    std::optional<std::string> decode_text(std::string_view json) const override;
    std::optional<std::string> canonical_json(std::string_view text) const override;
};

}  // namespace reformdesk
