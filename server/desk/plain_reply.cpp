#include "server/desk/plain_reply.hpp"

#include "server/desk/plain_markdown.hpp"
#include "server/desk/texts.hpp"

#include <cstdio>
#include <utility>

namespace reformdesk::desk {

namespace {

std::string day_text(kb_index::Date day) {
    char text[16];
    std::snprintf(text, sizeof text, "%02u/%02u/%04d", static_cast<unsigned>(day.day()),
                  static_cast<unsigned>(day.month()), static_cast<int>(day.year()));
    return text;
}

kb_index::Date day_after(kb_index::Date day) {
    return std::chrono::sys_days(day) + std::chrono::days(1);
}

// "A", "A và B", "A, B và C".
std::string enumerate(const std::vector<std::string>& items) {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) {
            text += i + 1 == items.size() ? " và " : ", ";
        }
        text += items[i];
    }
    return text;
}

// With their first day where that is not the day after the end.
std::string successors(const AnswerCard& card) {
    std::vector<std::string> names;
    for (const auto& [number, from] : card.replaced_by) {
        const bool usual = !from || (card.validity.to && *from == day_after(*card.validity.to));
        names.push_back(usual ? number : number + " (từ " + day_text(*from) + ")");
    }
    return enumerate(names);
}

std::string term(const kb_index::Validity& validity) {
    std::string text = "Còn hiệu lực";
    if (validity.from) {
        text += " từ " + day_text(*validity.from);
    }
    if (validity.to) {
        text += " đến " + day_text(*validity.to);
    }
    return text;
}

std::string source_line(const kb_index::LegalBasis& source) {
    auto text = source.clause.empty() ? source.document : source.clause + ", " + source.document;
    if (!source.url.empty()) {
        text += " (" + source.url + ")";
    }
    return text;
}

std::string under_answer(const AnswerCard& card, kb_index::Date today) {
    std::string text;
    if (!card.sources.empty()) {
        text += "\n\nCăn cứ:";
        for (const auto& source : card.sources) {
            text += "\n• " + source_line(source);
        }
        text += "\n" + validity_line(card, today) + ".";
    } else if (!card.in_force) {
        text += "\n\n" + validity_line(card, today) + ".";
    }
    return text + "\n\n" + texts::automatic_answer();
}

std::string related_questions(const std::vector<Choice>& choices) {
    if (choices.empty()) {
        return {};
    }
    std::string text = "\n\nCó thể hỏi tiếp:";
    for (const auto& choice : choices) {
        text += "\n• " + choice.label;
    }
    return text;
}

}  // namespace

std::string validity_line(const AnswerCard& card, kb_index::Date today) {
    const auto& [from, to] = card.validity;
    const bool replaced = !card.replaced_by.empty();
    if (card.in_force) {
        const bool ends = replaced && to;
        return term(card.validity) + (ends ? ", sau đó được thay bằng " + successors(card) : "");
    }
    if (from && *from > today) {
        return "Chưa có hiệu lực, áp dụng từ " + day_text(*from);
    }
    auto text = to ? "Hết hiệu lực từ " + day_text(day_after(*to)) : std::string("Hết hiệu lực");
    return replaced ? text + ", được thay bằng " + successors(card) : text;
}

connectors::OutboundMessage plain_reply(const Delivery& delivery, const PlainReplyOptions& options) {
    const LogEntry& entry = delivery.entry;
    connectors::OutboundMessage message;
    message.delivery = delivery.id;
    message.channel = delivery.channel;
    message.conversation = delivery.conversation;
    message.sequence = entry.sequence;
    message.quote = delivery.quote;
    message.parts_delivered = delivery.parts_delivered;
    message.maybe_taken = delivery.maybe_taken;
    message.attempts = delivery.attempts;
    message.text = plain_markdown(entry.text);
    if (entry.kind == EntryKind::answer && entry.answer) {
        message.text += under_answer(*entry.answer, options.today);
        message.link = options.article_link(entry.answer->article);
    } else if (entry.kind == EntryKind::expert_answer) {
        message.text = texts::answered_by(entry.author, entry.ticket ? entry.ticket->number : 0) + "\n\n" +
                       message.text + "\n\n" + texts::reply_to_expert();
    }
    if (entry.ticket && (entry.kind == EntryKind::handover || entry.kind == EntryKind::expert_answer)) {
        const auto link = options.ticket_link(entry.ticket->number);
        if (!link.empty()) {
            message.text += "\n" + texts::look_up_at(link);
            message.link = link;
        }
    }
    if (entry.kind == EntryKind::answer) {
        // Questions that may come next: they are typed, for no number is waited for.
        message.text += related_questions(entry.choices);
    } else {
        for (const auto& choice : entry.choices) {
            message.choices.push_back({choice.label, choice.article});
        }
    }
    return message;
}

}  // namespace reformdesk::desk
