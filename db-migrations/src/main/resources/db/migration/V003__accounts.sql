create table account (
  id                uuid primary key,
  username          text collate "C" not null,
  display_name      text not null,
  password_hash     text not null,
  is_enabled        boolean not null,
  created_at        timestamptz not null,
  last_signed_in_at timestamptz,
  version           integer not null,
  constraint account_username_uk unique (username),
  constraint account_username_ck check (username ~ '^[a-z0-9][a-z0-9._-]{0,63}$')
);

alter table account enable row level security;
alter table account force row level security;
create policy account_scope on account using (app_is_platform()) with check (app_is_platform());

grant select, insert, update, delete on account to "${applicationRole}";

create table role_binding (
  id         uuid primary key,
  account_id uuid not null references account (id) on delete cascade,
  role       text not null,
  tenant_id  uuid references tenant (id),
  created_at timestamptz not null,
  constraint role_binding_uk unique nulls not distinct (account_id, role, tenant_id),
  constraint role_binding_role_ck check (role in ('ADMINISTRATOR', 'TENANT_ADMINISTRATOR', 'DEVELOPER', 'VIEWER')),
  constraint role_binding_administrator_ck check (role <> 'ADMINISTRATOR' or tenant_id is null)
);
comment on column role_binding.tenant_id is 'where the role is held; null: on the platform';
create index role_binding_tenant_ix on role_binding (tenant_id, account_id);

alter table role_binding enable row level security;
alter table role_binding force row level security;
create policy role_binding_scope on role_binding
  using (app_is_platform() or tenant_id = app_tenant())
  with check (app_is_platform() or tenant_id = app_tenant());

grant select, insert, delete on role_binding to "${applicationRole}";

create table session (
  id           uuid primary key,
  account_id   uuid not null references account (id) on delete cascade,
  kind         text not null,
  name         text not null,
  token_sha256 bytea,
  address      text not null,
  created_at   timestamptz not null,
  last_used_at timestamptz not null,
  idle_seconds integer not null,
  expires_at   timestamptz not null,
  constraint session_kind_ck check (kind in ('BROWSER', 'PROGRAM', 'API_TOKEN')),
  constraint session_token_ck check ((kind = 'BROWSER') = (token_sha256 is null)),
  constraint session_token_uk unique (token_sha256)
);
comment on column session.token_sha256 is 'of the bearer token; a browser has none, its cookie names the HTTP session';
comment on column session.idle_seconds is 'without use the session ends after so many seconds; 0: never';
create index session_account_ix on session (account_id, created_at);
create index session_expiry_ix on session (expires_at);

alter table session enable row level security;
alter table session force row level security;
create policy session_scope on session using (app_is_platform()) with check (app_is_platform());

grant select, insert, update, delete on session to "${applicationRole}";

create table sign_in_failures (
  subject        text primary key,
  count          integer not null,
  last_failed_at timestamptz not null,
  blocked_until  timestamptz not null
);
comment on column sign_in_failures.subject is 'account:NAME or address:ADDRESS';

alter table sign_in_failures enable row level security;
alter table sign_in_failures force row level security;
create policy sign_in_failures_scope on sign_in_failures using (app_is_platform()) with check (app_is_platform());

grant select, insert, update, delete on sign_in_failures to "${applicationRole}";

create table bootstrap_token (
  id           smallint primary key default 1,
  token_sha256 bytea not null,
  expires_at   timestamptz not null,
  constraint bootstrap_token_one_ck check (id = 1)
);
comment on table bootstrap_token is 'the one-time token that makes the first administrator; at most one';

alter table bootstrap_token enable row level security;
alter table bootstrap_token force row level security;
create policy bootstrap_token_scope on bootstrap_token using (app_is_platform()) with check (app_is_platform());

grant select, insert, update, delete on bootstrap_token to "${applicationRole}";
