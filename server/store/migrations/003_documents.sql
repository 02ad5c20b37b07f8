-- Legal texts that articles rest on.
CREATE TABLE documents (
    number     {{text}} PRIMARY KEY,
    content    {{text}} NOT NULL,
    changed_at {{integer}} NOT NULL,
    changed_by {{text}} NOT NULL
) {{strict}};

-- What the current version of each article rests on. A source that is too long to be the number of a document is left
-- out: indexes don't take it.
CREATE TABLE article_sources (
    document {{text}} NOT NULL,
    article  {{text}} NOT NULL REFERENCES articles (id),
    PRIMARY KEY (document, article)
) {{strict}};

CREATE INDEX article_sources_by_article ON article_sources (article);

-- only: sqlite
INSERT INTO article_sources (document, article)
SELECT DISTINCT source.value ->> 'document', a.id
FROM articles a JOIN article_versions v ON v.article = a.id AND v.version = a.version,
     json_each(v.content, '$.sources') source
WHERE length(CAST(source.value ->> 'document' AS BLOB)) BETWEEN 1 AND 128;

-- only: postgresql
INSERT INTO article_sources (document, article)
SELECT DISTINCT source.value ->> 'document', a.id
FROM articles a JOIN article_versions v ON v.article = a.id AND v.version = a.version,
     json_array_elements(CAST(v.content AS json) -> 'sources') source
WHERE octet_length(source.value ->> 'document') BETWEEN 1 AND 128;

-- last_day is a date such as "2026-12-31", or empty.
CREATE TABLE review_tasks (
    id        {{identity}},
    article   {{text}} NOT NULL REFERENCES articles (id),
    document  {{text}} NOT NULL,
    last_day  {{text}} NOT NULL,
    reason    {{text}} NOT NULL,
    successor {{text}} NOT NULL,
    opened_at {{integer}} NOT NULL,
    opened_by {{text}} NOT NULL,
    closed_at {{integer}},
    closed_by {{text}} NOT NULL,
    UNIQUE (article, document, last_day)
) {{strict}};

CREATE INDEX review_tasks_open ON review_tasks (id) WHERE closed_at IS NULL;
