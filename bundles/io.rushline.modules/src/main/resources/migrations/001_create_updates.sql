-- All times are milliseconds since 1970-01-01 UTC.
-- No semicolon in a comment: the migrator takes it for the end of a statement.

-- updates: one row for each change of modules that was asked for, refused ones too. What has ended never changes again.
CREATE TABLE updates (
    id        BIGINT        NOT NULL CONSTRAINT updates_key PRIMARY KEY, -- never used again
    state     VARCHAR(16)   NOT NULL,
    via       VARCHAR(16)   NOT NULL, -- who asked: by which way
    actor     VARCHAR(1024) NOT NULL,
    asked_at  BIGINT        NOT NULL,
    when_kind VARCHAR(8)    NOT NULL,
    when_at   BIGINT,                 -- with AT only
    ended_at  BIGINT,                 -- null: goes on
    why       VARCHAR(32),            -- why it was refused or is gone back
    detail    VARCHAR(4096) NOT NULL,
    wish      CLOB          NOT NULL, -- JSON: what to plan it from
    attempt   CLOB                    -- JSON: the plan that was begun, and what the appliance was before
);
CREATE INDEX updates_by_state ON updates (state);

-- changes: of which module from which to which version.
CREATE TABLE changes (
    update_id    BIGINT        NOT NULL CONSTRAINT changes_update REFERENCES updates (id) ON DELETE CASCADE,
    line         INT           NOT NULL,
    module       VARCHAR(1024) NOT NULL,
    from_version VARCHAR(255), -- null: it is new
    to_version   VARCHAR(255), -- null: it goes
    CONSTRAINT changes_key PRIMARY KEY (update_id, line)
);

-- staged: modules that were checked and wait to be installed.
CREATE TABLE staged (
    sha256    VARCHAR(64)   NOT NULL CONSTRAINT staged_key PRIMARY KEY,
    file_name VARCHAR(1024) NOT NULL,
    via       VARCHAR(16)   NOT NULL,
    actor     VARCHAR(1024) NOT NULL,
    staged_at BIGINT        NOT NULL
);
