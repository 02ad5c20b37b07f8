// What is compared: something that ranks articles for a question.
#pragma once

#include "kb_index/article.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace reformdesk::load::answering {

inline constexpr std::size_t ranked_articles = 10;

struct Asked {
    float microseconds = 0;           ///< from the text to the ids
    std::vector<std::string> ranked;  ///< ids, best first
};

/// Opened on the articles of one set. Asks one question after the other on one thread.
class Engine {
  public:
    virtual ~Engine() = default;
    virtual std::vector<Asked> ask_all(const std::vector<std::string>& questions) = 0;
};

/// An engine of this process, timed from here.
class LocalEngine : public Engine {
  public:
    std::vector<Asked> ask_all(const std::vector<std::string>& questions) final;

  private:
    virtual std::vector<std::string> ask(const std::string& question) = 0;
};

/// The question and the phrasings of an article, one below the other.
std::string all_phrasings(const kb_index::Article& article);

/// What an engine is opened on.
struct Material {
    std::span<const kb_index::Article> articles;
    std::filesystem::path folder;  ///< of this set and run alone
    kb_index::Date as_of;
};

/// An engine before it is opened. `index` is missing where opening does all of it.
struct EngineKind {
    std::string key;
    std::string title;
    void (*index)(const Material&) = nullptr;
    std::unique_ptr<Engine> (*open)(const Material&) = nullptr;
};

/// All of them, in the order of the tables.
const std::vector<EngineKind>& engine_kinds();

}  // namespace reformdesk::load::answering
