#include "server/kb_supersede.hpp"

#include "kb_index/index_error.hpp"
#include "nlp/citation.hpp"
#include "nlp/text.hpp"
#include "server/knowledge.hpp"

#include <algorithm>
#include <ostream>

namespace reformdesk {

namespace {

constexpr int bad_input = 2;

// "61/2018/nđ-cp" is "61/2018/NĐ-CP"; nothing for what is no number of a document.
std::string comparable(const std::string& number) {
    const auto citations = nlp::find_citations(nlp::normalise(number));
    return citations.empty() ? std::string() : nlp::citation_terms(citations.front()).front();
}

// The number as the list of documents has it, or as typed.
std::string known_number(const std::string& typed, const std::vector<kb_index::LegalDocument>& documents) {
    const auto same = [&](const auto& number) {
        return std::ranges::any_of(documents,
                                   [&](const auto& document) { return document.number == number; });
    };
    if (same(typed)) {
        return typed;
    }
    const auto wanted = comparable(typed);
    for (const auto& document : documents) {
        if (!wanted.empty() && comparable(document.number) == wanted) {
            return document.number;
        }
    }
    return typed;
}

// What is wrong with the command, or nothing.
std::optional<std::string> problem_of(const desk::Supersession& asked,
                                      const std::optional<kb_index::LegalDocument>& old) {
    if (asked.old_number == asked.new_number) {
        return "hai số văn bản giống nhau: " + asked.old_number;
    }
    for (const auto& number : {asked.old_number, asked.new_number}) {
        if (const auto problems = kb_index::problems_of(kb_index::LegalDocument{.number = number});
            !problems.empty()) {
            return "số văn bản không dùng được: " + problems.front().message;
        }
    }
    if (old && old->effective.from && asked.from <= *old->effective.from) {
        return asked.old_number + " có hiệu lực từ " + kb_index::format_date(*old->effective.from) +
               "; ngày thay thế phải sau ngày đó";
    }
    return std::nullopt;
}

void print(const desk::Superseded& done, const desk::Supersession& asked, std::ostream& out) {
    const auto last_day = kb_index::Date(std::chrono::sys_days(asked.from) - std::chrono::days(1));
    out << asked.old_number << " hết hiệu lực sau ngày " << kb_index::format_date(last_day)
        << ", được thay bằng " << asked.new_number << ".\n";
    for (const auto& number : done.added) {
        out << "Đã thêm " << number << " vào danh mục văn bản; hãy bổ sung trích yếu và liên kết.\n";
    }
    out << done.articles.size() << " bài dựa vào văn bản cũ; mở thêm " << done.tasks
        << " việc rà soát (xem trong bảng điều khiển, mục Cần rà soát):\n";
    for (const auto& stored : done.articles) {
        out << "  " << stored.article.id << "  " << stored.article.question << "\n";
    }
    out.flush();
}

}  // namespace

int kb_supersede(const KbSupersedeCommand& command, const KbCommandParts& parts) {
    const auto documents = parts.documents.documents();
    const desk::Supersession asked{known_number(command.old_number, documents),
                                   known_number(command.new_number, documents), command.from, "system",
                                   parts.clock.now()};
    if (const auto problem = problem_of(asked, parts.documents.document(asked.old_number))) {
        parts.err << *problem << "\n";
        return bad_input;
    }
    const auto done = parts.documents.supersede(asked);
    if (!done.known) {
        parts.err
            << "không có văn bản " << asked.old_number
            << " trong danh mục, cũng không có bài nào dựa vào nó; hãy viết số như trong căn cứ của bài\n";
        return bad_input;
    }
    print(done, asked, parts.out);
    Knowledge knowledge(index_folder(parts.config), [](const std::string&) {});
    try {
        knowledge.follow(done, parts.articles, parts.index_patience);
    } catch (const kb_index::IndexError&) {
        parts.err << index_is_late(parts.config);
    }
    return 0;
}

}  // namespace reformdesk
