#include "kb_index/check/circles.hpp"

#include <algorithm>

namespace reformdesk::kb_index {

namespace {

constexpr std::size_t unseen = static_cast<std::size_t>(-1);

// Tarjan's strongly connected components, without recursion: a chain may be as long as the knowledge base.
class Components {
  public:
    explicit Components(const Graph& graph)
        : graph_(graph), order_(graph.size(), unseen), lowest_(graph.size()), open_(graph.size()) {
        for (std::size_t node = 0; node < graph.size(); ++node)
            if (order_[node] == unseen) visit(node);
    }

    std::vector<std::vector<std::size_t>> found;

  private:
    struct Step {
        std::size_t node = 0;
        std::size_t next = 0;  ///< place among its targets
    };

    void visit(std::size_t start) {
        std::vector<Step> trail;
        enter(start, trail);
        while (!trail.empty()) {
            auto& [node, next] = trail.back();
            if (next < graph_[node].size()) {
                const std::size_t target = graph_[node][next++];
                if (order_[target] == unseen)
                    enter(target, trail);
                else if (open_[target])
                    lowest_[node] = std::min(lowest_[node], order_[target]);
                continue;
            }
            const std::size_t done = node;
            trail.pop_back();
            if (!trail.empty())
                lowest_[trail.back().node] = std::min(lowest_[trail.back().node], lowest_[done]);
            if (lowest_[done] == order_[done]) close(done);
        }
    }

    void enter(std::size_t node, std::vector<Step>& trail) {
        order_[node] = lowest_[node] = entered_++;
        open_[node] = true;
        stack_.push_back(node);
        trail.push_back({node, 0});
    }

    void close(std::size_t root) {
        std::vector<std::size_t> members;
        do {
            members.push_back(stack_.back());
            open_[stack_.back()] = false;
            stack_.pop_back();
        } while (members.back() != root);
        if (members.size() == 1 && std::ranges::count(graph_[root], root) == 0) return;
        std::ranges::sort(members);
        found.push_back(std::move(members));
    }

    const Graph& graph_;
    std::vector<std::size_t> order_;
    std::vector<std::size_t> lowest_;
    std::vector<bool> open_;
    std::vector<std::size_t> stack_;
    std::size_t entered_ = 0;
};

}  // namespace

std::vector<std::vector<std::size_t>> circles(const Graph& graph) {
    return Components(graph).found;
}

}  // namespace reformdesk::kb_index
