create table tenant (
  id               uuid primary key,
  name             text collate "C" not null,
  display_name     text not null,
  address          text not null,
  created_at       timestamptz not null,
  retired_at       timestamptz,
  restorable_until timestamptz,
  purged_at        timestamptz,
  version          integer not null,
  constraint tenant_name_ck check (name ~ '^[a-z][a-z0-9-]{0,38}[a-z0-9]$'),
  constraint tenant_retired_ck check ((retired_at is null) = (restorable_until is null))
);
comment on column tenant.purged_at is 'since when name and address are free again; the row stays, because other rows name it';

-- Name and address are held until the tenant cannot be restored any more. These decide races.
create unique index tenant_name_uk on tenant (name) where purged_at is null;
create unique index tenant_address_uk on tenant (address) where purged_at is null;

alter table tenant enable row level security;
alter table tenant force row level security;
create policy tenant_scope on tenant
  using (app_is_platform() or id = app_tenant())
  with check (app_is_platform() or id = app_tenant());

grant select, insert, update on tenant to "${applicationRole}";

-- Numbers of containers are never used again: items in the engine carry them.
create sequence container_id_seq as bigint start with 1;

create table container (
  tenant_id        uuid not null references tenant (id),
  id               bigint primary key,
  name             text collate "C" not null,
  is_system        boolean not null,
  created_at       timestamptz not null,
  retired_at       timestamptz,
  restorable_until timestamptz,
  version          integer not null,
  constraint container_name_ck check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$' or is_system),
  constraint container_retired_ck check ((retired_at is null) = (restorable_until is null))
);
comment on column container.is_system is 'the hidden container of a tenant that holds its log streams';

create unique index container_name_uk on container (tenant_id, name) where retired_at is null;
create unique index container_system_uk on container (tenant_id) where is_system;
create index container_created_ix on container (tenant_id, created_at);

alter table container enable row level security;
alter table container force row level security;
create policy container_scope on container
  using (app_is_platform() or tenant_id = app_tenant())
  with check (app_is_platform() or tenant_id = app_tenant());

grant select, insert, update on container to "${applicationRole}";
grant usage on sequence container_id_seq to "${applicationRole}";
