-- name: add_delivery
INSERT INTO outbox (conversation, sequence, created_at, available_at, attempts, outcome, detail)
VALUES (:conversation, :sequence, :now, :now, 0, '', '')

-- parts_delivered never shrinks: a part that was delivered is not sent again.
-- name: finish_delivery
UPDATE outbox
SET finished_at = :now, outcome = :outcome, reason = :reason, detail = :detail, unreported = 0,
    parts_delivered = CASE WHEN parts_delivered < :parts THEN :parts ELSE parts_delivered END
WHERE id = :id AND finished_at IS NULL

-- name: postpone_delivery
UPDATE outbox
SET available_at = :next_attempt, outcome = :outcome, reason = :reason, detail = :detail, unreported = 0,
    parts_delivered = CASE WHEN parts_delivered < :parts THEN :parts ELSE parts_delivered END
WHERE id = :id AND finished_at IS NULL

-- name: count_deliveries
SELECT count(*) FROM outbox WHERE finished_at IS NULL

-- name: add_sent_message
INSERT INTO sent_messages (channel, message_id, conversation, sequence)
SELECT c.channel, :message_id, o.conversation, o.sequence
FROM outbox o JOIN conversations c ON c.id = o.conversation
WHERE o.id = :id
ON CONFLICT (channel, message_id) DO NOTHING

-- name: sent_message
SELECT conversation, sequence, received_at, seen_at FROM sent_messages
WHERE channel = :channel AND message_id = :message_id

-- name: mark_message_received
UPDATE sent_messages SET received_at = :at
WHERE channel = :channel AND message_id = :message_id AND received_at IS NULL

-- name: mark_message_seen
UPDATE sent_messages SET seen_at = :at
WHERE channel = :channel AND message_id = :message_id AND seen_at IS NULL

-- name: troubled_deliveries
SELECT o.id, o.conversation, c.channel, c.external_id, o.sequence, e.ticket, e.text, o.reason, o.detail,
       CASE WHEN o.finished_at IS NULL THEN 0 ELSE 1 END, o.attempts, o.created_at
FROM outbox o
JOIN conversations c ON c.id = o.conversation
JOIN entries e ON e.conversation = o.conversation AND e.sequence = o.sequence
WHERE (o.outcome = 'failed' OR o.reason = 'operator_needed') AND (o.outcome = 'failed' OR o.finished_at IS NULL)
ORDER BY o.id DESC LIMIT :limit

-- name: retry_failed_delivery
UPDATE outbox SET finished_at = NULL, available_at = :now, outcome = '', reason = 'none', detail = ''
WHERE id = :id AND finished_at IS NOT NULL AND outcome = 'failed'
