-- name: add_delivery
INSERT INTO outbox (conversation, sequence, created_at, available_at, attempts, outcome, detail)
VALUES (:conversation, :sequence, :now, :now, 0, '', '')

-- name: delivery
SELECT o.id, c.channel, c.external_id, o.sequence, e.text
FROM outbox o
JOIN conversations c ON c.id = o.conversation
JOIN entries e ON e.conversation = o.conversation AND e.sequence = o.sequence
WHERE o.id = :id

-- name: finish_delivery
UPDATE outbox SET finished_at = :now, outcome = :outcome, detail = :detail
WHERE id = :id AND finished_at IS NULL

-- name: retry_delivery
UPDATE outbox SET available_at = :next_attempt, outcome = :outcome, detail = :detail
WHERE id = :id AND finished_at IS NULL

-- name: count_deliveries
SELECT count(*) FROM outbox WHERE finished_at IS NULL
