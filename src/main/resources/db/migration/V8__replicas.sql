-- What the holder of a lease says about it to other replicas.
alter table lease add column note varchar(500) default '' not null;

-- Which replica did last what happens by the clock, and when.
create table timer_turn (
  name varchar(100) primary key,
  taken_at timestamp with time zone not null,
  taken_by varchar(100) not null
);
