-- Whether both records of a link are there.
alter table link add column state varchar(20) default 'LINKED' not null;
