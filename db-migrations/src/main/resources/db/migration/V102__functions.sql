create table function (
  tenant_id      uuid not null references tenant (id),
  id             uuid primary key,
  name           text collate "C" not null,
  runtime        text not null,
  wanted_version integer,
  live_version   integer,
  latest_version integer not null,
  draft_revision bigint not null,
  draft_of       integer,
  created_at     timestamptz not null,
  changed_at     timestamptz not null,
  changed_by     text not null,
  version        integer not null,
  constraint function_name_uk unique (tenant_id, name),
  constraint function_name_ck check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')
);
comment on column function.wanted_version is 'the one in the snapshots of nodes: being deployed, or live';
comment on column function.live_version is 'the one that came to serve last';
comment on column function.latest_version is 'the newest one made; 0: none';
comment on column function.draft_of is 'the version that the draft equals; null: none';
create index function_changed_ix on function (tenant_id, changed_at);

alter table function enable row level security;
alter table function force row level security;
create policy function_scope on function
  using (app_is_platform() or tenant_id = app_tenant())
  with check (app_is_platform() or tenant_id = app_tenant());
grant select, insert, update, delete on table function to "${applicationRole}";

-- Apart from function: large, and rewritten while somebody types.
create table function_draft (
  tenant_id     uuid not null references tenant (id),
  function_id   uuid primary key references function (id) on delete cascade,
  revision      bigint not null,
  archive       bytea not null,
  configuration jsonb not null,
  saved_at      timestamptz not null,
  saved_by      text not null
);

alter table function_draft enable row level security;
alter table function_draft force row level security;
create policy function_draft_scope on function_draft
  using (app_is_platform() or tenant_id = app_tenant())
  with check (app_is_platform() or tenant_id = app_tenant());
grant select, insert, update, delete on function_draft to "${applicationRole}";

create table function_version (
  tenant_id     uuid not null references tenant (id),
  function_id   uuid not null references function (id) on delete cascade,
  version       integer not null,
  archive       bytea not null,
  code_sha256   bytea not null,
  code_length   integer not null,
  configuration jsonb not null,
  message       text not null,
  author        text not null,
  created_at    timestamptz not null,
  primary key (function_id, version)
);
-- Archives are ZIP files: compressing them again costs time and gains nothing.
alter table function_version alter column archive set storage external;
create index function_version_code_ix on function_version (code_sha256);
create index function_version_tenant_ix on function_version (tenant_id);

alter table function_version enable row level security;
alter table function_version force row level security;
create policy function_version_scope on function_version
  using (app_is_platform() or tenant_id = app_tenant())
  with check (app_is_platform() or tenant_id = app_tenant());
-- Immutable: the application cannot change a version, only delete it with its function.
grant select, insert, delete on function_version to "${applicationRole}";

create table deployment (
  tenant_id      uuid not null references tenant (id),
  id             uuid primary key,
  function_id    uuid not null references function (id) on delete cascade,
  function_name  text collate "C" not null,
  to_version     integer not null,
  from_version   integer,
  state          text not null,
  failed_in      text,
  message        text not null,
  started_by     text not null,
  started_at     timestamptz not null,
  deadline_at    timestamptz not null,
  first_snapshot bigint,
  pushed_at      timestamptz,
  fetching_at    timestamptz,
  starting_at    timestamptz,
  serving_at     timestamptz,
  ended_at       timestamptz,
  version        integer not null,
  constraint deployment_state_ck check (state in ('PENDING', 'PUSHED', 'FETCHING', 'STARTING', 'SERVING', 'FAILED')),
  constraint deployment_end_ck check ((ended_at is not null) = (state in ('SERVING', 'FAILED')))
);
comment on column deployment.first_snapshot is 'version of the first snapshot that holds it: what nodes report of older ones says nothing about it';
comment on column deployment.failed_in is 'the state in which it was when it failed';
create index deployment_function_ix on deployment (function_id, started_at desc);
create index deployment_tenant_ix on deployment (tenant_id);
-- One at a time for each function; this decides races.
create unique index deployment_open_uk on deployment (function_id) where ended_at is null;

alter table deployment enable row level security;
alter table deployment force row level security;
create policy deployment_scope on deployment
  using (app_is_platform() or tenant_id = app_tenant())
  with check (app_is_platform() or tenant_id = app_tenant());
grant select, insert, update, delete on deployment to "${applicationRole}";

-- What each node reported last about each version of a function that it has.
create table function_report (
  tenant_id      uuid not null references tenant (id),
  function_id    uuid not null references function (id) on delete cascade,
  node_id        uuid not null references node (id),
  version        integer not null,
  state          text not null,
  message        text not null,
  workers_ready  integer not null,
  workers_wanted integer not null,
  snapshot       bigint not null,
  reported_at    timestamptz not null,
  primary key (function_id, node_id, version),
  constraint function_report_state_ck check (state in ('FETCHING', 'STARTING', 'SERVING', 'FAILED'))
);
comment on column function_report.snapshot is 'version that the node ran when it reported this';
create index function_report_node_ix on function_report (node_id);
create index function_report_tenant_ix on function_report (tenant_id);

alter table function_report enable row level security;
alter table function_report force row level security;
create policy function_report_scope on function_report
  using (app_is_platform() or tenant_id = app_tenant())
  with check (app_is_platform() or tenant_id = app_tenant());
grant select, insert, update, delete on function_report to "${applicationRole}";
