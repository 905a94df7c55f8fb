-- m05_outcomes/by_outcome
SELECT coalesce(outcome_id, '*') AS outcome_id, count(*) AS disposals, count(DISTINCT referral_id) AS referrals
FROM disposals d SEMI JOIN (SELECT referral_id FROM cases WHERE in_window AND decided_at IS NOT NULL) c USING (referral_id)
WHERE d.decided_at <= $as_at GROUP BY GROUPING SETS ((outcome_id), ());
-- m05_outcomes/by_cohort
SELECT coalesce(cohort_id, '*') AS cohort_id, coalesce(outcome_id, '*') AS outcome_id, count(DISTINCT referral_id) AS referrals
FROM (SELECT referral_id, outcome_id FROM disposals WHERE decided_at <= $as_at) d
JOIN (SELECT referral_id, cohort_id FROM cases WHERE in_window AND decided_at IS NOT NULL) USING (referral_id) GROUP BY CUBE (cohort_id, outcome_id);
-- m05_outcomes/by_risk
SELECT coalesce(final_risk, '*') AS risk, coalesce(outcome_id, '*') AS outcome_id, count(DISTINCT referral_id) AS referrals
FROM (SELECT referral_id, outcome_id FROM disposals WHERE decided_at <= $as_at) d
JOIN (SELECT referral_id, final_risk FROM cases WHERE in_window AND decided_at IS NOT NULL) USING (referral_id) GROUP BY CUBE (final_risk, outcome_id);
-- m05_outcomes/utilisation
SELECT coalesce(agency_id, '*') AS agency_id, count(DISTINCT referral_id) FILTER (part = 'contributed') AS contributed,
  count(DISTINCT referral_id) FILTER (part = 'lead') AS led, count(DISTINCT referral_id) FILTER (part = 'support') AS supported, count(DISTINCT referral_id) AS utilised
FROM (SELECT DISTINCT referral_id, agency_id, 'contributed' AS part FROM requests WHERE response = 'shared' AND responded_at <= $as_at
      UNION ALL SELECT DISTINCT referral_id, agency_id, role FROM disposals WHERE decided_at <= $as_at AND agency_id IS NOT NULL)
SEMI JOIN (SELECT referral_id FROM cases WHERE in_window AND decided_at IS NOT NULL) c USING (referral_id) GROUP BY GROUPING SETS ((agency_id), ());
-- m05_outcomes/forums
SELECT coalesce(outcome_id, '*') AS outcome_id, count(DISTINCT referral_id) AS referrals
FROM disposals d JOIN (SELECT outcome_id FROM outcomes WHERE forum) USING (outcome_id)
SEMI JOIN (SELECT referral_id FROM cases WHERE in_window AND decided_at IS NOT NULL) c USING (referral_id)
WHERE d.decided_at <= $as_at GROUP BY GROUPING SETS ((outcome_id), ());
-- m05_outcomes/earliest_intervention
WITH acted AS (
  SELECT referral_id, min(decided_at) AS acted_at FROM disposals JOIN (SELECT outcome_id FROM outcomes WHERE severity >= 1) USING (outcome_id) WHERE decided_at <= $as_at GROUP BY ALL),
ranked AS (
  SELECT coalesce(final_risk, '*') AS risk, epoch_us(acted_at) - epoch_us(received_at) AS t
  FROM cases JOIN acted USING (referral_id) WHERE in_window AND decided_at IS NOT NULL AND time_known GROUP BY GROUPING SETS ((final_risk, t, referral_id), (t, referral_id)))
SELECT * FROM (SELECT coalesce(final_risk, '*') AS risk, count(*) AS decided, count(acted_at) AS with_intervention FROM cases LEFT JOIN acted USING (referral_id)
               WHERE in_window AND cases.decided_at IS NOT NULL GROUP BY GROUPING SETS ((final_risk), ()))
LEFT JOIN (SELECT risk, quantile_disc(t, 0.5) / 3.6e9 AS median_hours FROM ranked GROUP BY risk) USING (risk);
-- m06_repeats/setup
CREATE OR REPLACE TABLE visits AS
SELECT person_key, referral_id, received_at, agency_id, month, in_window, decided_at, final_rank,
       max(received_at) OVER (PARTITION BY person_key ORDER BY received_at RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 1 MICROSECOND PRECEDING) AS earlier_at
