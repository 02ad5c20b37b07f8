// Puts articles into the index and learns from them what the ranker needs.
#pragma once

#include "kb_index/article.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace reformdesk::kb_index {

/// Builds the whole index from the articles in a new folder beside `index` and puts it in its place at once,
/// so that a crash leaves the old index or the new one. `revision` names the state of the articles and is
/// given back by Searcher::revision. Throws IndexError. The same articles give the same index, in whatever
/// order.
void rebuild(const std::filesystem::path& index, std::span<const Article> articles,
             const std::string& revision);

/// The one writer of an index, for small changes; learnt parameters stay until the next rebuild.
class Writer {
  public:
    /// Throws IndexError, also when another writer has the index open.
    explicit Writer(const std::filesystem::path& index);
    ~Writer();

    void replace(const Article& article);
    void remove(const std::string& id);
    /// Of an article whose texts stay as they are, at next to no cost. Nothing happens when there is none.
    void set_validity(const std::string& id, const Validity& validity);
    /// Makes the changes visible and durable. Throws IndexError; then nothing of them is.
    void commit(const std::string& revision);

  private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace reformdesk::kb_index
