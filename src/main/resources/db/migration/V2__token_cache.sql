-- What the connector remembers of its sign-ins, sealed with cosell.encryption-key.
create table token_cache (
    name           varchar(50)              not null primary key,
    content        text                     not null,
    bootstrap_hash varchar(64)              not null,
    changed_at     timestamp with time zone not null
);
