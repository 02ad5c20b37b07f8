#include "server/kb_commands.hpp"

#include "kb_index/exchange.hpp"
#include "kb_index/searcher.hpp"
#include "nlp/question.hpp"
#include "server/desk/answer_card.hpp"
#include "server/exchange_codec.hpp"
#include "server/knowledge.hpp"

#include <cmath>
#include <iostream>

namespace reformdesk {

namespace {

using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;
using kb_index::Decision;
using kb_index::DecisionKind;

constexpr int bad_input = 2;

std::string_view name_of(DecisionKind kind) {
    switch (kind) {
        case DecisionKind::answer:
            return "answer";
        case DecisionKind::clarify:
            return "clarify";
        case DecisionKind::escalate:
            return "escalate";
    }
    return "escalate";
}

std::string percent(double fraction) {
    return std::to_string(std::lround(fraction * 100)) + " %";
}

void print_answer(const desk::AnswerCard& card, const std::string& answer, std::ostream& out) {
    out << card.title << "\n\n";
    if (!card.in_force) {
        out << "QUY ĐỊNH CŨ";
        if (card.validity.to) {
            out << ", áp dụng đến hết ngày " << kb_index::format_date(*card.validity.to);
        }
        for (const auto& next : card.replaced_by) {
            out << "; thay bằng " << next.number;
        }
        out << "\n\n";
    }
    out << answer << "\n";
    for (const auto& source : card.sources) {
        out << "\nCăn cứ: " << source.document;
        if (!source.clause.empty()) {
            out << ", " << source.clause;
        }
        if (!source.url.empty()) {
            out << " — " << source.url;
        }
    }
    out << "\n";
}

void print_decision(const Decision& decision, desk::ArticleStore& articles, kb_index::Date today,
                    std::ostream& out) {
    if (decision.kind == DecisionKind::answer && !decision.ranked.empty()) {
        out << "Trả lời (độ tin cậy " << percent(decision.confidence) << ")\n\n";
        if (const auto stored = articles.article(decision.ranked.front().id)) {
            print_answer(desk::answer_card(*stored, decision.confidence, today), stored->article.answer, out);
        }
        return;
    }
    if (decision.kind == DecisionKind::clarify) {
        out << "Hỏi lại (độ tin cậy " << percent(decision.confidence) << ")\n";
        for (std::size_t i = 0; i < decision.choices.size(); ++i) {
            const auto stored = articles.article(decision.choices[i]);
            out << "  " << i + 1 << ". " << (stored ? stored->article.question : decision.choices[i]) << "\n";
        }
        return;
    }
    out << "Chuyển chuyên viên (độ tin cậy " << percent(decision.confidence) << ")\n";
    for (const auto& candidate : decision.ranked) {
        const auto stored = articles.article(candidate.id);
        out << "  gần nhất: " << candidate.id << " (" << percent(candidate.confidence) << ") "
            << (stored ? stored->article.question : std::string()) << "\n";
    }
}

Json decision_json(const Decision& decision) {
    JsonArray ranked;
    for (const auto& candidate : decision.ranked) {
        ranked.push_back(JsonObject{{"id", candidate.id},
                                    {"score", candidate.score},
                                    {"confidence", candidate.confidence},
                                    {"in_force", candidate.in_force}});
    }
    return JsonObject{{"decision", name_of(decision.kind)},
                      {"confidence", decision.confidence},
                      {"choices", JsonArray(decision.choices.begin(), decision.choices.end())},
                      {"ranked", std::move(ranked)}};
}

}  // namespace

std::string index_is_late(const Config& config) {
    return "Lưu ý: chưa cập nhật được chỉ mục vì chương trình khác đang ghi hoặc thư mục " +
           index_folder(config).string() +
           " không ghi được. Máy chủ đang chạy sẽ tự cập nhật trong vòng một phút; nếu không có máy chủ nào "
           "đang chạy, hãy chạy reformdesk doctor.\n";
}

int kb_import(const KbImportCommand& command, const KbCommandParts& parts) {
    const JsonExchangeCodec codec;
    const auto read = kb_index::read_articles(command.files, codec);
    if (!read.problems.empty()) {
        for (const auto& problem : read.problems) {
            parts.err << kb_index::to_line(problem) << "\n";
        }
        return bad_input;
    }
    // Documents first: an article that comes with the end of its document is never current in between.
    if (!read.documents.empty()) {
        const auto changed = parts.documents.import_documents(read.documents, "system", parts.clock.now());
        parts.out << "Đã nạp " << read.documents.size() << " văn bản, trong đó " << changed
                  << " văn bản mới hoặc có thay đổi.\n";
    }
    if (!read.articles.empty() || read.documents.empty()) {
        const auto changed = parts.articles.import_articles(read.articles, "system", parts.clock.now());
        parts.out << "Đã nạp " << read.articles.size() << " bài, trong đó " << changed
                  << " bài mới hoặc có thay đổi.\n";
    }
    Knowledge knowledge(index_folder(parts.config), [](const std::string&) {});
    try {
        knowledge.catch_up(parts.articles, parts.index_patience);
    } catch (const kb_index::IndexError&) {
        // The articles are stored, and whoever serves them looks for changes every few seconds.
        parts.err << index_is_late(parts.config);
    }
    return 0;
}

int kb_export(const KbExportCommand& command, const KbCommandParts& parts) {
    std::vector<kb_index::Article> articles;
    for (auto& stored : parts.articles.articles()) {
        articles.push_back(std::move(stored.article));
    }
    if (const auto problem = kb_index::write_articles(command.file, articles, JsonExchangeCodec())) {
        parts.err << *problem << "\n";
        return bad_input;
    }
    parts.out << "Đã ghi " << articles.size() << " bài vào " << command.file.string() << "\n";
    if (!command.documents) {
        return 0;
    }
    const auto documents = parts.documents.documents();
    if (const auto problem = kb_index::write_documents(*command.documents, documents, JsonExchangeCodec())) {
        parts.err << *problem << "\n";
        return bad_input;
    }
    parts.out << "Đã ghi " << documents.size() << " văn bản vào " << command.documents->string() << "\n";
    return 0;
}

int kb_ask(const KbAskCommand& command, const KbCommandParts& parts) {
    kb_index::AskOptions options{command.as_of.value_or(desk::day_in_vietnam(parts.clock.now()))};
    options.territory = parts.config.territory;
    options.precision = parts.config.precision;
    options.limit = command.json ? 10 : 3;
    const auto question = nlp::read(command.text);
    Knowledge knowledge(index_folder(parts.config), [](const std::string&) {});
    knowledge.catch_up(parts.articles, parts.index_patience);
    kb_index::Searcher searcher(index_folder(parts.config));
    if (command.explain) {
        parts.out << searcher.explain(question, options) << "\n";
    }
    const auto decision = searcher.ask(question, options);
    if (command.json) {
        parts.out << connectors::wire::write(decision_json(decision)) << "\n";
    } else {
        print_decision(decision, parts.articles, options.as_of, parts.out);
    }
    return 0;
}

}  // namespace reformdesk
