#include "kb_index/check/references.hpp"

#include "kb_index/check/circles.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace reformdesk::kb_index {

namespace {

// A topic is small with less than this part of what the topic in the middle has.
constexpr std::size_t far_fewer = 4;
constexpr std::size_t topics_to_compare = 3;
// Nobody notices going round among more.
constexpr std::size_t most_in_circle = 5;

using Places = std::unordered_map<std::string_view, std::size_t>;

Places places_of(const CheckedBase& base) {
    Places places;
    for (std::size_t i = 0; i < base.articles.size(); ++i) places.emplace(base.articles[i].article.id, i);
    return places;
}

void check_list(const Article& article, const std::vector<std::string>& ids, const std::string& field,
                const Places& places, Findings& findings) {
    for (const auto& id : ids) {
        const bool itself = id == article.id;
        if (!itself && places.contains(id)) continue;
        findings.push_back(
            {FindingKind::missing_article,
             article.id,
             field + (itself ? " dẫn tới chính bài này" : " có " + in_quotes(id) + ", không có trong kho"),
             {id}});
    }
}

Graph follow_ups_of(const CheckedBase& base, const Places& places) {
    Graph graph(base.articles.size());
    for (std::size_t i = 0; i < base.articles.size(); ++i)
        for (const auto& id : base.articles[i].article.follow_ups) {
            const auto found = places.find(id);
            if (found != places.end() && found->second != i) graph[i].push_back(found->second);
        }
    return graph;
}

bool leads_out(const std::vector<std::size_t>& circle, const Graph& graph) {
    return std::ranges::any_of(circle, [&](std::size_t member) {
        return std::ranges::any_of(
            graph[member], [&](std::size_t target) { return !std::ranges::binary_search(circle, target); });
    });
}

}  // namespace

Findings check_references(const CheckedBase& base) {
    Findings findings;
    const auto places = places_of(base);
    for (const auto& [article, standing] : base.articles) {
        check_list(article, article.related, "related", places, findings);
        check_list(article, article.follow_ups, "follow_ups", places, findings);
    }
    const Graph graph = follow_ups_of(base, places);
    for (const auto& circle : circles(graph)) {
        if (circle.size() > most_in_circle || leads_out(circle, graph)) continue;
        std::vector<std::string> ids;
        ids.reserve(circle.size());
        for (const auto i : circle) ids.push_back(base.articles[i].article.id);
        findings.push_back(
            {FindingKind::closed_circle, ids.front(), "follow_ups chỉ dẫn qua lại giữa " + listed(ids), ids});
    }
    return findings;
}

Findings check_topics(const CheckedBase& base) {
    Findings findings;
    std::map<std::string_view, std::vector<std::string>> topics;
    for (const auto& [article, standing] : base.articles) {
        if (article.topic.empty())
            findings.push_back({FindingKind::no_topic, article.id, "chưa có chủ đề"});
        else
            topics[article.topic].push_back(article.id);
    }
    if (topics.size() < topics_to_compare) return findings;
    std::vector<std::size_t> sizes;
    sizes.reserve(topics.size());
    for (const auto& [topic, ids] : topics) sizes.push_back(ids.size());
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::ranges::nth_element(sizes, middle);
    for (auto& [topic, ids] : topics) {
        if (ids.size() * far_fewer >= *middle) continue;
        findings.push_back({FindingKind::small_topic, std::string(topic),
                            "chỉ có " + std::to_string(ids.size()) + " bài (" + listed(ids) +
                                "); chủ đề ở giữa có " + std::to_string(*middle) + " bài",
                            std::move(ids)});
    }
    return findings;
}

}  // namespace reformdesk::kb_index
