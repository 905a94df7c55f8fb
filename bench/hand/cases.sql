-- What an analyst would make first: one row a referral, with ratings, due times, state and severity.
CREATE TABLE rated AS
SELECT referral_id, first_risk, first_rank, first_rated, risk AS final_risk, rank AS final_rank,
       due_initial, due_current, least(due_initial, earliest) AS due_strictest
FROM (
  SELECT g.referral_id, g.risk, k.rank,
         first_value(g.risk) OVER w AS first_risk, first_value(k.rank) OVER w AS first_rank,
         first_value(g.rated_at) OVER w AS first_rated,
         first_value(r.received_at + to_microseconds(k.target)) OVER w AS due_initial,
         r.received_at + to_microseconds(k.target) AS due_current,
         min(g.rated_at + to_microseconds(k.target)) OVER w AS earliest,
         lead(g.rating_id) OVER (PARTITION BY g.referral_id ORDER BY g.rated_at, g.rating_id) AS following
  FROM ratings g
  JOIN referrals r ON r.referral_id = g.referral_id
  JOIN (SELECT risk, rank, (target_hours * 3600000000)::BIGINT AS target FROM risks) k ON k.risk = g.risk
  WHERE g.rated_at <= coalesce(CASE WHEN r.decided_at <= $as_at THEN r.decided_at END, $as_at)
    AND r.received_at <= $as_at
  WINDOW w AS (PARTITION BY g.referral_id ORDER BY g.rated_at, g.rating_id
               ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
WHERE following IS NULL;

CREATE TABLE cases AS
SELECT r.referral_id, r.agency_id, r.cohort_id, r.received_at, r.received_on, r.time_known, r.known_open,
       r.received_on >= $start AND r.received_on < $end AS in_window,
       strftime(r.received_on, '%Y-%m') AS month,
       r.decided_at, r.feedback_at, coalesce(r.decided_at, $as_at) AS stop_at,
       coalesce(first_risk, 'unrated') AS first_risk, coalesce(final_risk, 'unrated') AS final_risk,
       first_rank, final_rank, first_rated, s.severity, due_initial, due_current, due_strictest,
       CASE WHEN due_strictest IS NULL OR NOT r.time_known THEN 'no_target'
            WHEN r.decided_at <= due_strictest THEN 'in_time' WHEN r.decided_at > due_strictest THEN 'late'
            WHEN due_strictest >= $as_at THEN 'open_in_time' ELSE 'open_overdue' END AS state
FROM (
  SELECT referral_id, agency_id, cohort_id, received_at, time_known, known_open,
         CAST(timezone('Europe/London', received_at) AS DATE) AS received_on,
         CASE WHEN decided_at <= $as_at THEN decided_at END AS decided_at,
         CASE WHEN feedback_at <= $as_at THEN feedback_at END AS feedback_at
  FROM referrals WHERE received_at <= $as_at
) r
LEFT JOIN rated USING (referral_id)
LEFT JOIN (SELECT referral_id, max(severity) AS severity FROM disposals JOIN outcomes USING (outcome_id)
           WHERE decided_at <= $as_at GROUP BY ALL) s USING (referral_id);
