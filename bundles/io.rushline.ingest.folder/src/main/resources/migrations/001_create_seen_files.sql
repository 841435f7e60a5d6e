-- folders: one row per folder that was ever watched. The device tells a folder whose disk is away from one that was emptied.
CREATE TABLE folders (
  folder_key CHAR(64) NOT NULL PRIMARY KEY, -- SHA-256 of the location, hex
  location VARCHAR(32672) NOT NULL,         -- absolute path, as configured
  device BIGINT NOT NULL                    -- st_dev when it was last seen, 0 for the system's own disk
);

-- files: one row per file the queue has taken over or noted as rejected. A row means: this file, at this path, needs nothing more.
-- Rows outlive their files: a file that comes back is known. Deleting all rows makes the next scan offer every file again, and the queue
-- knows them by their fingerprints.
CREATE TABLE files (
  path_key CHAR(64) NOT NULL CONSTRAINT files_by_path PRIMARY KEY, -- SHA-256 of location and path, hex, because an index cannot hold 4 KiB
  folder_key CHAR(64) NOT NULL,
  path VARCHAR(32672) NOT NULL,             -- relative to the folder, see RelativeName
  size_bytes BIGINT NOT NULL,
  modified_ms BIGINT NOT NULL,              -- since 1970, UTC
  inode BIGINT NOT NULL,
  fingerprint CHAR(64) NOT NULL,
  item_id BIGINT NOT NULL,                  -- of the queue
  reason VARCHAR(64)                        -- code of the reason it was rejected for, null when it was accepted
);

-- A rename keeps the inode.
CREATE INDEX files_by_inode ON files (inode, folder_key);

-- growing_files: one row per file that the queue has been given while it grows. It goes when the file is complete and known in files, or is gone.
CREATE TABLE growing_files (
  path_key CHAR(64) NOT NULL PRIMARY KEY,   -- as in files
  folder_key CHAR(64) NOT NULL,
  path VARCHAR(32672) NOT NULL,             -- relative to the folder, see RelativeName
  inode BIGINT NOT NULL,
  item_id BIGINT NOT NULL                   -- of the queue
);
