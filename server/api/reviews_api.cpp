#include "server/api/reviews_api.hpp"

#include "server/api/json_body.hpp"
#include "server/api/number_text.hpp"
#include "server/api/route.hpp"
#include "server/api/time_text.hpp"
#include "server/api/views.hpp"

#include <map>

namespace reformdesk::api {

namespace asio = boost::asio;
using access::Permission;
using net::RequestPointer;
using net::Response;

namespace {

constexpr std::size_t change_body_bytes = 4096;
constexpr std::int64_t most_reviews = 200;

Response no_such_review() {
    return net::problem(404, "no_such_review", "Không có việc rà soát này");
}

// The query of the list, or what is wrong with it.
std::variant<desk::ReviewQuery, Response> read_query(const net::Request& request) {
    desk::ReviewQuery query;
    const auto state = request.query_value("state").value_or("open");
    if (state != "open" && state != "closed") {
        return net::problem(400, "bad_query", "Tham số state không đúng", "Dùng open hoặc closed.");
    }
    query.open = state == "open";
    const auto after = parse_number(request.query_value("after").value_or("0"), 0);
    if (!after) {
        return net::problem(400, "bad_query", "Tham số after không đúng", "Cần mã của một việc rà soát.");
    }
    query.after = *after;
    const auto limit = parse_number(request.query_value("limit").value_or("100"));
    if (!limit || *limit > most_reviews) {
        return net::problem(400, "bad_query", "Tham số limit không đúng", "Cần một số từ 1 đến 200.");
    }
    query.limit = static_cast<std::size_t>(*limit);
    return query;
}

// Shows reviews with what they are about; a document is looked up once for all reviews of a list.
class ReviewViews {
  public:
    explicit ReviewViews(const ReviewsApiParts& parts) : parts_(parts) {}

    Json view(const desk::ReviewTask& task) {
        Json closed_at;
        if (task.closed_at) {
            closed_at = Json(time_text(*task.closed_at));
        }
        return JsonObject{{"id", task.id},
                          {"article", article(task.article)},
                          {"reason", to_string(task.reason)},
                          {"document", task.document},
                          {"document_title", title_of(task.document)},
                          {"successor", task.successor},
                          {"successor_title", title_of(task.successor)},
                          {"last_day", date_view(task.last_day)},
                          {"opened_at", time_text(task.opened_at)},
                          {"opened_by", task.opened_by},
                          {"closed_at", std::move(closed_at)},
                          {"closed_by", task.closed_by}};
    }

  private:
    Json article(const std::string& id) {
        std::string question;
        Json changed_at;
        if (const auto stored = parts_.articles.article(id)) {
            question = stored->article.question;
            changed_at = Json(time_text(stored->changed_at));
        }
        return JsonObject{
            {"id", id}, {"question", std::move(question)}, {"changed_at", std::move(changed_at)}};
    }

    const std::string& title_of(const std::string& number) {
        const auto known = titles_.find(number);
        if (known != titles_.end()) {
            return known->second;
        }
        const auto document = number.empty() ? std::nullopt : parts_.documents.document(number);
        return titles_.emplace(number, document ? document->title : "").first->second;
    }

    const ReviewsApiParts& parts_;
    std::map<std::string, std::string> titles_ = {};
};

Json counts_view(desk::ReviewStore& reviews) {
    return JsonObject{{"open", reviews.open_review_count()}};
}

JsonArray texts_view(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

Json article_view(const desk::StoredArticle& stored, kb_index::Date today) {
    const auto& article = stored.article;
    const auto& standing = stored.standing;
    return JsonObject{{"id", article.id},
                      {"version", stored.version},
                      {"changed_at", time_text(stored.changed_at)},
                      {"question", article.question},
                      {"phrasings", texts_view(article.phrasings)},
                      {"answer", article.answer},
                      {"topic", article.topic},
                      {"audience", texts_view(article.audience)},
                      {"territory", article.territory},
                      {"sources", sources_view(standing.sources)},
                      {"valid_from", date_view(standing.validity.from)},
                      {"valid_to", date_view(standing.validity.to)},
                      {"in_force", standing.validity.covers(today)},
                      {"ended_by", standing.ended_by},
                      {"replaced_by", replaced_by_view(standing.replaced_by)}};
}

}  // namespace

ReviewsApi::ReviewsApi(ReviewsApiParts parts) : parts_(parts) {}

std::vector<net::Route> ReviewsApi::routes() {
    return {
        member_route(this, "GET", "/api/v1/kb/reviews", 0, &ReviewsApi::list),
        member_route(this, "POST", "/api/v1/kb/reviews/{id}/close", change_body_bytes, &ReviewsApi::close),
        member_route(this, "POST", "/api/v1/kb/reviews/{id}/reopen", change_body_bytes, &ReviewsApi::reopen),
        // The id of an article may contain slashes.
        member_route(this, "GET", "/api/v1/kb/articles/*", 0, &ReviewsApi::article),
    };
}

asio::awaitable<Response> ReviewsApi::list(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::read_articles);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    auto query = read_query(*request);
    if (auto* refusal = std::get_if<Response>(&query)) {
        co_return std::move(*refusal);
    }
    const auto& wanted = std::get<desk::ReviewQuery>(query);
    auto read = [this, &wanted]() -> Json {
        const auto tasks = parts_.reviews.reviews(wanted);
        ReviewViews views(parts_);
        JsonArray shown;
        for (const auto& task : tasks) {
            shown.push_back(views.view(task));
        }
        const auto next = tasks.size() == wanted.limit ? Json(tasks.back().id) : Json();
        return JsonObject{
            {"reviews", std::move(shown)}, {"counts", counts_view(parts_.reviews)}, {"next", next}};
    };
    const Json page = co_await net::offload(parts_.pool, std::move(read));
    co_return json_response(200, page);
}

asio::awaitable<Response> ReviewsApi::close(RequestPointer request) {
    return change(std::move(request), true);
}

asio::awaitable<Response> ReviewsApi::reopen(RequestPointer request) {
    return change(std::move(request), false);
}

// Done again it changes nothing, so a request needs no key to be repeated with.
asio::awaitable<Response> ReviewsApi::change(RequestPointer request, bool closing) {
    auto admitted = co_await parts_.guard.admit(request, Permission::review_articles);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    const auto id = parse_number(request->parameter("id"));
    if (!id) {
        co_return no_such_review();
    }
    const auto& account = std::get<Identity>(admitted).account.name;
    auto write = [this, &id, &account, closing]() -> std::optional<Json> {
        const auto now = parts_.clock.now();
        const auto task = closing ? parts_.reviews.close_review(*id, account, now)
                                  : parts_.reviews.reopen_review(*id, account, now);
        if (!task) {
            return std::nullopt;
        }
        return JsonObject{{"review", ReviewViews(parts_).view(*task)},
                          {"counts", counts_view(parts_.reviews)}};
    };
    const auto changed = co_await net::offload(parts_.pool, std::move(write));
    if (!changed) {
        co_return no_such_review();
    }
    co_return json_response(200, *changed);
}

asio::awaitable<Response> ReviewsApi::article(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::read_articles);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    const std::string id(request->parameter("*"));
    auto read = [this, &id] { return parts_.articles.article(id); };
    const auto stored = co_await net::offload(parts_.pool, std::move(read));
    if (!stored) {
        co_return net::problem(404, "no_such_article", "Không có bài này trong kho tri thức");
    }
    const auto today = desk::day_in_vietnam(parts_.clock.now());
    co_return json_response(200, JsonObject{{"article", article_view(*stored, today)}});
}

}  // namespace reformdesk::api
