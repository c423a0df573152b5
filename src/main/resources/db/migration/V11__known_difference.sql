-- What a comparison found and put into the inbox, so that the same is not put there again.
create table known_difference (
  subject varchar(200) primary key,
  fingerprint varchar(64) not null,
  noted_at timestamp with time zone not null
);
