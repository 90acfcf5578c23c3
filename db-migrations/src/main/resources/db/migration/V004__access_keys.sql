create table access_key (
  tenant_id          uuid not null references tenant (id),
  id                 text collate "C" primary key,
  account_id         uuid references account (id) on delete cascade,
  name               text not null,
  session_key_sha256 bytea not null,
  sealed_secret      bytea not null,
  statements         jsonb not null,
  created_at         timestamptz not null,
  expires_at         timestamptz not null,
  constraint access_key_session_key_uk unique (session_key_sha256)
);
comment on column access_key.id is 'the accessKeyId';
comment on column access_key.account_id is 'the owner, whose rights it has; null: the machine''s own administrator';
comment on column access_key.sealed_secret is 'the secretAccessKey under the master key: signatures are checked with the secret itself';
comment on column access_key.statements is 'what the key is narrowed to; []: all that its owner may do with data';
create index access_key_tenant_ix on access_key (tenant_id, id);
create index access_key_account_ix on access_key (account_id);

alter table access_key enable row level security;
alter table access_key force row level security;
create policy access_key_scope on access_key
  using (app_is_platform() or tenant_id = app_tenant())
  with check (app_is_platform() or tenant_id = app_tenant());

grant select, insert, delete on access_key to "${applicationRole}";
