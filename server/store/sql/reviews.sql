-- name: review
SELECT id, article, document, last_day, reason, successor, opened_at, opened_by, closed_at, closed_by
FROM review_tasks WHERE id = :id

-- name: waiting_reviews
SELECT id, article, document, last_day, reason, successor, opened_at, opened_by, closed_at, closed_by
FROM review_tasks WHERE closed_at IS NULL AND id > :after ORDER BY id LIMIT :limit

-- name: done_reviews
SELECT id, article, document, last_day, reason, successor, opened_at, opened_by, closed_at, closed_by
FROM review_tasks WHERE closed_at IS NOT NULL AND id < :before ORDER BY id DESC LIMIT :limit

-- name: count_waiting_reviews
SELECT count(*) FROM review_tasks WHERE closed_at IS NULL

-- name: close_review
UPDATE review_tasks SET closed_at = :at, closed_by = :account WHERE id = :id AND closed_at IS NULL

-- name: reopen_review
UPDATE review_tasks SET closed_at = NULL, closed_by = '' WHERE id = :id AND closed_at IS NOT NULL
