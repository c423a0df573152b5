-- One referral that is a lead and the lead it became.
create table lead_link (
  referral_id varchar(36) primary key,
  lead_id varchar(18) not null,
  snapshot text not null,
  referral_etag varchar(200),
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint lead_link_lead unique (lead_id)
);
