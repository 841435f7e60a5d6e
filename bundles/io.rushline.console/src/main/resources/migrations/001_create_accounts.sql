-- accounts: one row per person who may log in. The password is kept as PBKDF2-HMAC-SHA256 only.
CREATE TABLE accounts (
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  role VARCHAR(16) NOT NULL,        -- VIEWER, OPERATOR, ADMIN
  salt CHAR(32) NOT NULL,           -- hex digits
  iterations INTEGER NOT NULL,
  hash CHAR(64) NOT NULL            -- hex digits
);

-- sessions: one row per logged-in browser. Who reads this table cannot log in with it: the cookie itself is not here.
CREATE TABLE sessions (
  token_sha256 CHAR(64) NOT NULL PRIMARY KEY, -- hex digits, of the cookie's value
  account VARCHAR(64) NOT NULL REFERENCES accounts(name),
  expires_at TIMESTAMP NOT NULL               -- UTC
);
