-- The statements that are not the same in both databases stand here, together.

-- name: begin_write
-- only: sqlite
BEGIN IMMEDIATE

-- name: begin_write
-- only: postgresql
BEGIN ISOLATION LEVEL READ COMMITTED

-- Waits for other processes that change the same conversation. SQLite has one writer anyway.
-- name: lock_conversation
-- only: sqlite
SELECT last_sequence, state FROM conversations WHERE id = :id

-- name: lock_conversation
-- only: postgresql
SELECT last_sequence, state FROM conversations WHERE id = :id FOR UPDATE

-- name: lock_articles
-- only: sqlite
SELECT revision FROM articles_revision

-- name: lock_articles
-- only: postgresql
SELECT revision FROM articles_revision FOR UPDATE

-- Many rows at once, as JSON: one after the other they would cost PostgreSQL a round trip each.
-- name: remove_article_sources
-- only: sqlite
DELETE FROM article_sources WHERE article IN (SELECT value FROM json_each(:articles))

-- name: remove_article_sources
-- only: postgresql
DELETE FROM article_sources WHERE article IN (SELECT json_array_elements_text(CAST(:articles AS json)))

-- name: add_article_sources
-- only: sqlite
INSERT INTO article_sources (document, article)
SELECT source.value ->> 'document', source.value ->> 'article' FROM json_each(:sources) source WHERE true
ON CONFLICT (document, article) DO NOTHING

-- name: add_article_sources
-- only: postgresql
INSERT INTO article_sources (document, article)
SELECT source.value ->> 'document', source.value ->> 'article'
FROM json_array_elements(CAST(:sources AS json)) source
ON CONFLICT (document, article) DO NOTHING

-- name: open_reviews
-- only: sqlite
INSERT INTO review_tasks (article, document, last_day, reason, successor, opened_at, opened_by, closed_by)
SELECT task.value ->> 'article', task.value ->> 'document', task.value ->> 'last_day', task.value ->> 'reason',
       task.value ->> 'successor', task.value ->> 'opened_at', task.value ->> 'opened_by', ''
FROM json_each(:tasks) task WHERE true ORDER BY task.key
ON CONFLICT (article, document, last_day) DO NOTHING

-- name: open_reviews
-- only: postgresql
INSERT INTO review_tasks (article, document, last_day, reason, successor, opened_at, opened_by, closed_by)
SELECT task.article, task.document, task.last_day, task.reason, task.successor, task.opened_at, task.opened_by, ''
FROM ROWS FROM (json_to_recordset(CAST(:tasks AS json)) AS (article text, document text, last_day text, reason text,
                                                            successor text, opened_at bigint, opened_by text))
     WITH ORDINALITY task (article, document, last_day, reason, successor, opened_at, opened_by, place)
ORDER BY task.place
ON CONFLICT (article, document, last_day) DO NOTHING

-- Of each conversation its oldest unfinished row, unless another one is under way. Rows that another process is
-- taking are passed over, not waited for.
-- name: lease_deliveries
-- only: sqlite
UPDATE outbox SET available_at = :until, attempts = attempts + 1, unreported = unreported + 1
WHERE id IN (SELECT o.id FROM outbox o
             WHERE o.finished_at IS NULL AND o.available_at <= :now
               AND NOT EXISTS (SELECT 1 FROM outbox other
                               WHERE other.conversation = o.conversation AND other.finished_at IS NULL
                                 AND (other.id < o.id OR (other.unreported > 0 AND other.available_at > :now)))
             ORDER BY o.id LIMIT :limit)
RETURNING id

-- name: lease_deliveries
-- only: postgresql
UPDATE outbox SET available_at = :until, attempts = attempts + 1, unreported = unreported + 1
WHERE id IN (SELECT o.id FROM outbox o
             WHERE o.finished_at IS NULL AND o.available_at <= :now
               AND NOT EXISTS (SELECT 1 FROM outbox other
                               WHERE other.conversation = o.conversation AND other.finished_at IS NULL
                                 AND (other.id < o.id OR (other.unreported > 0 AND other.available_at > :now)))
             ORDER BY o.id LIMIT :limit
             FOR UPDATE SKIP LOCKED)
RETURNING id

-- What is leased, with the entry to deliver and the source id of the message that it replies to, or that its ticket
-- is about.
-- name: deliveries
-- only: sqlite
SELECT o.id, c.channel, c.external_id, o.parts_delivered, o.unreported, o.outcome, o.attempts, q.source_id,
       e.conversation, e.sequence, e.kind, e.author, e.text, e.answer, e.choices, e.ticket, e.ticket_state,
       e.source_id, e.reply_to, e.created_at
FROM outbox o
JOIN conversations c ON c.id = o.conversation
JOIN entries e ON e.conversation = o.conversation AND e.sequence = o.sequence
LEFT JOIN tickets t ON t.number = e.ticket AND t.conversation = e.conversation
LEFT JOIN entries q ON q.conversation = e.conversation AND q.sequence = coalesce(e.reply_to, t.question_sequence)
                       AND q.kind = 'question'
WHERE o.id IN (SELECT value FROM json_each(:ids))
ORDER BY o.id

-- name: deliveries
-- only: postgresql
SELECT o.id, c.channel, c.external_id, o.parts_delivered, o.unreported, o.outcome, o.attempts, q.source_id,
       e.conversation, e.sequence, e.kind, e.author, e.text, e.answer, e.choices, e.ticket, e.ticket_state,
       e.source_id, e.reply_to, e.created_at
FROM outbox o
JOIN conversations c ON c.id = o.conversation
JOIN entries e ON e.conversation = o.conversation AND e.sequence = o.sequence
LEFT JOIN tickets t ON t.number = e.ticket AND t.conversation = e.conversation
LEFT JOIN entries q ON q.conversation = e.conversation AND q.sequence = coalesce(e.reply_to, t.question_sequence)
                       AND q.kind = 'question'
WHERE o.id IN (SELECT CAST(json_array_elements_text(CAST(:ids AS json)) AS bigint))
ORDER BY o.id

-- name: has_schema
-- only: sqlite
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'

-- name: has_schema
-- only: postgresql
SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version'

-- Servers that start at the same time migrate one after the other.
-- name: lock_schema
-- only: postgresql
SELECT count(*) FROM pg_advisory_xact_lock(7236601001)

-- name: lock_schema
-- only: sqlite
SELECT count(*) FROM sqlite_schema

-- Gives "ok", or the first thing that is wrong.
-- name: check_database
-- only: sqlite
PRAGMA quick_check(1)

-- name: copy_database
-- only: sqlite
VACUUM INTO :file

-- Settings of a session, run in this order when it is opened.
-- name: setting_1
-- only: sqlite
PRAGMA journal_mode = WAL

-- name: setting_2
-- only: sqlite
PRAGMA synchronous = FULL

-- name: setting_3
-- only: sqlite
PRAGMA foreign_keys = ON

-- name: setting_4
-- only: sqlite
PRAGMA journal_size_limit = 67108864

-- An acknowledged message is on disk, whatever the server's own setting is.
-- name: setting_1
-- only: postgresql
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'

-- name: setting_2
-- only: postgresql
SET client_encoding = 'UTF8'

-- name: setting_3
-- only: postgresql
SET client_min_messages = warning

-- name: setting_4
-- only: postgresql
SET idle_in_transaction_session_timeout = '60s'

-- For the sessions that only read.
-- name: forbid_writes
-- only: sqlite
PRAGMA query_only = ON

-- name: forbid_writes
-- only: postgresql
SET default_transaction_read_only = on
