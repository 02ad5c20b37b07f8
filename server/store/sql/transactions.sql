-- name: commit
COMMIT

-- name: rollback
ROLLBACK

-- name: begin_job
SAVEPOINT job

-- name: end_job
RELEASE SAVEPOINT job

-- name: undo_job
ROLLBACK TO SAVEPOINT job

-- name: schema_version
SELECT coalesce(max(version), 0) FROM schema_version

-- name: add_schema_version
INSERT INTO schema_version (version, applied_at) VALUES (:version, :now)

-- Changes nothing, but fails where nothing can be written.
-- name: probe_write
DELETE FROM schema_version WHERE version < 0
