alter table access_key add column last_used_at timestamptz;
comment on column access_key.last_used_at is 'as the gateways report it, to the minute; null: never';
grant update (last_used_at) on access_key to "${applicationRole}";
