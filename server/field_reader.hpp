// Members of a JSON object read into the fields of articles and documents, with all that is wrong with them.
#pragma once

#include "connectors/wire/json.hpp"
#include "kb_index/document.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk {

connectors::wire::JsonArray texts_to_json(const std::vector<std::string>& texts);
connectors::wire::Json date_to_json(const std::optional<kb_index::Date>& date);
/// Members that this version does not know, as they were read.
void append_extra(connectors::wire::JsonObject& object, const std::vector<kb_index::ExtraField>& extra);

/// A member that is missing or null is left as it is. Refers to the JSON, which must outlive it.
class FieldReader {
  public:
    explicit FieldReader(const connectors::wire::Json& json) : json_(json) {}

    void text(const std::string& field, std::string& target);
    void texts(const std::string& field, std::vector<std::string>& target);
    void date(const std::string& field, std::optional<kb_index::Date>& target);
    /// "sources" of an article.
    void sources(std::vector<kb_index::LegalBasis>& target);
    /// {"number", "from"} in a list; one number alone is taken too.
    void successions(const std::string& field, std::vector<kb_index::Succession>& target);
    /// The members that are none of these.
    std::vector<kb_index::ExtraField> extra(std::span<const std::string_view> known) const;

    void add(const std::string& field, std::string message) {
        problems_.push_back({field, std::move(message)});
    }
    std::vector<kb_index::FieldProblem>& problems() { return problems_; }
    /// What was found here, and of the further problems those of other fields.
    std::vector<kb_index::FieldProblem> with(std::vector<kb_index::FieldProblem> further);

  private:
    const connectors::wire::Json* present(const std::string& field) const;

    const connectors::wire::Json& json_;
    std::vector<kb_index::FieldProblem> problems_;
};

}  // namespace reformdesk
