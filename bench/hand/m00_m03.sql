-- m00_baseline/share
WITH demand AS (
  SELECT agency_id, cohort_id, sum(volume * (date_diff('day', greatest(start, $start), least("end" + 1, $end)))::DOUBLE / (date_diff('day', start, "end") + 1)) AS volume
  FROM baselines WHERE start < $end AND "end" >= $start GROUP BY ALL),
seen AS (SELECT agency_id, cohort_id, count(*) AS referrals FROM cases JOIN agencies USING (agency_id) WHERE in_window AND in_baseline GROUP BY ALL)
SELECT coalesce(agency_id, '*') AS agency_id, coalesce(cohort_id, '*') AS cohort_id, coalesce(sum(referrals), 0)::BIGINT AS referrals, sum(volume) AS baseline_volume
FROM demand FULL JOIN seen USING (agency_id, cohort_id) GROUP BY CUBE (agency_id, cohort_id);
-- m00_baseline/exempt
SELECT agency_id, count(*) AS referrals FROM cases JOIN agencies USING (agency_id) WHERE in_window AND NOT in_baseline GROUP BY ALL;
-- m03_risk/by_risk
SELECT coalesce(f.risk, l.risk) AS risk, coalesce(f.n, 0) AS first_rated, coalesce(l.n, 0) AS final_rated
FROM (SELECT coalesce(first_risk, '*') AS risk, count(*) AS n FROM cases WHERE in_window GROUP BY GROUPING SETS ((first_risk), ())) f
FULL JOIN (SELECT coalesce(final_risk, '*') AS risk, count(*) AS n FROM cases WHERE in_window GROUP BY GROUPING SETS ((final_risk), ())) l ON f.risk = l.risk;
-- m03_risk/rerating
SELECT coalesce(first_risk, '*') AS first_risk, coalesce(final_risk, '*') AS final_risk, count(*) AS referrals
FROM cases WHERE in_window AND first_risk <> 'unrated' GROUP BY CUBE (first_risk, final_risk);
-- m03_risk/severity
SELECT stage, coalesce(risk, '*') AS risk, coalesce(severity::VARCHAR, '*') AS severity, count(*) AS referrals FROM (
  SELECT 'first' AS stage, first_risk AS risk, severity FROM cases WHERE in_window AND decided_at IS NOT NULL AND severity IS NOT NULL
  UNION ALL SELECT 'final', final_risk, severity FROM cases WHERE in_window AND decided_at IS NOT NULL AND severity IS NOT NULL)
GROUP BY GROUPING SETS ((stage, risk, severity), (stage, risk), (stage, severity), (stage));
-- m03_risk/added_value
SELECT first_rank, final_rank, severity, count(*) AS referrals FROM cases
WHERE in_window AND decided_at IS NOT NULL AND severity IS NOT NULL AND first_rank IS NOT NULL GROUP BY ALL;
-- m03_risk/missed_risk
SELECT count(*) FILTER (first_rank = 1 AND severity >= 4) AS severe, count(*) FILTER (first_rank = 1) AS lowest,
       count(*) FILTER (first_rank = 3 AND severity = 0) AS nothing, count(*) FILTER (first_rank = 3) AS highest
FROM cases WHERE in_window AND decided_at IS NOT NULL AND severity IS NOT NULL AND first_rank IS NOT NULL;
