-- name: article
SELECT v.content, v.version, v.changed_at
FROM articles a JOIN article_versions v ON v.article = a.id AND v.version = a.version
WHERE a.id = :id

-- name: articles
SELECT v.content, v.version, v.changed_at
FROM articles a JOIN article_versions v ON v.article = a.id AND v.version = a.version
ORDER BY a.id

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
