-- secrets: one row for each secret kept by name.
CREATE TABLE secrets (
    name           VARCHAR(255) NOT NULL CONSTRAINT secrets_key PRIMARY KEY,
    sealed         BLOB(1M)     NOT NULL -- as Vault.seal gives it, for the purpose vault.secret:<name>
);
