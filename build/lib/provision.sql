-- Satcom's two roles and what they may do in the database that this runs in. Safe to run again at any time.
-- Run it as a superuser, connected to Satcom's own database; the passwords come in as settings:
--
--   PGOPTIONS='-c satcom.owner_password=... -c satcom.app_password=...' \
--     psql --set ON_ERROR_STOP=1 --dbname satcom --file build/lib/provision.sql
--
-- satcom_owner  owns the database and everything that the migrations create (tables, policies, trusted extensions).
-- satcom_app    is the service at work: it owns nothing, so row-level security always applies to it. The migrations
--               grant it what it needs, table by table.
DO $provision$
DECLARE
  owner_password text := current_setting('satcom.owner_password', true);
  app_password text := current_setting('satcom.app_password', true);
BEGIN
  IF coalesce(owner_password, '') = '' OR coalesce(app_password, '') = '' THEN
    RAISE EXCEPTION 'Set satcom.owner_password and satcom.app_password first (PGOPTIONS, see the top of this file).';
  END IF;

  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'satcom_owner') THEN
    CREATE ROLE satcom_owner;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'satcom_app') THEN
    CREATE ROLE satcom_app;
  END IF;
  EXECUTE format('ALTER ROLE satcom_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD %L', owner_password);
  EXECUTE format('ALTER ROLE satcom_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD %L', app_password);

  EXECUTE format('ALTER DATABASE %I OWNER TO satcom_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO satcom_app', current_database());
END
$provision$;

-- A database made before PostgreSQL 15 lets everybody create in "public".
ALTER SCHEMA public OWNER TO pg_database_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO satcom_app;
