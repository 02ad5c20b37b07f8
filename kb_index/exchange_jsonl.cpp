#include "kb_index/exchange_jsonl.hpp"

#include "nlp/utf8.hpp"

#include <optional>
#include <ostream>

namespace reformdesk::kb_index {

namespace {

// Takes the lines of a file one by one.
class Lines {
  public:
    explicit Lines(std::string_view content) : rest_(content) {
        if (rest_.starts_with(byte_order_mark)) {
            rest_.remove_prefix(byte_order_mark.size());
        }
    }

    /// The next line that is not blank, without its end.
    std::optional<std::string_view> next() {
        while (!rest_.empty()) {
            const auto end = std::min(rest_.find('\n'), rest_.size());
            auto line = rest_.substr(0, end);
            rest_.remove_prefix(std::min(end + 1, rest_.size()));
            ++number_;
            if (line.ends_with('\r')) {
                line.remove_suffix(1);
            }
            if (line.find_first_not_of(" \t") != std::string_view::npos) {
                return line;
            }
        }
        return std::nullopt;
    }
    std::size_t number() const { return number_; }

  private:
    std::string_view rest_;
    std::size_t number_ = 0;
};

// What keeps a line from being read as JSON at all.
std::optional<std::string> problem_of(std::string_view line, const ImportLimits& limits) {
    if (line.size() > limits.line_bytes) {
        return "dòng dài hơn giới hạn " + describe_bytes(limits.line_bytes);
    }
    if (!nlp::is_valid_utf8(line)) {
        return std::string(not_utf8);
    }
    if (line.find(byte_order_mark) != std::string_view::npos) {
        return std::string(stray_byte_order_mark);
    }
    return std::nullopt;
}

}  // namespace

void read_jsonl(std::string_view content, const ExchangeCodec& codec, ArticleIntake& intake) {
    Lines lines(content);
    while (!intake.done()) {
        const auto line = lines.next();
        if (!line) {
            return;
        }
        if (const auto problem = problem_of(*line, intake.limits())) {
            intake.problem(lines.number(), "", *problem);
            continue;
        }
        auto decoded = codec.decode(*line);
        if (auto* article = std::get_if<Article>(&decoded)) {
            intake.add(lines.number(), std::move(*article));
        } else if (auto* document = std::get_if<LegalDocument>(&decoded)) {
            intake.add(lines.number(), std::move(*document));
        } else {
            intake.problems(lines.number(), std::get<std::vector<FieldProblem>>(decoded));
        }
    }
}

QuestionImport read_jsonl_questions(std::string_view content, const std::string& file,
                                    const ExchangeCodec& codec, const ImportLimits& limits) {
    Lines lines(content);
    ProblemList problems(limits.problems);
    std::vector<GoldQuestion> questions;
    while (!problems.full()) {
        const auto line = lines.next();
        if (!line) {
            break;
        }
        if (auto problem = problem_of(*line, limits)) {
            problems.add({file, lines.number(), "", std::move(*problem)});
            continue;
        }
        auto decoded = codec.decode_question(*line);
        if (auto* question = std::get_if<GoldQuestion>(&decoded)) {
            questions.push_back(std::move(*question));
            continue;
        }
        for (auto& problem : std::get<std::vector<FieldProblem>>(decoded)) {
            problems.add({file, lines.number(), std::move(problem.field), std::move(problem.message)});
        }
    }
    if (!problems.empty()) {
        return {{}, problems.take()};
    }
    return {std::move(questions), {}};
}

void write_jsonl(std::ostream& out, std::span<const Article> articles, const ExchangeCodec& codec) {
    for (const auto& article : articles) {
        out << escape_byte_order_marks(codec.encode(article)) << '\n';
    }
}

void write_jsonl(std::ostream& out, std::span<const LegalDocument> documents, const ExchangeCodec& codec) {
    for (const auto& document : documents) {
        out << escape_byte_order_marks(codec.encode(document)) << '\n';
    }
}

std::string escape_byte_order_marks(std::string json) {
    for (auto at = json.find(byte_order_mark); at != std::string::npos; at = json.find(byte_order_mark, at)) {
        json.replace(at, byte_order_mark.size(), "\\ufeff");
    }
    return json;
}

}  // namespace reformdesk::kb_index
