-- name: account_by_name
SELECT id, name, display_name, role, password_hash, must_change_password, disabled, created_at
FROM accounts WHERE name = :name

-- name: account
SELECT id, name, display_name, role, password_hash, must_change_password, disabled, created_at
FROM accounts WHERE id = :id

-- name: accounts
SELECT id, name, display_name, role, password_hash, must_change_password, disabled, created_at
FROM accounts ORDER BY name

-- name: add_account
INSERT INTO accounts (name, display_name, role, password_hash, must_change_password, disabled, created_at)
VALUES (:name, :display_name, :role, :password_hash, :must_change_password, :disabled, :created_at)
ON CONFLICT (name) DO NOTHING
RETURNING id

-- name: update_account
UPDATE accounts
SET display_name = :display_name, role = :role, password_hash = :password_hash,
    must_change_password = :must_change_password, disabled = :disabled
WHERE id = :id

-- name: add_session
INSERT INTO sessions (token_hash, account, csrf_token, created_at, expires_at, seen_at)
VALUES (:token_hash, :account, :csrf_token, :created_at, :expires_at, :seen_at)

-- name: session
SELECT token_hash, account, csrf_token, created_at, expires_at, seen_at
FROM sessions WHERE token_hash = :token_hash

-- name: touch_session
UPDATE sessions SET seen_at = :seen_at, expires_at = :expires_at WHERE token_hash = :token_hash

-- name: remove_session
DELETE FROM sessions WHERE token_hash = :token_hash

-- name: remove_sessions_of_account
DELETE FROM sessions WHERE account = :account AND token_hash <> :kept

-- name: remove_expired_sessions
DELETE FROM sessions WHERE expires_at <= :now

-- name: append_audit
INSERT INTO audit (at, actor, action, object, detail) VALUES (:at, :actor, :action, :object, :detail)

-- name: audit
SELECT at, actor, action, object, detail FROM audit ORDER BY id DESC LIMIT :limit
