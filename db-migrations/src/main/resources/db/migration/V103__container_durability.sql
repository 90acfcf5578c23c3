alter table container add column durability text not null default 'FSYNC'
  constraint container_durability_ck check (durability in ('FSYNC', 'INTERVAL'));
comment on column container.durability is 'when the engine acknowledges a write: once it is on the disk, or before, with a bounded time to get there';
