-- What is being written to the two sides of a pair. When that was broken off, it tells what arrived from what people did.
alter table link add column pending text;
