#include "server/kb_check.hpp"

#include "kb_index/check/check.hpp"
#include "server/kb_check_report.hpp"
#include "server/knowledge.hpp"

#include <algorithm>
#include <ostream>

namespace reformdesk {

namespace {

using kb_index::CheckDays;
using kb_index::Date;

constexpr std::chrono::days soon{60};

// A day in the past is looked at as if it were today.
CheckDays days_of(Date today, const std::optional<Date>& as_of) {
    if (as_of) {
        return {std::min(today, *as_of), *as_of, *as_of};
    }
    return {today, today, std::chrono::sys_days(today) + soon};
}

kb_index::CheckedBase read_base(const KbCommandParts& parts) {
    kb_index::CheckedBase base;
    for (auto& stored : parts.articles.articles()) {
        base.articles.push_back({std::move(stored.article), std::move(stored.standing)});
    }
    base.documents = parts.documents.documents();
    return base;
}

}  // namespace

int kb_check(const KbCheckCommand& command, const KbCommandParts& parts,
             const std::filesystem::path& dictionary_file) {
    Knowledge knowledge(index_folder(parts.config), [](const std::string&) {});
    knowledge.catch_up(parts.articles, parts.index_patience);
    kb_index::Searcher searcher(index_folder(parts.config));
    const auto base = read_base(parts);
    const auto dictionary = kb_index::Dictionary::open(dictionary_file);

    CheckReport report;
    report.days = days_of(desk::day_in_vietnam(parts.clock.now()), command.as_of);
    report.articles = base.articles.size();
    report.documents = base.documents.size();
    if (!dictionary) {
        report.missing_dictionary = dictionary_file.string() + ".dic";
    }
    report.result = kb_index::check(base, report.days, {searcher, dictionary ? &*dictionary : nullptr});
    if (command.json) {
        parts.out << to_json(report) << "\n";
    } else {
        print(report, command.all, parts.out);
    }
    return wrong_findings(report) == 0 ? 0 : 1;
}

}  // namespace reformdesk
