-- The store's identity: a restored backup gets a new epoch, so that agents accept its lower versions.
create table store (
  id    smallint primary key default 1,
  epoch uuid not null default gen_random_uuid(),
  constraint store_one_ck check (id = 1)
);
insert into store default values;

alter table store enable row level security;
alter table store force row level security;
create policy store_scope on store using (app_is_platform()) with check (app_is_platform());

grant select on store to "${applicationRole}";

-- Versions of snapshots, over all nodes: a later content has a higher one.
create sequence snapshot_version_seq as bigint start with 1;
grant usage on sequence snapshot_version_seq to "${applicationRole}";

create table node (
  id                     uuid primary key,
  name                   text collate "C" not null,
  created_at             timestamptz not null,
  enrolment_id           uuid,
  enrolled_at            timestamptz,
  certificate_expires_at timestamptz,
  revoked_at             timestamptz,
  boot_id                text not null,
  build                  text not null,
  wanted_version         bigint not null,
  wanted_hash            bytea,
  wanted_at              timestamptz,
  sent_version           bigint not null,
  applied_version        bigint not null,
  applied_hash           bytea,
  applied_at             timestamptz,
  refused_version        bigint not null,
  refused_boot_id        text not null,
  refused_field          text not null,
  refused_text           text not null,
  refused_at             timestamptz,
  version                integer not null,
  constraint node_name_uk unique (name),
  constraint node_name_ck check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')
);
comment on column node.enrolment_id is 'in the certificates that count: a new enrolment voids those of the one before';
comment on column node.refused_boot_id is 'the agent process that refused: another one is asked again';

alter table node enable row level security;
alter table node force row level security;
create policy node_scope on node using (app_is_platform()) with check (app_is_platform());
grant select, insert, update on node to "${applicationRole}";

create table join_token (
  sha256     bytea primary key,
  node_name  text collate "C" not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index join_token_node_ix on join_token (node_name);

alter table join_token enable row level security;
alter table join_token force row level security;
create policy join_token_scope on join_token using (app_is_platform()) with check (app_is_platform());
grant select, insert, update, delete on join_token to "${applicationRole}";

-- Rewritten every few seconds per node: room on the page keeps updates in place.
create table node_report (
  node_id     uuid primary key references node (id),
  status      bytea not null,
  reported_at timestamptz not null
) with (fillfactor = 50);

alter table node_report enable row level security;
alter table node_report force row level security;
create policy node_report_scope on node_report using (app_is_platform()) with check (app_is_platform());
grant select, insert, update on node_report to "${applicationRole}";

-- Which nodes are there is no tenant's secret: the state of a tenant's functions depends on it.
create table node_presence (
  node_id         uuid primary key references node (id),
  connected_since timestamptz,
  seen_at         timestamptz
) with (fillfactor = 50);

alter table node_presence enable row level security;
alter table node_presence force row level security;
create policy node_presence_read on node_presence for select using (true);
create policy node_presence_write on node_presence using (app_is_platform()) with check (app_is_platform());
grant select, insert, update on node_presence to "${applicationRole}";
