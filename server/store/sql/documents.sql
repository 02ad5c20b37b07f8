-- name: document
SELECT content FROM documents WHERE number = :number

-- name: documents
SELECT content FROM documents ORDER BY number

-- name: put_document
INSERT INTO documents (number, content, changed_at, changed_by) VALUES (:number, :content, :now, :actor)
ON CONFLICT (number) DO UPDATE
SET content = excluded.content, changed_at = excluded.changed_at, changed_by = excluded.changed_by

-- name: count_articles_of_document
SELECT count(*) FROM article_sources WHERE document = :document
