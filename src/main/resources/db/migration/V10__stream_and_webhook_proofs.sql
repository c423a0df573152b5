-- The newest change found by asking of which the stream has to tell, until it is judged; untold, the stream is dead.
create table expected_event (
  channel varchar(255) primary key,
  record varchar(200) not null,
  changed_at timestamp with time zone not null
);
-- Test events of Partner Center: the one that is waited for, and what arrived before it was known to be that one.
create table test_event (
  correlation_id varchar(100) primary key,
  sent_at timestamp with time zone,
  arrived_at timestamp with time zone,
  noted_at timestamp with time zone not null
);
-- What was last found out about the webhook: its registration, and whether a test event arrived.
create table webhook_finding (
  topic varchar(20) primary key,
  state varchar(20) not null,
  message varchar(2000) not null,
  millis bigint,
  found_at timestamp with time zone not null
);
-- When Microsoft's referral of the deal was last read without an event, and whether nothing can come of it any more.
alter table link add column microsoft_read_at timestamp with time zone;
alter table link add column microsoft_final boolean default false not null;
create index link_microsoft_read on link (microsoft_final, microsoft_read_at, id);
