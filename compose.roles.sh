#!/bin/sh
# Makes the two roles that compose.yaml uses, and sets their passwords: attune_owner owns the tables
# and migrates them, attune_app reads and writes rows. The server's own superuser loses its password,
# and so can be used only from inside the container. PostgreSQL's image runs this when it makes a new
# database. It may be run again; docs/operations.md says when.
set -eu
psql --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 \
    --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
    --set=owner_password="$POSTGRES_OWNER_PASSWORD" --set=app_password="$POSTGRES_APP_PASSWORD" <<'SQL'
BEGIN;
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['attune_owner', 'attune_app']) AS name
    WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name)
\gexec
ALTER ROLE attune_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE attune_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
ALTER DATABASE :"DBNAME" OWNER TO attune_owner;
-- Tables that an earlier compose.yaml or a restore has made.
SELECT format('ALTER TABLE %s OWNER TO attune_owner', oid::regclass) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
\gexec
SELECT format('ALTER FUNCTION %s OWNER TO attune_owner', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
\gexec
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO attune_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO attune_app;
ALTER DEFAULT PRIVILEGES FOR ROLE attune_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO attune_app;
ALTER DEFAULT PRIVILEGES FOR ROLE attune_owner IN SCHEMA public
    GRANT USAGE ON SEQUENCES TO attune_app;
ALTER ROLE CURRENT_USER PASSWORD NULL;
COMMIT;
SQL
