-- The four roles of config/postgres.py. Run by a superuser; running it again changes nothing.
-- On a served database give each a password, or let the server know them by certificate or socket.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mash_owner') THEN
        CREATE ROLE mash_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mash_app') THEN
        CREATE ROLE mash_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mash_worker') THEN
        CREATE ROLE mash_worker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mash_publisher') THEN
        CREATE ROLE mash_publisher LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;
        ALTER ROLE mash_publisher SET default_transaction_read_only = on;
    END IF;
END
$$;
