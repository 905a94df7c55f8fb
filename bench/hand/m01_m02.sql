-- m01_referrals_by_agency/by_agency
SELECT coalesce(agency_id, '*') AS agency_id, count(*) AS referrals FROM cases WHERE in_window
GROUP BY GROUPING SETS ((agency_id), ());
-- m01_referrals_by_agency/by_month
SELECT month, coalesce(agency_id, '*') AS agency_id, count(*) AS referrals FROM cases WHERE in_window
GROUP BY GROUPING SETS ((month, agency_id), (month));
-- m02_referrals_by_cohort/by_cohort
SELECT coalesce(cohort_id, '*') AS cohort_id, count(DISTINCT referral_id) AS referrals, count(DISTINCT person_key) AS people
FROM cases LEFT JOIN (SELECT referral_id, person_key FROM subjects WHERE role = 'subject') USING (referral_id) WHERE in_window
GROUP BY GROUPING SETS ((cohort_id), ());
-- m02_referrals_by_cohort/any_cohort
SELECT coalesce(cohort_id, '*') AS cohort_id, count(DISTINCT referral_id) AS referrals
FROM (SELECT referral_id, cohort_id FROM cases WHERE in_window
      UNION SELECT referral_id, c.cohort_id FROM referral_cohorts c SEMI JOIN (SELECT * FROM cases WHERE in_window) USING (referral_id))
GROUP BY GROUPING SETS ((cohort_id), ());
-- m02_referrals_by_cohort/agency_cohort
SELECT coalesce(agency_id, '*') AS agency_id, coalesce(cohort_id, '*') AS cohort_id, count(*) AS referrals
FROM cases WHERE in_window GROUP BY CUBE (agency_id, cohort_id);
-- m02_referrals_by_cohort/by_month
SELECT month, coalesce(cohort_id, '*') AS cohort_id, count(*) AS referrals FROM cases WHERE in_window
GROUP BY GROUPING SETS ((month, cohort_id), (month));
