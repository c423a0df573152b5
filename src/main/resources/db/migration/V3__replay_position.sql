-- How far the change events of a streaming channel have been stored.
create table replay_position (
  org_id varchar(18) not null,
  channel varchar(255) not null,
  replay_id bigint not null,
  saved_at timestamp with time zone not null,
  primary key (org_id, channel)
);