FROM cases JOIN (SELECT referral_id, person_key FROM subjects WHERE role = 'subject') USING (referral_id) WHERE NOT known_open;
-- m06_repeats/repeat_rate
WITH judged AS (
  SELECT referral_id, any_value(agency_id) AS agency_id, any_value(received_at) >= (SELECT min(received_at) FROM cases) + to_days(365) AS with_history,
         bool_or(coalesce(received_at - earlier_at <= to_days(365), false)) AS repeat FROM visits WHERE in_window GROUP BY referral_id)
SELECT coalesce(agency_id, '*') AS agency_id, count(*) AS referrals, count(*) FILTER (with_history) AS with_history, count(*) FILTER (with_history AND repeat) AS repeats
FROM judged GROUP BY GROUPING SETS ((agency_id), ());
-- m06_repeats/by_month
WITH judged AS (
  SELECT referral_id, any_value(month) AS month, any_value(received_at) >= (SELECT min(received_at) FROM cases) + to_days(365) AS with_history,
         bool_or(coalesce(received_at - earlier_at <= to_days(365), false)) AS repeat FROM visits WHERE in_window GROUP BY referral_id)
SELECT month, count(*) AS referrals, count(*) FILTER (with_history) AS with_history, count(*) FILTER (with_history AND repeat) AS repeats FROM judged GROUP BY month;
-- m06_repeats/return_curve
WITH waits AS (
  SELECT epoch_us(coalesce(n.received_at, $as_at)) - epoch_us(v.decided_at) AS t, n.received_at IS NOT NULL AS ended
  FROM (SELECT * FROM visits WHERE in_window AND decided_at IS NOT NULL) v
  ASOF LEFT JOIN (SELECT person_key, received_at FROM visits) n ON v.person_key = n.person_key AND v.decided_at < n.received_at),
times AS (SELECT t, count(*) FILTER (ended) AS d, count(*) AS c FROM waits GROUP BY t),
curve AS (SELECT t, d, sum(c) OVER () - sum(c) OVER (ORDER BY t ROWS UNBOUNDED PRECEDING) + c AS n FROM times)
SELECT days, (SELECT count(*) FROM waits) AS units, sum(d) AS events, 1 - exp(sum(ln(1 - d / n))) AS return_probability, sum(d / (n * (n - d))) AS greenwood
FROM curve, (VALUES (90), (180), (365)) v(days) WHERE d > 0 AND d < n AND t <= days * 86400000000 GROUP BY days;
-- m06_repeats/return_by_outcome
WITH worst AS (
  SELECT referral_id, arg_min(outcome_id, (-severity, outcome_id)) AS outcome_id FROM disposals JOIN outcomes USING (outcome_id) WHERE decided_at <= $as_at GROUP BY referral_id),
waits AS (
  SELECT w.outcome_id, epoch_us(coalesce(n.received_at, $as_at)) - epoch_us(v.decided_at) AS t, n.received_at IS NOT NULL AS ended
  FROM (SELECT * FROM visits WHERE in_window AND decided_at IS NOT NULL) v JOIN worst w USING (referral_id)
  ASOF LEFT JOIN (SELECT person_key, received_at FROM visits) n ON v.person_key = n.person_key AND v.decided_at < n.received_at),
times AS (SELECT coalesce(outcome_id, '*') AS outcome_id, t, count(*) FILTER (ended) AS d, count(*) AS c FROM waits GROUP BY GROUPING SETS ((outcome_id, t), (t))),
curve AS (SELECT outcome_id, t, d, sum(c) OVER (PARTITION BY outcome_id) - sum(c) OVER (PARTITION BY outcome_id ORDER BY t ROWS UNBOUNDED PRECEDING) + c AS n FROM times)
SELECT outcome_id, 1 - exp(sum(ln(1 - d / n))) AS return_probability, sum(d / (n * (n - d))) AS greenwood
FROM curve WHERE d > 0 AND d < n AND t <= 365 * 86400000000 GROUP BY outcome_id;
-- m06_repeats/risk_trend
WITH latest AS (
  SELECT person_key, received_at, arg_max(final_rank, referral_id) AS previous_rank FROM visits GROUP BY ALL)
