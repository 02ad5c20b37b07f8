#include "kb_index/check/check.hpp"

#include "kb_index/check/documents.hpp"
#include "kb_index/check/links.hpp"
#include "kb_index/check/references.hpp"
#include "kb_index/check/rivals.hpp"
#include "kb_index/check/sources.hpp"
#include "kb_index/check/wording.hpp"

#include <algorithm>
#include <iterator>

namespace reformdesk::kb_index {

CheckResult check(const CheckedBase& base, const CheckDays& days, const CheckTools& tools) {
    CheckResult result;
    const auto add = [&](Findings found) { std::ranges::move(found, std::back_inserter(result.findings)); };
    add(check_sources(base, days));
    add(check_documents(base.documents, days));
    add(check_references(base));
    add(check_topics(base));
    add(check_links(base));
    add(check_diacritics(base));
    add(check_abbreviations(base));
    if (tools.dictionary != nullptr) add(check_spelling(base, *tools.dictionary));
    auto rivals = find_rivals(base, tools.searcher, days.today, tools.most_asked);
    add(std::move(rivals.findings));
    result.phrasings = rivals.phrasings;
    result.asked = rivals.asked;
    std::ranges::stable_sort(result.findings, {}, &Finding::kind);
    return result;
}

}  // namespace reformdesk::kb_index
