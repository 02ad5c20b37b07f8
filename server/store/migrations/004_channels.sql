-- What channels sent, as received. outcome is empty until the event is settled.
CREATE TABLE channel_events (
    id          {{identity}},
    channel     {{text}} NOT NULL,
    event_key   {{text}} NOT NULL,
    name        {{text}} NOT NULL,
    body        {{text}} NOT NULL,
    received_at {{integer}} NOT NULL,
    outcome     {{text}} NOT NULL,
    reason      {{text}} NOT NULL,
    settled_at  {{integer}},
    UNIQUE (channel, event_key)
) {{strict}};

CREATE INDEX channel_events_unsettled ON channel_events (id) WHERE settled_at IS NULL;

CREATE INDEX channel_events_settled ON channel_events (received_at) WHERE settled_at IS NOT NULL;

CREATE TABLE contacts (
    channel          {{text}} NOT NULL,
    id               {{text}} NOT NULL,
    display_name     {{text}} NOT NULL,
    follows          {{integer}} NOT NULL,
    last_interaction {{integer}},
    hinted_at        {{integer}},
    welcomed_at      {{integer}},
    PRIMARY KEY (channel, id)
) {{strict}};

-- admins is a list of ids of contacts, as JSON.
CREATE TABLE chat_groups (
    channel      {{text}} NOT NULL,
    id           {{text}} NOT NULL,
    name         {{text}} NOT NULL,
    gone         {{integer}} NOT NULL,
    speaking     {{text}} NOT NULL,
    admins       {{text}} NOT NULL,
    last_unasked {{integer}},
    PRIMARY KEY (channel, id)
) {{strict}};

-- topics is a list, as JSON.
CREATE TABLE account_links (
    account   {{integer}} NOT NULL REFERENCES accounts (id),
    channel   {{text}} NOT NULL,
    contact   {{text}} NOT NULL,
    topics    {{text}} NOT NULL,
    linked_at {{integer}} NOT NULL,
    PRIMARY KEY (account, channel),
    UNIQUE (channel, contact)
) {{strict}};

CREATE TABLE link_codes (
    account    {{integer}} PRIMARY KEY REFERENCES accounts (id),
    code_hash  {{text}} NOT NULL UNIQUE,
    expires_at {{integer}} NOT NULL
) {{strict}};

CREATE TABLE settings (
    name       {{text}} PRIMARY KEY,
    value      {{text}} NOT NULL,
    changed_at {{integer}} NOT NULL
) {{strict}};

-- The ids that a channel gave our entries. A long entry goes out as several messages.
CREATE TABLE sent_messages (
    channel      {{text}} NOT NULL,
    message_id   {{text}} NOT NULL,
    conversation {{integer}} NOT NULL,
    sequence     {{integer}} NOT NULL,
    received_at  {{integer}},
    seen_at      {{integer}},
    PRIMARY KEY (channel, message_id),
    FOREIGN KEY (conversation, sequence) REFERENCES entries (conversation, sequence)
) {{strict}};

ALTER TABLE outbox ADD COLUMN parts_delivered {{integer}} NOT NULL DEFAULT 0;

-- Leases since the last report. More than one: nobody knows how the attempt before this one ended.
ALTER TABLE outbox ADD COLUMN unreported {{integer}} NOT NULL DEFAULT 0;

ALTER TABLE outbox ADD COLUMN reason {{text}} NOT NULL DEFAULT 'none';

-- The oldest unfinished row of each conversation.
CREATE INDEX outbox_by_conversation ON outbox (conversation, id) WHERE finished_at IS NULL;

CREATE INDEX outbox_troubled ON outbox (id) WHERE outcome = 'failed' OR reason = 'operator_needed';

-- What was added under a key. Questions have theirs in messages.
CREATE INDEX entries_by_key ON entries (conversation, source_id) WHERE source_id <> '' AND kind <> 'question';
