alter table container add column purged_at timestamptz, add column purged_items bigint;
comment on column container.purged_at is 'since when no node holds any of its data';
comment on column container.purged_items is 'how many items the nodes deleted';
create index container_unpurged_ix on container (id) where purged_at is null;
