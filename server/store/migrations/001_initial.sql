-- A paragraph is a statement. "-- only: sqlite" and "-- only: postgresql" keep one to that database.
-- {{integer}} is 64 bits wide, {{text}} compares by bytes, {{identity}} numbers its rows,
-- {{strict}} makes SQLite check types. Times are milliseconds since 1970 UTC.

CREATE TABLE schema_version (
    version    {{integer}} PRIMARY KEY,
    applied_at {{integer}} NOT NULL
) {{strict}};

-- Numbers that are given out without gaps, unlike those of a sequence.
CREATE TABLE counters (
    name  {{text}} PRIMARY KEY,
    value {{integer}} NOT NULL
) {{strict}};

INSERT INTO counters (name, value) VALUES ('ticket', 1000);

CREATE TABLE conversations (
    id            {{identity}},
    channel       {{text}} NOT NULL,
    external_id   {{text}} NOT NULL,
    last_sequence {{integer}} NOT NULL,
    state         {{text}} NOT NULL,
    created_at    {{integer}} NOT NULL,
    UNIQUE (channel, external_id)
) {{strict}};

CREATE TABLE entries (
    conversation  {{integer}} NOT NULL REFERENCES conversations (id),
    sequence      {{integer}} NOT NULL,
    kind          {{text}} NOT NULL,
    author        {{text}} NOT NULL,
    text          {{text}} NOT NULL,
    answer        {{text}},
    choices       {{text}},
    ticket        {{integer}},
    ticket_state  {{text}},
    source_id     {{text}} NOT NULL,
    created_at    {{integer}} NOT NULL,
    PRIMARY KEY (conversation, sequence)
) {{strict}};

-- What an asker sent; its words are the entry with the same sequence.
CREATE TABLE messages (
    id           {{identity}},
    conversation {{integer}} NOT NULL,
    source_id    {{text}} NOT NULL,
    sequence     {{integer}} NOT NULL,
    choice       {{text}},
    ticket       {{integer}},
    new_question {{integer}} NOT NULL,
    accepted_at  {{integer}} NOT NULL,
    settled_at   {{integer}},
    UNIQUE (conversation, source_id),
    FOREIGN KEY (conversation, sequence) REFERENCES entries (conversation, sequence)
) {{strict}};

CREATE INDEX messages_unsettled ON messages (id) WHERE settled_at IS NULL;

CREATE TABLE tickets (
    number            {{integer}} PRIMARY KEY,
    conversation      {{integer}} NOT NULL REFERENCES conversations (id),
    channel           {{text}} NOT NULL,
    state             {{text}} NOT NULL,
    reason            {{text}} NOT NULL,
    question          {{text}} NOT NULL,
    question_sequence {{integer}} NOT NULL,
    version           {{integer}} NOT NULL,
    answered_by       {{text}} NOT NULL,
    reopened          {{integer}} NOT NULL,
    created_at        {{integer}} NOT NULL,
    updated_at        {{integer}} NOT NULL,
    first_answered_at {{integer}}
) {{strict}};

CREATE INDEX tickets_by_state ON tickets (state, number);

CREATE INDEX tickets_by_conversation ON tickets (conversation, number);

-- What experts did, by the id that the console gave the request: a repeated one changes nothing.
CREATE TABLE ticket_requests (
    ticket     {{integer}} NOT NULL REFERENCES tickets (number),
    request_id {{text}} NOT NULL,
    made_at    {{integer}} NOT NULL,
    PRIMARY KEY (ticket, request_id)
) {{strict}};

-- available_at: when the row may be taken next; a lease moves it into the future.
CREATE TABLE outbox (
    id           {{identity}},
    conversation {{integer}} NOT NULL,
    sequence     {{integer}} NOT NULL,
    created_at   {{integer}} NOT NULL,
    available_at {{integer}} NOT NULL,
    attempts     {{integer}} NOT NULL,
    finished_at  {{integer}},
    outcome      {{text}} NOT NULL,
    detail       {{text}} NOT NULL,
    FOREIGN KEY (conversation, sequence) REFERENCES entries (conversation, sequence)
) {{strict}};

CREATE INDEX outbox_waiting ON outbox (id, available_at) WHERE finished_at IS NULL;

CREATE TABLE articles (
    id      {{text}} PRIMARY KEY,
    version {{integer}} NOT NULL
) {{strict}};

CREATE TABLE article_versions (
    article    {{text}} NOT NULL REFERENCES articles (id),
    version    {{integer}} NOT NULL,
    content    {{text}} NOT NULL,
    changed_at {{integer}} NOT NULL,
    changed_by {{text}} NOT NULL,
    PRIMARY KEY (article, version)
) {{strict}};

-- One row. Random, so that a restored database never names its state like another one.
CREATE TABLE articles_revision (
    revision {{text}} NOT NULL
) {{strict}};

INSERT INTO articles_revision (revision) VALUES ('empty');

CREATE TABLE accounts (
    id                   {{identity}},
    name                 {{text}} NOT NULL UNIQUE,
    display_name         {{text}} NOT NULL,
    role                 {{text}} NOT NULL,
    password_hash        {{text}} NOT NULL,
    must_change_password {{integer}} NOT NULL,
    disabled             {{integer}} NOT NULL,
    created_at           {{integer}} NOT NULL
) {{strict}};

CREATE TABLE sessions (
    token_hash {{text}} PRIMARY KEY,
    account    {{integer}} NOT NULL REFERENCES accounts (id),
    csrf_token {{text}} NOT NULL,
    created_at {{integer}} NOT NULL,
    expires_at {{integer}} NOT NULL,
    seen_at    {{integer}} NOT NULL
) {{strict}};

CREATE INDEX sessions_by_account ON sessions (account);

CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE audit (
    id     {{identity}},
    at     {{integer}} NOT NULL,
    actor  {{text}} NOT NULL,
    action {{text}} NOT NULL,
    object {{text}} NOT NULL,
    detail {{text}} NOT NULL
) {{strict}};

-- The audit trail is append-only, for us too.
-- only: sqlite
CREATE TRIGGER audit_keeps_entries BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

-- only: sqlite
CREATE TRIGGER audit_keeps_words BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

-- only: postgresql
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END;
$body$;

-- only: postgresql
CREATE TRIGGER audit_keeps_entries BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
