-- Which rows a transaction sees. The application sets both settings transaction-locally as its first statement:
--   app.scope = 'platform'                    every row
--   app.scope = 'tenant', app.tenant = <uuid> rows of that tenant
--   neither                                   no row
-- A transaction-local setting reads as '' once its transaction is over, hence the nullif.

create function app_tenant() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.tenant', true), '')::uuid;

create function app_is_platform() returns boolean
  language sql stable parallel safe
  return coalesce(current_setting('app.scope', true) = 'platform', false);

comment on function app_tenant() is 'the tenant whose rows this transaction sees, or null';
comment on function app_is_platform() is 'whether this transaction sees every row';
