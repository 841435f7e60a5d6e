-- All times are milliseconds since 1970-01-01 UTC.

-- Small pages: rows are far smaller than the longest path allows, and each page read or written costs its size.
CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.storage.pageSize', '4096');

-- items: one row for each clip the queue was ever handed; never deleted.
CREATE TABLE items (
    id             BIGINT        NOT NULL CONSTRAINT items_key PRIMARY KEY, -- one more than the last
    path           VARCHAR(16384) NOT NULL, -- as a file: URI, which keeps names that are no valid text in the system's encoding
    name           VARCHAR(1024) NOT NULL,
    size_bytes     BIGINT        NOT NULL,
    modified_at    BIGINT        NOT NULL,
    fingerprint    VARCHAR(128)  NOT NULL CONSTRAINT items_fingerprint UNIQUE,
    created_at     BIGINT        NOT NULL,
    source         VARCHAR(1024) NOT NULL,
    channel        INT           NOT NULL,
    priority       INT           NOT NULL, -- higher goes first
    position       BIGINT        NOT NULL, -- lower goes first among equal priorities
    project_id     VARCHAR(255),           -- null until the device is paired for the first time
    state          VARCHAR(16)   NOT NULL,
    reason_code    VARCHAR(255),
    reason_what    VARCHAR(4096),
    reason_todo    VARCHAR(4096),
    retry_at       BIGINT,
    tries          INT           NOT NULL,
    asset_id       VARCHAR(255),
    part_count     INT           NOT NULL,
    acked_parts    INT           NOT NULL,
    acked_bytes    BIGINT        NOT NULL,
    sha256         VARCHAR(64),
    accepted_at    BIGINT        NOT NULL,
    started_at     BIGINT,
    completed_at   BIGINT,
    line_priority  INT           NOT NULL, -- with line_position: order of the list, ascending. In line -priority, ended 0.
    line_position  BIGINT        NOT NULL  -- In line the position, ended a falling number below 0: newest first.
);

-- Holds all that claiming and paging compare, so that neither reads rows it does not give.
CREATE INDEX items_line ON items (state, line_priority, line_position, id, project_id, retry_at);

-- Finds the neighbour before a place in line.
CREATE INDEX items_place ON items (priority, position DESC, id);

-- parts: one row for each byte range of an item with an asset. Once acked_at is set, the part is never sent again (I2).
CREATE TABLE parts (
    item_id        BIGINT        NOT NULL,
    part_no        INT           NOT NULL, -- from 1
    offset_bytes   BIGINT        NOT NULL,
    size_bytes     BIGINT        NOT NULL,
    acked_at       BIGINT,                 -- null: still to send
    CONSTRAINT parts_key PRIMARY KEY (item_id, part_no)
);

-- assets: the asset of each item that has one and is not completed.
CREATE TABLE assets (
    item_id        BIGINT        NOT NULL CONSTRAINT assets_key PRIMARY KEY,
    asset_id       VARCHAR(255)  NOT NULL,
    file_type      VARCHAR(255)  NOT NULL,
    created_at     BIGINT        NOT NULL,
    upload_urls    BLOB(64M)     NOT NULL  -- a JSON array of strings, sealed by the vault for queue.asset:<asset_id>
);

-- binding: one row at most, the project the device was connected to last.
CREATE TABLE binding (
    project_id     VARCHAR(255)  NOT NULL
);

CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.storage.pageSize', CAST(NULL AS VARCHAR(10)));
