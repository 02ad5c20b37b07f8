#include "server/kb_evaluate.hpp"

#include "kb_index/exchange.hpp"
#include "kb_index/searcher.hpp"
#include "kb_index/standing.hpp"
#include "kb_index/writer.hpp"
#include "server/exchange_codec.hpp"
#include "server/knowledge.hpp"

#include <cstdlib>
#include <fstream>
#include <ostream>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace reformdesk {

namespace {

using connectors::wire::JsonArray;
using connectors::wire::JsonObject;
using kb_index::Evaluation;

constexpr int bad_input = 2;

// A folder of its own that goes when it is left.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        auto pattern = (std::filesystem::temp_directory_path() / "reformdesk-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) {
            throw std::system_error(errno, std::generic_category(), "mkdtemp");
        }
        path_ = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

bool report(const std::vector<kb_index::ImportProblem>& problems, std::ostream& err) {
    for (const auto& problem : problems) {
        err << kb_index::to_line(problem) << "\n";
    }
    return !problems.empty();
}

std::string_view name_of(kb_index::DecisionKind kind) {
    constexpr std::string_view names[] = {"answer", "clarify", "escalate"};
    return names[static_cast<std::size_t>(kind)];
}

std::string prediction_line(const kb_index::Prediction& prediction) {
    JsonArray ranked;
    for (const auto& candidate : prediction.decision.ranked) {
        ranked.push_back(JsonObject{{"id", candidate.id}, {"score", candidate.score}});
    }
    return connectors::wire::write(JsonObject{{"query", prediction.query},
                                              {"decision", name_of(prediction.decision.kind)},
                                              {"confidence", prediction.decision.confidence},
                                              {"ranked", std::move(ranked)}});
}

void print(const Evaluation& e, std::ostream& out) {
    out << fmt::format(
        "Câu hỏi: {}, ngoài phạm vi {}\n"
        "Đúng ở vị trí 1: {:.3f}   trong 3 vị trí đầu: {:.3f}\n"
        "Trả lời: {} (đúng {}, độ chính xác {:.3f})   hỏi lại: {} (có lựa chọn đúng {})   chuyển chuyên "
        "viên: {}\n"
        "Ngoài phạm vi mà vẫn trả lời: {}\n"
        "Sai số hiệu chuẩn: {:.3f}\n"
        "Thời gian một câu: trung vị {:.0f} µs, p99 {:.0f} µs\n",
        e.questions, e.outside, e.accuracy_at_1, e.accuracy_at_3, e.answered, e.answered_correctly,
        e.precision, e.clarified, e.clarified_with_correct_choice, e.escalated, e.outside_answered,
        e.expected_calibration_error, e.median_microseconds, e.p99_microseconds);
}

// What measuring needs besides the command.
struct Bench {
    const Config& config;
    const desk::Clock& clock;
    std::ostream& out;
    std::ostream& err;
};

int measure(const KbEvaluateCommand& command, const Bench& parts, const std::filesystem::path& index) {
    const auto questions = kb_index::read_questions(command.questions, JsonExchangeCodec());
    if (report(questions.problems, parts.err)) {
        return bad_input;
    }
    std::vector<kb_index::Prediction> predictions;
    kb_index::EvaluationOptions options{command.as_of.value_or(desk::day_in_vietnam(parts.clock.now()))};
    options.precision = command.precision.value_or(parts.config.precision);
    options.variant = command.variant;
    options.predictions = command.predictions ? &predictions : nullptr;
    kb_index::Searcher searcher(index);
    const auto evaluation = kb_index::evaluate(searcher, questions.questions, options);
    if (command.predictions) {
        std::ofstream out(*command.predictions, std::ios::binary);
        for (const auto& prediction : predictions) {
            out << prediction_line(prediction) << "\n";
        }
        out.close();
        if (!out) {
            parts.err << "Không ghi được " << command.predictions->string() << "\n";
            return bad_input;
        }
    }
    if (command.json) {
        parts.out << evaluation_json(evaluation) << "\n";
    } else {
        print(evaluation, parts.out);
    }
    return 0;
}

}  // namespace

std::string evaluation_json(const Evaluation& e) {
    return connectors::wire::write(
        JsonObject{{"accuracy_at_1", e.accuracy_at_1},
                   {"accuracy_at_3", e.accuracy_at_3},
                   {"precision", e.precision},
                   {"expected_calibration_error", e.expected_calibration_error},
                   {"questions", e.questions},
                   {"answered", e.answered},
                   {"answered_correctly", e.answered_correctly},
                   {"clarified", e.clarified},
                   {"clarified_with_correct_choice", e.clarified_with_correct_choice},
                   {"escalated", e.escalated},
                   {"outside", e.outside},
                   {"outside_answered", e.outside_answered},
                   {"median_microseconds", e.median_microseconds},
                   {"p99_microseconds", e.p99_microseconds}});
}

int kb_evaluate(const KbEvaluateCommand& command, const KbCommandParts& parts) {
    Knowledge knowledge(index_folder(parts.config), [](const std::string&) {});
    knowledge.catch_up(parts.articles, parts.index_patience);
    return measure(command, {parts.config, parts.clock, parts.out, parts.err}, index_folder(parts.config));
}

int kb_evaluate_file(const KbEvaluateCommand& command, const Config& config, const desk::Clock& clock,
                     std::ostream& out, std::ostream& err) {
    auto read = kb_index::read_articles(command.kb, JsonExchangeCodec());
    if (report(read.problems, err)) {
        return bad_input;
    }
    const TemporaryFolder folder;
    kb_index::bound_by(read.documents, read.articles);
    kb_index::rebuild(folder.path() / "index", read.articles, "evaluation");
    return measure(command, {config, clock, out, err}, folder.path() / "index");
}

}  // namespace reformdesk
