#include "tests/load/answering/reformdesk_engine.hpp"

#include "kb_index/searcher.hpp"
#include "kb_index/writer.hpp"

namespace reformdesk::load::answering {

namespace {

class ReformDeskEngine final : public LocalEngine {
  public:
    explicit ReformDeskEngine(const Material& material)
        : searcher_(material.folder / "reformdesk"),
          options_{.as_of = material.as_of, .limit = ranked_articles} {}

  private:
    std::vector<std::string> ask(const std::string& question) override {
        auto decision = searcher_.ask(nlp::read(question), options_);
        std::vector<std::string> ids;
        ids.reserve(decision.ranked.size());
        for (auto& candidate : decision.ranked) {
            ids.push_back(std::move(candidate.id));
        }
        return ids;
    }

    kb_index::Searcher searcher_;
    kb_index::AskOptions options_;
};

}  // namespace

void index_reformdesk(const Material& material) {
    kb_index::rebuild(material.folder / "reformdesk", material.articles, "load");
}

std::unique_ptr<Engine> open_reformdesk(const Material& material) {
    return std::make_unique<ReformDeskEngine>(material);
}

}  // namespace reformdesk::load::answering
