-- What each role of roles.sql may do with the tables. Run by their owner after every migration; what is not
-- granted here is not allowed.
GRANT USAGE ON SCHEMA public TO mash_app, mash_worker, mash_publisher;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO mash_app, mash_worker;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO mash_app, mash_worker;
REVOKE UPDATE, DELETE ON trail_entry FROM mash_app, mash_worker; -- what is on the trail stays
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM mash_app, mash_worker;
GRANT SELECT ON partnership_hub, partnership_agency, partnership_risk, partnership_cohort, partnership_outcome,
    partnership_closedday TO mash_publisher;
