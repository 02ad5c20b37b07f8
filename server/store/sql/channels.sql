-- name: record_event
INSERT INTO channel_events (channel, event_key, name, body, received_at, outcome, reason)
VALUES (:channel, :event_key, :name, :body, :received_at, '', '')
ON CONFLICT (channel, event_key) DO NOTHING
RETURNING id

-- name: unsettled_events
SELECT id, channel, event_key, name, body, received_at FROM channel_events
WHERE settled_at IS NULL AND id > :after
ORDER BY id LIMIT :limit

-- name: settle_event
UPDATE channel_events
SET outcome = :outcome, reason = :reason, settled_at = :now, body = CASE WHEN :keep_body <> 0 THEN body ELSE '' END
WHERE id = :id AND settled_at IS NULL

-- name: event_counts
SELECT name, outcome, reason, count(*), max(received_at) FROM channel_events
WHERE channel = :channel
GROUP BY name, outcome, reason
ORDER BY count(*) DESC, name, outcome, reason

-- name: remove_events
DELETE FROM channel_events
WHERE id IN (SELECT id FROM channel_events WHERE settled_at IS NOT NULL AND received_at < :before
             ORDER BY received_at LIMIT :limit)

-- name: contact
SELECT display_name, follows, last_interaction, hinted_at, welcomed_at FROM contacts
WHERE channel = :channel AND id = :id

-- name: put_contact
INSERT INTO contacts (channel, id, display_name, follows, last_interaction, hinted_at, welcomed_at)
VALUES (:channel, :id, :display_name, :follows, :last_interaction, :hinted_at, :welcomed_at)
ON CONFLICT (channel, id) DO UPDATE
SET display_name = CASE WHEN excluded.display_name = '' THEN contacts.display_name ELSE excluded.display_name END,
    follows = excluded.follows,
    last_interaction = CASE WHEN contacts.last_interaction IS NULL
                                 OR excluded.last_interaction > contacts.last_interaction
                            THEN excluded.last_interaction ELSE contacts.last_interaction END,
    hinted_at = CASE WHEN contacts.hinted_at IS NULL OR excluded.hinted_at > contacts.hinted_at
                     THEN excluded.hinted_at ELSE contacts.hinted_at END,
    welcomed_at = CASE WHEN contacts.welcomed_at IS NULL OR excluded.welcomed_at > contacts.welcomed_at
                       THEN excluded.welcomed_at ELSE contacts.welcomed_at END

-- name: remove_contact
DELETE FROM contacts WHERE channel = :channel AND id = :id

-- In ids of conversations a person stands behind "person:", or behind the "/" of a group or an anonymous
-- conversation. Not with LIKE: in SQLite it takes "a" for "A".
-- name: conversations_of_person
SELECT id FROM conversations
WHERE channel = :channel
  AND (external_id = :one_to_one
       OR ((substr(external_id, 1, 6) = 'group:' OR substr(external_id, 1, 10) = 'anonymous:')
           AND substr(external_id, length(external_id) - length(CAST(:end AS text)) + 1) = CAST(:end AS text)))
ORDER BY id

-- name: erase_entries
UPDATE entries SET text = :words WHERE conversation = :conversation AND kind IN ('question', 'attachment')

-- name: erase_ticket_questions
UPDATE tickets SET question = :words WHERE conversation = :conversation

-- name: group
SELECT channel, id, name, gone, speaking, admins, last_unasked FROM chat_groups
WHERE channel = :channel AND id = :id

-- name: groups
SELECT channel, id, name, gone, speaking, admins, last_unasked FROM chat_groups
ORDER BY gone, name, id, channel

-- name: add_group
INSERT INTO chat_groups (channel, id, name, gone, speaking, admins)
VALUES (:channel, :id, '', 0, :speaking, '[]')
ON CONFLICT (channel, id) DO NOTHING

-- name: change_group_speaking
UPDATE chat_groups SET speaking = :speaking
WHERE channel = :channel AND id = :id AND speaking <> :speaking

-- name: update_group
UPDATE chat_groups SET name = :name, gone = :gone, admins = :admins, last_unasked = :last_unasked
WHERE channel = :channel AND id = :id

-- name: find_entry_key
SELECT sequence FROM messages WHERE conversation = :conversation AND source_id = :key
UNION ALL
SELECT sequence FROM entries
WHERE conversation = :conversation AND source_id = :key AND source_id <> '' AND kind <> 'question'

-- name: last_question
SELECT sequence, text FROM entries WHERE conversation = :conversation AND kind = 'question'
ORDER BY sequence DESC LIMIT 1

-- name: account_name
SELECT name FROM accounts WHERE id = :id

-- name: put_link_code
INSERT INTO link_codes (account, code_hash, expires_at) VALUES (:account, :code_hash, :expires_at)
ON CONFLICT (account) DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at

-- name: take_link_code
DELETE FROM link_codes
WHERE code_hash = :code_hash AND expires_at > :now AND account IN (SELECT id FROM accounts WHERE disabled = 0)
RETURNING account

-- name: remove_links_of
DELETE FROM account_links WHERE channel = :channel AND (contact = :contact OR account = :account)

-- name: add_link
INSERT INTO account_links (account, channel, contact, topics, linked_at)
VALUES (:account, :channel, :contact, :topics, :now)

-- name: link_of
SELECT l.account, a.name, a.display_name, l.channel, l.contact, l.topics, l.linked_at
FROM account_links l JOIN accounts a ON a.id = l.account
WHERE l.channel = :channel AND l.contact = :contact AND a.disabled = 0

-- name: links
SELECT l.account, a.name, a.display_name, l.channel, l.contact, l.topics, l.linked_at
FROM account_links l JOIN accounts a ON a.id = l.account
WHERE a.disabled = 0
ORDER BY a.name, l.channel

-- name: set_link_topics
UPDATE account_links SET topics = :topics WHERE account = :account AND channel = :channel

-- name: remove_link
DELETE FROM account_links WHERE account = :account AND channel = :channel
RETURNING contact

-- name: setting
SELECT value FROM settings WHERE name = :name

-- name: add_setting
INSERT INTO settings (name, value, changed_at) VALUES (:name, :value, :now)
ON CONFLICT (name) DO NOTHING

-- name: change_setting
UPDATE settings SET value = :value, changed_at = :now WHERE name = :name AND value = :expected
