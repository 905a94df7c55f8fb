-- What each role of roles.sql may do with the tables. Run by their owner after every migration; what is not
-- granted here is not allowed.
GRANT USAGE ON SCHEMA public TO mash_app, mash_worker, mash_publisher;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO mash_app, mash_worker;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO mash_app, mash_worker;
REVOKE UPDATE, DELETE ON trail_entry FROM mash_app, mash_worker; -- what is on the trail stays
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM mash_app, mash_worker;
REVOKE INSERT, UPDATE ON socialaccount_socialapp, socialaccount_socialtoken FROM mash_app, mash_worker; -- providers come from a file; no token is kept
-- what the publisher reads follows, column by column, from what leaves the records (publish/rights.py)
