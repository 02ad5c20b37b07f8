-- One row for each document that the article rests on, at least one.
-- name: article
SELECT v.content, v.version, v.changed_at, d.content
FROM articles a JOIN article_versions v ON v.article = a.id AND v.version = a.version
LEFT JOIN article_sources s ON s.article = a.id
LEFT JOIN documents d ON d.number = s.document
WHERE a.id = :id
ORDER BY d.number

-- name: article_content
SELECT v.content, v.version
FROM articles a JOIN article_versions v ON v.article = a.id AND v.version = a.version
WHERE a.id = :id

-- name: articles
SELECT v.content, v.version, v.changed_at
FROM articles a JOIN article_versions v ON v.article = a.id AND v.version = a.version
ORDER BY a.id

-- name: articles_of_document
SELECT v.content, v.version, v.changed_at
FROM article_sources s JOIN articles a ON a.id = s.article
JOIN article_versions v ON v.article = a.id AND v.version = a.version
WHERE s.document = :document
ORDER BY s.article

-- name: article_versions
SELECT content, version, changed_at FROM article_versions WHERE article = :id ORDER BY version DESC

-- name: put_article
INSERT INTO articles (id, version) VALUES (:id, :version)
ON CONFLICT (id) DO UPDATE SET version = excluded.version

-- name: add_article_version
INSERT INTO article_versions (article, version, content, changed_at, changed_by)
VALUES (:id, :version, :content, :now, :actor)

-- name: articles_revision
SELECT revision FROM articles_revision

-- name: set_articles_revision
UPDATE articles_revision SET revision = :revision
