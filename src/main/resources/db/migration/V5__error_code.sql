-- The code of the error catalogue that says what kind of trouble an entry is in.
alter table inbox_entry add column code varchar(20);