SELECT CASE WHEN v.final_rank > p.previous_rank THEN 'higher' WHEN v.final_rank < p.previous_rank THEN 'lower' ELSE 'same' END AS direction, count(*) AS repeats
FROM (SELECT * FROM visits WHERE in_window AND received_at - earlier_at <= to_days(365) AND received_at >= (SELECT min(received_at) FROM cases) + to_days(365)) v
JOIN latest p ON v.person_key = p.person_key AND v.earlier_at = p.received_at
WHERE v.final_rank IS NOT NULL AND p.previous_rank IS NOT NULL GROUP BY GROUPING SETS ((direction), ());
-- m07_escalations/by_pair
WITH raised AS (
  SELECT raised_by, about, epoch_us(coalesce(CASE WHEN resolved_at <= $as_at THEN resolved_at END, $as_at)) - epoch_us(raised_at) AS t, resolved_at <= $as_at AS ended
  FROM escalations WHERE raised_at <= $as_at AND CAST(timezone('Europe/London', raised_at) AS DATE) >= $start AND CAST(timezone('Europe/London', raised_at) AS DATE) < $end),
times AS (SELECT coalesce(raised_by, '*') AS raised_by, coalesce(about, '*') AS about, t, count(*) FILTER (ended) AS d, count(*) AS c FROM raised GROUP BY GROUPING SETS ((raised_by, about, t), (raised_by, t), (about, t), (t))),
curve AS (
  SELECT raised_by, about, t, d, exp(sum(CASE WHEN d < n THEN ln(1 - d / n) ELSE -1e6 END) OVER (PARTITION BY raised_by, about ORDER BY t ROWS UNBOUNDED PRECEDING)) AS s
  FROM (SELECT *, sum(c) OVER (PARTITION BY raised_by, about) - sum(c) OVER (PARTITION BY raised_by, about ORDER BY t ROWS UNBOUNDED PRECEDING) + c AS n FROM times))
SELECT * FROM (SELECT coalesce(raised_by, '*') AS raised_by, coalesce(about, '*') AS about, count(*) AS escalations, count(*) FILTER (NOT coalesce(ended, false)) AS open FROM raised GROUP BY CUBE (raised_by, about))
LEFT JOIN (SELECT raised_by, about, min(t) FILTER (s <= 0.5 + 1e-9) / 8.64e10 AS median_days FROM curve WHERE d > 0 GROUP BY ALL) USING (raised_by, about);
-- m07_escalations/by_reason
SELECT coalesce(reason, '*') AS reason, count(*) AS escalations, count(*) FILTER (resolved_at <= $as_at) AS resolved, count(*) FILTER (resolved_at <= $as_at AND resolution = 'changed') AS changed
FROM escalations WHERE raised_at <= $as_at AND CAST(timezone('Europe/London', raised_at) AS DATE) >= $start AND CAST(timezone('Europe/London', raised_at) AS DATE) < $end GROUP BY GROUPING SETS ((reason), ());
-- m07_escalations/by_stage
SELECT coalesce(stage::VARCHAR, '*') AS stage, count(*) AS escalations FROM escalations
WHERE raised_at <= $as_at AND CAST(timezone('Europe/London', raised_at) AS DATE) >= $start AND CAST(timezone('Europe/London', raised_at) AS DATE) < $end GROUP BY GROUPING SETS ((stage), ());
-- m07_escalations/rate
SELECT month, escalations, referrals, 100.0 * escalations / referrals AS per_100_referrals
FROM (SELECT strftime(CAST(timezone('Europe/London', raised_at) AS DATE), '%Y-%m') AS month, count(*) AS escalations FROM escalations
      WHERE raised_at <= $as_at AND CAST(timezone('Europe/London', raised_at) AS DATE) >= $start AND CAST(timezone('Europe/London', raised_at) AS DATE) < $end GROUP BY ALL)
FULL JOIN (SELECT month, count(*) AS referrals FROM cases WHERE in_window GROUP BY ALL) USING (month);
