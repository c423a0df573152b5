-- A create is begun for an opportunity or for a referral, and both sides as they will be after it are known: when its
-- outcome was unclear, that tells what somebody changed meanwhile.
create table begun_create (
  record_id varchar(36) not null,
  target varchar(20) not null,
  begun_at timestamp with time zone not null,
  snapshot text not null,
  primary key (record_id, target)
);
insert into begun_create (record_id, target, begun_at, snapshot)
  select opportunity_id, target, begun_at, '{}' from intent;
drop table intent;
alter table begun_create rename to intent;
