create table audit_entry (
  tenant_id  uuid,
  id         bigint generated always as identity primary key,
  at         timestamptz not null,
  principal  text not null,
  account_id uuid,
  action     text not null,
  resource   text not null,
  outcome    text not null,
  address    text not null,
  request_id text not null,
  details    jsonb not null,
  constraint audit_entry_outcome_ck check (outcome in ('DONE', 'REFUSED'))
);
comment on column audit_entry.tenant_id is 'tenant that the resource belongs to; null: the platform. No reference: entries outlive what they tell of';
create index audit_entry_tenant_ix on audit_entry (tenant_id, id);
create index audit_entry_principal_ix on audit_entry (principal, id);

alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy audit_entry_read on audit_entry for select
  using (app_is_platform() or tenant_id = app_tenant());
create policy audit_entry_append on audit_entry for insert
  with check (app_is_platform() or tenant_id = app_tenant());

-- Append-only: the application can neither change nor remove what is written.
grant select, insert on audit_entry to "${applicationRole}";
