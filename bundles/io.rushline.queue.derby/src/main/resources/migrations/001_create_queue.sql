-- All times are milliseconds since 1970-01-01 UTC.
-- No semicolon in a comment: the migrator takes it for the end of a statement.

-- Small pages: rows are far smaller than the longest path allows, and each page read or written costs its size.
CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.storage.pageSize', '4096');

-- items: one row for each clip. What has ended long ago moves to the table archive.
CREATE TABLE items (
    id             BIGINT        NOT NULL CONSTRAINT items_key PRIMARY KEY, -- never used again, in the archive neither
    path           VARCHAR(16384) NOT NULL, -- as a file: URI, which keeps names that are no valid text in the system's encoding
    path_hash      INT           NOT NULL, -- of that: a path is too long for an index
    name           VARCHAR(1024) NOT NULL,
    size_bytes     BIGINT        NOT NULL,
    modified_at    BIGINT        NOT NULL,
    fingerprint    VARCHAR(128)  NOT NULL CONSTRAINT items_fingerprint UNIQUE,
    content_print  VARCHAR(128),           -- null: not known
    created_at     BIGINT        NOT NULL,
    own_time       BOOLEAN       NOT NULL, -- created_at may be by this device's clock, and then is as wrong as that
    source         VARCHAR(1024) NOT NULL,
    channel        INT           NOT NULL,
    growing        BOOLEAN       NOT NULL, -- it is still being recorded
    priority       INT           NOT NULL, -- higher goes first
    position       BIGINT        NOT NULL, -- lower goes first among equal priorities
    project_id     VARCHAR(255),           -- null: queued before the device was paired for the first time
    state          VARCHAR(16)   NOT NULL,
    holds          INT           NOT NULL, -- all that keeps it from being sent: bit n for the n-th constant of the enum Hold
    reason_code    VARCHAR(255),
    reason_what    VARCHAR(4096),
    reason_todo    VARCHAR(4096),
    retry_at       BIGINT,
    tries          INT           NOT NULL,
    duplicate_of   BIGINT,                 -- the item with the same content
    version_of     VARCHAR(255),           -- the asset it is to become a new version of
    asset_id       VARCHAR(255),
    part_count     INT           NOT NULL,
    acked_parts    INT           NOT NULL,
    acked_bytes    BIGINT        NOT NULL,
    sha256         VARCHAR(64),
    xxh128         VARCHAR(32),
    c4             VARCHAR(90),
    networks       VARCHAR(4096),          -- over which it went, one a line
    accepted_at    BIGINT        NOT NULL,
    started_at     BIGINT,
    completed_at   BIGINT,
    ended_no       BIGINT        NOT NULL, -- order of what has ended: a falling number below 0, newest first, else 0
    ended_at       BIGINT,                 -- null: has not ended
    -- A hand that edits rows cannot write what the queue could not read.
    CONSTRAINT items_can_be CHECK (state IN ('WAITING', 'UPLOADING', 'RETRYING', 'PAUSED', 'HELD', 'COMPLETED', 'FAILED', 'CANCELLED', 'REJECTED')
        AND path LIKE 'file:/%' AND size_bytes >= 0 AND tries >= 0 AND part_count >= 0 AND acked_parts >= 0 AND acked_bytes >= 0)
);

-- Finds the neighbour before a place in line.
CREATE INDEX items_place ON items (priority, position DESC, id);

-- Finds clips with the same content, and those that a new file at their path replaces.
CREATE INDEX items_content ON items (content_print);
CREATE INDEX items_path ON items (path_hash);

-- parts: one row for each byte range of an item with an asset. Once acked_at is set, the part is never sent again (I2).
CREATE TABLE parts (
    item_id        BIGINT        NOT NULL,
    part_no        INT           NOT NULL, -- from 1, may skip
    offset_bytes   BIGINT        NOT NULL,
    size_bytes     BIGINT        NOT NULL,
    acked_at       BIGINT,                 -- null: still to send
    checksum       BIGINT,                 -- XXH3, 64 bits, of what was sent
    network        VARCHAR(255),           -- over which it went
    CONSTRAINT parts_key PRIMARY KEY (item_id, part_no),
    CONSTRAINT parts_can_be CHECK (part_no >= 1 AND offset_bytes >= 0 AND size_bytes >= 0)
);

