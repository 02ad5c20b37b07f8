-- name: find_conversation
SELECT id, channel, external_id, last_sequence, state, created_at
FROM conversations WHERE channel = :channel AND external_id = :external_id

-- name: conversation
SELECT id, channel, external_id, last_sequence, state, created_at
FROM conversations WHERE id = :id

-- name: add_conversation
INSERT INTO conversations (channel, external_id, last_sequence, state, created_at)
VALUES (:channel, :external_id, 0, :state, :now)
ON CONFLICT (channel, external_id) DO NOTHING

-- name: next_sequence
UPDATE conversations SET last_sequence = last_sequence + 1 WHERE id = :id
RETURNING last_sequence

-- name: update_conversation_state
UPDATE conversations SET state = :state WHERE id = :id

-- name: add_entry
INSERT INTO entries (conversation, sequence, kind, author, text, answer, choices, ticket, ticket_state, source_id,
                     reply_to, created_at)
VALUES (:conversation, :sequence, :kind, :author, :text, :answer, :choices, :ticket, :ticket_state, :source_id,
        :reply_to, :created_at)

-- name: entries
SELECT sequence, kind, author, text, answer, choices, ticket, ticket_state, source_id, reply_to, created_at
FROM entries WHERE conversation = :conversation AND sequence > :after
ORDER BY sequence LIMIT :limit

-- name: replies
SELECT sequence, kind, author, text, answer, choices, ticket, ticket_state, source_id, reply_to, created_at
FROM entries WHERE conversation = :conversation AND sequence > :message AND reply_to = :message
ORDER BY sequence

-- name: find_message
SELECT id, sequence, settled_at FROM messages WHERE conversation = :conversation AND source_id = :source_id

-- name: add_message
INSERT INTO messages (conversation, source_id, sequence, choice, ticket, new_question, accepted_at)
VALUES (:conversation, :source_id, :sequence, :choice, :ticket, :new_question, :now)
RETURNING id

-- name: pending_message
SELECT m.id, m.sequence, m.settled_at, m.source_id, e.text, m.choice, m.ticket, m.new_question,
       c.id, c.channel, c.external_id, c.last_sequence, c.state, c.created_at
FROM messages m
JOIN entries e ON e.conversation = m.conversation AND e.sequence = m.sequence
JOIN conversations c ON c.id = m.conversation
WHERE m.id = :id

-- name: unsettled_messages
SELECT m.id, m.sequence, m.settled_at, m.source_id, e.text, m.choice, m.ticket, m.new_question,
       c.id, c.channel, c.external_id, c.last_sequence, c.state, c.created_at
FROM messages m
JOIN entries e ON e.conversation = m.conversation AND e.sequence = m.sequence
JOIN conversations c ON c.id = m.conversation
WHERE m.settled_at IS NULL
ORDER BY m.id LIMIT :limit

-- name: settle_message
UPDATE messages SET settled_at = :now WHERE id = :id AND settled_at IS NULL
RETURNING conversation, sequence

-- name: conversation_of_message
SELECT c.id, c.last_sequence FROM messages m JOIN conversations c ON c.id = m.conversation WHERE m.id = :id
