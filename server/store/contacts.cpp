// desk::ContactStore: people on channels, and forgetting one.
#include "server/desk/texts.hpp"
#include "server/store/engine.hpp"
#include "server/store/rows.hpp"

#include <utility>

namespace reformdesk::store {

namespace {

// As ids stand within ids of conversations.
std::string escaped(const std::string& id) {
    std::string text;
    for (const char c : id) {
        if (c == '%') {
            text += "%25";
        } else if (c == '/') {
            text += "%2F";
        } else {
            text += c;
        }
    }
    return text;
}

void erase_words(Session& session, std::int64_t id) {
    auto state = lock_conversation(session, id).state;
    state.pending_choices.clear();
    state.clarifications_in_a_row = 0;
    state.last_question.clear();
    state.last_article.clear();
    update_state(session, id, state);
    session.run("erase_entries", {{"conversation", id}, {"words", desk::texts::erased_words}});
    session.run("erase_ticket_questions", {{"conversation", id}, {"words", desk::texts::erased_words}});
}

}  // namespace

std::optional<desk::Contact> Database::contact(connectors::Channel channel, const std::string& id) {
    return engine_->read([&](Session& session) -> std::optional<desk::Contact> {
        auto row =
            session.row<std::string, bool, std::optional<Timestamp>, std::optional<Timestamp>,
                        std::optional<Timestamp>>("contact", {{"channel", to_string(channel)}, {"id", id}});
        if (!row) {
            return std::nullopt;
        }
        auto& [display_name, follows, last_interaction, hinted_at, welcomed_at] = *row;
        return desk::Contact{channel,   id,         std::move(display_name), follows, last_interaction,
                             hinted_at, welcomed_at};
    });
}

void Database::put_contact(const desk::Contact& contact) {
    engine_->write([&](Session& session) {
        session.run("put_contact", {{"channel", to_string(contact.channel)},
                                    {"id", contact.id},
                                    {"display_name", contact.display_name},
                                    {"follows", contact.follows},
                                    {"last_interaction", contact.last_interaction},
                                    {"hinted_at", contact.hinted_at},
                                    {"welcomed_at", contact.welcomed_at}});
    });
}

std::size_t Database::erase_person(connectors::Channel channel, const std::string& id,
                                   const std::string& actor, desk::Timestamp now) {
    if (id.empty()) {
        return 0;
    }
    return engine_->write([&](Session& session) {
        const auto place = escaped(id);
        const auto found = session.rows<std::int64_t>(
            "conversations_of_person",
            {{"channel", to_string(channel)}, {"one_to_one", "person:" + place}, {"end", "/" + place}});
        for (const auto& [conversation] : found) {
            erase_words(session, conversation);
        }
        session.run("remove_contact", {{"channel", to_string(channel)}, {"id", id}});
        add_audit(session, now, actor, "person_erased",
                  "contact:" + std::string(to_string(channel)) + "/" + id,
                  std::to_string(found.size()) + " conversations");
        return found.size();
    });
}

}  // namespace reformdesk::store