-- assets: the asset of each item that has one and is not completed.
CREATE TABLE assets (
    item_id        BIGINT        NOT NULL CONSTRAINT assets_key PRIMARY KEY,
    asset_id       VARCHAR(255)  NOT NULL,
    way            VARCHAR(16)   NOT NULL CONSTRAINT assets_can_be CHECK (way IN ('PLAIN', 'REALTIME')), -- how its parts are sent
    file_type      VARCHAR(255)  NOT NULL,
    created_at     BIGINT        NOT NULL,
    upload_urls    BLOB(64M)     NOT NULL  -- a JSON array of strings, sealed by the vault for queue.asset:<asset_id>
);

-- abandoned: assets that are never finished, the newest only.
CREATE TABLE abandoned (
    id             BIGINT        NOT NULL GENERATED ALWAYS AS IDENTITY CONSTRAINT abandoned_key PRIMARY KEY,
    item_id        BIGINT        NOT NULL,
    name           VARCHAR(1024) NOT NULL, -- of the clip at that time
    asset_id       VARCHAR(255),           -- null: the answer that names it was lost
    project_id     VARCHAR(255),
    reason_code    VARCHAR(255)  NOT NULL,
    reason_what    VARCHAR(4096) NOT NULL,
    reason_todo    VARCHAR(4096) NOT NULL,
    abandoned_at   BIGINT        NOT NULL
);
CREATE INDEX abandoned_asset ON abandoned (asset_id);

-- projects: one row for each project the device was ever connected to.
CREATE TABLE projects (
    project_id     VARCHAR(255)  NOT NULL CONSTRAINT projects_key PRIMARY KEY,
    name           VARCHAR(1024) NOT NULL, -- as last known
    used           BOOLEAN       NOT NULL  -- it ever had a clip here
);

-- binding: one row at most, the project the device was connected to last.
CREATE TABLE binding (
    project_id     VARCHAR(255)  NOT NULL
);

-- settings: one row at most, what people decided for the whole queue.
CREATE TABLE settings (
    manual         BOOLEAN       NOT NULL,
    paused         BOOLEAN       NOT NULL
);

-- pauses: one row for each time a project did not want media, as far as it was seen.
CREATE TABLE pauses (
    project_id     VARCHAR(255)  NOT NULL,
    channel        INT           NOT NULL, -- 0-based, -1: the whole device
    began_at       BIGINT        NOT NULL, -- when it was first seen
    ended_at       BIGINT                  -- when it was first seen to be over, null: goes on
);

-- archive: what is left of a clip that ended long ago, so that it is known when it is seen again. Columns as in items.
CREATE TABLE archive (
    id             BIGINT        NOT NULL CONSTRAINT archive_key PRIMARY KEY,
    path           VARCHAR(16384) NOT NULL,
    name           VARCHAR(1024) NOT NULL,
    size_bytes     BIGINT        NOT NULL,
    modified_at    BIGINT        NOT NULL,
    fingerprint    VARCHAR(128)  NOT NULL CONSTRAINT archive_fingerprint UNIQUE,
    content_print  VARCHAR(128),
    created_at     BIGINT        NOT NULL,
    own_time       BOOLEAN       NOT NULL,
    source         VARCHAR(1024) NOT NULL,
    channel        INT           NOT NULL,
    priority       INT           NOT NULL,
    project_id     VARCHAR(255),
    state          VARCHAR(16)   NOT NULL,
    reason_code    VARCHAR(255),
    reason_what    VARCHAR(4096),
    reason_todo    VARCHAR(4096),
    version_of     VARCHAR(255),
    asset_id       VARCHAR(255),
    part_count     INT           NOT NULL,
    acked_parts    INT           NOT NULL,
    acked_bytes    BIGINT        NOT NULL,
    sha256         VARCHAR(64),
    xxh128         VARCHAR(32),
    c4             VARCHAR(90),
    networks       VARCHAR(4096),
    accepted_at    BIGINT        NOT NULL,
    started_at     BIGINT,
    completed_at   BIGINT
);
CREATE INDEX archive_content ON archive (content_print);

CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.storage.pageSize', CAST(NULL AS VARCHAR(10)));
