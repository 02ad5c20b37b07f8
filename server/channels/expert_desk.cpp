#include "server/channels/expert_desk.hpp"

#include "connectors/plain_text.hpp"
#include "connectors/thread.hpp"
#include "nlp/question.hpp"
#include "server/desk/plain_markdown.hpp"
#include "server/desk/texts.hpp"

#include <algorithm>
#include <utility>

namespace reformdesk::channels {

namespace {

constexpr std::size_t longest_log = 12;       // entries shown to an expert
constexpr std::size_t longest_excerpt = 600;  // bytes of a known answer
constexpr std::size_t most_told_again = 200;  // tickets
constexpr std::string_view code_prefix = "LK-";

std::string excerpt(const std::string& text) {
    if (text.size() <= longest_excerpt) {
        return text;
    }
    auto end = longest_excerpt;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
        --end;
    }
    return text.substr(0, end) + "…";
}

// "LK-ABCD2345", in any case and with spaces around it. "LK-01 là mẫu gì?" is a question.
std::optional<std::string> link_code_in(std::string_view text) {
    constexpr std::size_t shortest_code = 6;
    constexpr std::size_t longest_code = 40;
    std::string code(connectors::trimmed(text));
    std::ranges::transform(code, code.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    const bool looks_right =
        code.starts_with(code_prefix) && code.size() >= code_prefix.size() + shortest_code &&
        code.size() <= longest_code && std::all_of(code.begin() + code_prefix.size(), code.end(), [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        });
    return looks_right ? std::optional(code) : std::nullopt;
}

std::string speaker(const desk::LogEntry& entry) {
    switch (entry.kind) {
        case desk::EntryKind::question:
        case desk::EntryKind::attachment:
            return "Người hỏi";
        case desk::EntryKind::expert_answer:
            return entry.author.empty() ? "Chuyên viên" : entry.author;
        default:
            return "Trả lời tự động";
    }
}

}  // namespace

bool ExpertDesk::hear(connectors::Channel channel, const std::string& person, const std::string& conversation,
                      const std::string& text, const std::string& quote_id, const std::string& source_id) {
    if (link_account(channel, person, conversation, text, source_id)) {
        return true;
    }
    auto expert = parts_.links.link_of(channel, person);
    if (!expert) {
        return false;
    }
    auto command = desk::read_expert_command(text);
    if (!command && !quote_id.empty()) {
        if (const auto ticket = ticket_behind(channel, quote_id)) {
            command = desk::read_expert_reply(text, *ticket);
        }
    }
    if (!command) {
        return false;
    }
    obey({std::move(*expert), std::move(*command), conversation, source_id});
    return true;
}

bool ExpertDesk::link_account(connectors::Channel channel, const std::string& person,
                              const std::string& conversation, const std::string& text,
                              const std::string& source_id) {
    const auto code = link_code_in(text);
    if (!code) {
        return false;
    }
    auto linked = parts_.links.redeem_link_code(parts_.hash(*code), channel, person, parts_.clock.now());
    if (!linked) {
        // Heard again after the code had worked; an older link is worth hearing of too.
        linked = parts_.links.link_of(channel, person);
    }
    say(channel, conversation,
        linked ? desk::texts::account_linked(linked->display_name) : desk::texts::link_code_unknown(),
        "link:" + source_id);
    return true;
}

std::optional<std::int64_t> ExpertDesk::ticket_behind(connectors::Channel channel,
                                                      const std::string& message_id) {
    const auto sent = parts_.deliveries.sent_message(channel, message_id);
    if (!sent) {
        return std::nullopt;
    }
    const auto entries = parts_.conversations.entries(sent->conversation, sent->sequence - 1, 1);
    if (entries.empty() || entries.front().kind != desk::EntryKind::notice) {
        return std::nullopt;
    }
    const auto command = desk::read_expert_command(entries.front().text);
    return command ? std::optional(command->ticket) : std::nullopt;
}

std::string ExpertDesk::request_id(const Order& order) {
    return std::string(to_string(order.expert.channel)) + ":" + order.source_id;
}

void ExpertDesk::obey(const Order& order) {
    const auto ticket = parts_.tickets.ticket(order.command.ticket);
    const auto said = ticket ? act(order, *ticket) : desk::texts::no_ticket_for_expert(order.command.ticket);
    say(order.expert.channel, order.conversation, said, "order:" + order.source_id);
}

std::string ExpertDesk::act(const Order& order, const desk::Ticket& ticket) {
    switch (order.command.action) {
        case desk::ExpertAction::answer:
            return reply_to_asker(order, ticket, false);
        case desk::ExpertAction::done:
            return reply_to_asker(order, ticket, true);
        case desk::ExpertAction::take:
        case desk::ExpertAction::forward: {
            desk::Assignment assignment;
            assignment.ticket = ticket.number;
            assignment.request_id = request_id(order);
            assignment.account = order.expert.name;
            assignment.at = parts_.clock.now();
            const bool take = order.command.action == desk::ExpertAction::take;
            assignment.assignee = take ? order.expert.display_name : std::string();
            assignment.unit = take ? ticket.unit : order.command.text;
            const auto changed = parts_.tickets.assign(assignment);
            if (changed) {
                parts_.changed(*changed);
            }
            return take ? desk::texts::ticket_taken(ticket.number)
                        : desk::texts::ticket_forwarded(ticket.number, order.command.text);
        }
        case desk::ExpertAction::show:
            break;
    }
    return description(ticket, true);
}

std::string ExpertDesk::reply_to_asker(const Order& order, const desk::Ticket& ticket, bool close_only) {
    desk::ExpertReply reply;
    reply.ticket = ticket.number;
    reply.expected_version = ticket.version;
    reply.request_id = request_id(order);
    reply.author = order.expert.display_name;
    reply.account = order.expert.name;
    reply.text = order.command.text;
    reply.at = parts_.clock.now();
    const auto replied = close_only ? parts_.tickets.close(reply) : parts_.tickets.reply(reply);
    if (replied.outcome == desk::ReplyOutcome::version_conflict) {
        return desk::texts::ticket_changed_meanwhile(ticket.number);
    }
    if (replied.outcome == desk::ReplyOutcome::stored && replied.ticket) {
        parts_.changed(*replied.ticket);
    }
    return close_only ? desk::texts::ticket_done(ticket.number)
                      : desk::texts::answer_on_its_way(ticket.number);
}

void ExpertDesk::tell_of(const desk::Ticket& ticket) {
    const auto links = parts_.links.links();
    if (links.empty()) {
        return;
    }
    const auto article = closest_article(ticket);
    const auto text = description(ticket, false);
    for (const auto& link : links) {
        if (link.linked_at > ticket.updated_at) {
            continue;
        }
        const bool own_field = link.topics.empty() || !article ||
                               std::ranges::find(link.topics, article->article.topic) != link.topics.end();
        if (own_field) {
            say(link.channel, connectors::to_conversation({link.contact, {}, {}}), text,
                "ticket:" + std::to_string(ticket.number) + ":" + std::to_string(ticket.reopened));
        }
    }
}

void ExpertDesk::tell_again(desk::Timestamp since) {
    desk::TicketQuery open;
    open.state = desk::TicketState::open;
    open.limit = most_told_again;
    for (const auto& ticket : parts_.tickets.tickets(open)) {
        if (ticket.updated_at >= since) {
            tell_of(ticket);
        }
    }
}

std::string ExpertDesk::description(const desk::Ticket& ticket, bool with_log) {
    auto text = "#" + std::to_string(ticket.number) + " " + ticket.question;
    if (with_log) {
        const auto conversation = parts_.conversations.conversation(ticket.conversation);
        const auto last = conversation ? conversation->last_sequence : 0;
        const auto after = std::max<std::int64_t>(0, last - static_cast<std::int64_t>(longest_log));
        text += "\n\nCuộc trò chuyện:";
        for (const auto& entry : parts_.conversations.entries(ticket.conversation, after, longest_log)) {
            text += "\n" + speaker(entry) + ": " + excerpt(desk::plain_markdown(entry.text));
        }
    }
    if (const auto article = closest_article(ticket)) {
        text += "\n\nCâu trả lời gần nhất trong kho tri thức: " + article->article.question + "\n" +
                excerpt(desk::plain_markdown(article->article.answer));
    }
    return text + "\n\n" + desk::texts::how_experts_reply(ticket.number);
}

std::optional<desk::StoredArticle> ExpertDesk::closest_article(const desk::Ticket& ticket) {
    kb_index::AskOptions options{desk::day_in_vietnam(parts_.clock.now())};
    options.territory = parts_.territory;
    options.limit = 1;
    try {
        const auto decision = parts_.search.ask(nlp::read(ticket.question), options);
        return decision.ranked.empty() ? std::nullopt : parts_.articles.article(decision.ranked.front().id);
    } catch (const desk::SearchError&) {
        return std::nullopt;
    }
}

void ExpertDesk::say(connectors::Channel channel, const std::string& conversation, std::string text,
                     std::string key) {
    parts_.additions.append({channel,
                             conversation,
                             desk::EntryKind::notice,
                             {},
                             std::move(text),
                             std::move(key),
                             true,
                             parts_.clock.now()});
}

}  // namespace reformdesk::channels
