-- name: next_ticket_number
UPDATE counters SET value = value + 1 WHERE name = 'ticket' RETURNING value

-- name: add_ticket
INSERT INTO tickets (number, conversation, channel, state, reason, question, question_sequence, version, answered_by,
                     reopened, created_at, updated_at)
VALUES (:number, :conversation, :channel, 'open', :reason, :question, :question_sequence, 1, '', 0, :now, :now)

-- name: append_to_ticket
UPDATE tickets SET version = version + 1, updated_at = :now
WHERE number = :number AND conversation = :conversation

-- name: reopen_ticket
UPDATE tickets
SET version = version + 1, updated_at = :now, state = 'open',
    reopened = reopened + CASE WHEN state = 'open' THEN 0 ELSE 1 END
WHERE number = :number AND conversation = :conversation

-- name: answer_ticket
UPDATE tickets
SET version = version + 1, updated_at = :now, state = :state, answered_by = :author,
    first_answered_at = coalesce(first_answered_at, :now)
WHERE number = :number AND version = :version

-- name: close_ticket
UPDATE tickets SET version = version + 1, updated_at = :now, state = 'closed'
WHERE number = :number AND version = :version

-- name: assign_ticket
UPDATE tickets SET version = version + 1, updated_at = :now, assignee = :assignee, unit = :unit
WHERE number = :number

-- name: ticket
SELECT number, conversation, channel, state, reason, question, question_sequence, version, answered_by, reopened,
       assignee, unit, created_at, updated_at, first_answered_at
FROM tickets WHERE number = :number

-- name: tickets
SELECT number, conversation, channel, state, reason, question, question_sequence, version, answered_by, reopened,
       assignee, unit, created_at, updated_at, first_answered_at
FROM tickets WHERE number < :before
ORDER BY number DESC LIMIT :limit

-- name: tickets_in_state
SELECT number, conversation, channel, state, reason, question, question_sequence, version, answered_by, reopened,
       assignee, unit, created_at, updated_at, first_answered_at
FROM tickets WHERE state = :state AND number < :before
ORDER BY number DESC LIMIT :limit

-- name: tickets_of_conversation
SELECT number, conversation, channel, state, reason, question, question_sequence, version, answered_by, reopened,
       assignee, unit, created_at, updated_at, first_answered_at
FROM tickets WHERE conversation = :conversation
ORDER BY number DESC

-- name: count_tickets
SELECT state, count(*) FROM tickets GROUP BY state

-- name: find_ticket_request
SELECT made_at FROM ticket_requests WHERE ticket = :ticket AND request_id = :request_id

-- name: add_ticket_request
INSERT INTO ticket_requests (ticket, request_id, made_at) VALUES (:ticket, :request_id, :now)
