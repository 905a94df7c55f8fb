-- m04_timeliness/by_risk
WITH counted AS (
  SELECT coalesce(final_risk, '*') AS risk, count(*) FILTER (state = 'in_time') AS in_time, count(*) FILTER (state = 'late') AS late,
    count(*) FILTER (state = 'open_in_time') AS open_in_time, count(*) FILTER (state = 'open_overdue') AS open_overdue, count(*) FILTER (state = 'no_target') AS no_target,
    count(*) FILTER (state <> 'no_target' AND due_strictest < $as_at) AS due, count(*) FILTER (state = 'in_time' AND due_strictest < $as_at) AS met
  FROM cases WHERE in_window GROUP BY GROUPING SETS ((final_risk), ())),
times AS (
  SELECT coalesce(final_risk, '*') AS risk, epoch_us(stop_at) - epoch_us(received_at) AS t, count(decided_at) AS d, count(*) AS c
  FROM cases WHERE in_window AND time_known GROUP BY GROUPING SETS ((final_risk, t), (t))),
curve AS (
  SELECT risk, t, d, exp(sum(CASE WHEN d < n THEN ln(1 - d / n) ELSE -1e6 END) OVER (PARTITION BY risk ORDER BY t ROWS UNBOUNDED PRECEDING)) AS s
  FROM (SELECT *, sum(c) OVER (PARTITION BY risk) - sum(c) OVER (PARTITION BY risk ORDER BY t ROWS UNBOUNDED PRECEDING) + c AS n FROM times))
SELECT * FROM counted LEFT JOIN (
  SELECT risk, min(t) FILTER (s <= 0.5 + 1e-9) / 3.6e9 AS median_hours, min(t) FILTER (s <= 0.1 + 1e-9) / 3.6e9 AS p90_hours FROM curve WHERE d > 0 GROUP BY risk) USING (risk);
-- m04_timeliness/by_agency
WITH counted AS (
  SELECT coalesce(agency_id, '*') AS agency_id, count(*) FILTER (state = 'in_time') AS in_time, count(*) FILTER (state = 'late') AS late,
    count(*) FILTER (state = 'open_in_time') AS open_in_time, count(*) FILTER (state = 'open_overdue') AS open_overdue, count(*) FILTER (state = 'no_target') AS no_target,
    count(*) FILTER (state <> 'no_target' AND due_strictest < $as_at) AS due, count(*) FILTER (state = 'in_time' AND due_strictest < $as_at) AS met
  FROM cases WHERE in_window GROUP BY GROUPING SETS ((agency_id), ())),
times AS (
  SELECT coalesce(agency_id, '*') AS agency_id, epoch_us(stop_at) - epoch_us(received_at) AS t, count(decided_at) AS d, count(*) AS c
  FROM cases WHERE in_window AND time_known GROUP BY GROUPING SETS ((agency_id, t), (t))),
curve AS (
  SELECT agency_id, t, d, exp(sum(CASE WHEN d < n THEN ln(1 - d / n) ELSE -1e6 END) OVER (PARTITION BY agency_id ORDER BY t ROWS UNBOUNDED PRECEDING)) AS s
  FROM (SELECT *, sum(c) OVER (PARTITION BY agency_id) - sum(c) OVER (PARTITION BY agency_id ORDER BY t ROWS UNBOUNDED PRECEDING) + c AS n FROM times))
SELECT * FROM counted LEFT JOIN (
  SELECT agency_id, min(t) FILTER (s <= 0.5 + 1e-9) / 3.6e9 AS median_hours, min(t) FILTER (s <= 0.1 + 1e-9) / 3.6e9 AS p90_hours FROM curve WHERE d > 0 GROUP BY agency_id) USING (agency_id);
-- m04_timeliness/by_month
SELECT month, coalesce(final_risk, '*') AS risk, count(*) FILTER (state = 'in_time') AS in_time, count(*) FILTER (state = 'late') AS late,
  count(*) FILTER (state = 'open_in_time') AS open_in_time, count(*) FILTER (state = 'open_overdue') AS open_overdue, count(*) FILTER (state = 'no_target') AS no_target,
  count(*) FILTER (state <> 'no_target' AND due_strictest < $as_at) AS due, count(*) FILTER (state = 'in_time' AND due_strictest < $as_at) AS met
FROM cases WHERE in_window GROUP BY GROUPING SETS ((month, final_risk), (month));
-- m04_timeliness/policy_sensitivity
SELECT target_policy, count(*) FILTER (decided_at <= due) AS in_time, count(*) FILTER (decided_at > due) AS late,
  count(*) FILTER (decided_at IS NULL AND due >= $as_at) AS open_in_time, count(*) FILTER (decided_at IS NULL AND due < $as_at) AS open_overdue,
  count(*) FILTER (due < $as_at) AS due, count(*) FILTER (due < $as_at AND decided_at <= due) AS met
FROM (SELECT 'current' AS target_policy, due_current AS due, decided_at FROM cases WHERE in_window AND time_known
      UNION ALL SELECT 'initial', due_initial, decided_at FROM cases WHERE in_window AND time_known
      UNION ALL SELECT 'strictest', due_strictest, decided_at FROM cases WHERE in_window AND time_known)
GROUP BY target_policy;
-- m04_timeliness/responses
WITH asked AS (
  SELECT q.agency_id, q.requested_at, q.due_at, CASE WHEN q.responded_at <= $as_at THEN q.responded_at END AS responded_at, time_known,
         coalesce(q.response = 'cancelled' AND (q.responded_at IS NULL OR q.responded_at <= $as_at), false) AS cancelled
  FROM requests q JOIN (SELECT referral_id, time_known FROM cases WHERE in_window) USING (referral_id) WHERE q.requested_at <= $as_at),
counted AS (
  SELECT coalesce(agency_id, '*') AS agency_id, count(*) FILTER (NOT cancelled) AS requests,
    count(*) FILTER (NOT cancelled AND responded_at <= due_at) AS in_time, count(*) FILTER (NOT cancelled AND responded_at > due_at) AS late,
    count(*) FILTER (NOT cancelled AND responded_at IS NULL AND due_at >= $as_at) AS open_in_time, count(*) FILTER (NOT cancelled AND responded_at IS NULL AND due_at < $as_at) AS open_overdue,
    count(*) FILTER (NOT cancelled AND due_at IS NULL) AS no_due, count(*) FILTER (cancelled) AS cancelled,
    count(*) FILTER (NOT cancelled AND due_at < $as_at) AS due, count(*) FILTER (NOT cancelled AND due_at < $as_at AND responded_at <= due_at) AS met
  FROM asked GROUP BY GROUPING SETS ((agency_id), ())),
times AS (
  SELECT coalesce(agency_id, '*') AS agency_id, epoch_us(coalesce(responded_at, $as_at)) - epoch_us(requested_at) AS t, count(responded_at) AS d, count(*) AS c
  FROM asked WHERE time_known AND NOT cancelled GROUP BY GROUPING SETS ((agency_id, t), (t))),
curve AS (
  SELECT agency_id, t, d, exp(sum(CASE WHEN d < n THEN ln(1 - d / n) ELSE -1e6 END) OVER (PARTITION BY agency_id ORDER BY t ROWS UNBOUNDED PRECEDING)) AS s
  FROM (SELECT *, sum(c) OVER (PARTITION BY agency_id) - sum(c) OVER (PARTITION BY agency_id ORDER BY t ROWS UNBOUNDED PRECEDING) + c AS n FROM times))
SELECT * FROM counted LEFT JOIN (SELECT agency_id, min(t) FILTER (s <= 0.5 + 1e-9) / 3.6e9 AS median_hours FROM curve WHERE d > 0 GROUP BY agency_id) USING (agency_id);
-- m04_timeliness/feedback
WITH told AS (SELECT agency_id, time_known, decided_at, feedback_at FROM cases WHERE in_window AND decided_at IS NOT NULL),
times AS (
  SELECT coalesce(agency_id, '*') AS agency_id, epoch_us(coalesce(feedback_at, $as_at)) - epoch_us(decided_at) AS t, count(feedback_at) AS d, count(*) AS c
  FROM told WHERE time_known GROUP BY GROUPING SETS ((agency_id, t), (t))),
curve AS (
  SELECT agency_id, t, d, exp(sum(CASE WHEN d < n THEN ln(1 - d / n) ELSE -1e6 END) OVER (PARTITION BY agency_id ORDER BY t ROWS UNBOUNDED PRECEDING)) AS s
  FROM (SELECT *, sum(c) OVER (PARTITION BY agency_id) - sum(c) OVER (PARTITION BY agency_id ORDER BY t ROWS UNBOUNDED PRECEDING) + c AS n FROM times))
SELECT * FROM (SELECT coalesce(agency_id, '*') AS agency_id, count(*) AS decided, count(feedback_at) AS fed_back FROM told GROUP BY GROUPING SETS ((agency_id), ()))
LEFT JOIN (SELECT agency_id, min(t) FILTER (s <= 0.5 + 1e-9) / 3.6e9 AS median_hours FROM curve WHERE d > 0 GROUP BY agency_id) USING (agency_id);
-- m04_timeliness/segments
WITH milestones AS (
  SELECT r.referral_id, r.received_at AS t0, r.first_rated AS t1, r.decided_at AS t4, r.stop_at, q.asked, q.answered, q.open
  FROM cases r LEFT JOIN (
    SELECT q.referral_id, min(q.requested_at) AS asked, max(q.responded_at) AS answered,
           count(*) FILTER (q.responded_at IS NULL OR q.responded_at > r.stop_at) AS open
    FROM requests q JOIN (SELECT referral_id, stop_at FROM cases WHERE in_window AND time_known) r USING (referral_id)
    WHERE q.requested_at <= r.stop_at AND NOT coalesce(q.response = 'cancelled' AND (q.responded_at IS NULL OR q.responded_at <= $as_at), false) GROUP BY ALL) q USING (referral_id)
  WHERE in_window AND time_known),
ordered AS (
  SELECT *, CASE WHEN t1 IS NOT NULL AND asked IS NOT NULL THEN greatest(t1, asked) END AS t2 FROM milestones),
complete AS (
  SELECT *, CASE WHEN t2 IS NOT NULL AND open = 0 THEN greatest(t2, answered) END AS t3 FROM ordered),
spans AS (
  SELECT unnest([{'segment': 'receipt_to_rating', 'a': t0, 'b': t1}, {'segment': 'rating_to_request', 'a': t1, 'b': t2},
                 {'segment': 'request_to_last_response', 'a': t2, 'b': t3}, {'segment': 'last_response_to_decision', 'a': t3, 'b': t4}], recursive := true), stop_at,
         asked IS NULL AND t4 IS NOT NULL AS unasked
  FROM complete),
entered AS (SELECT segment, epoch_us(coalesce(b, stop_at)) - epoch_us(a) AS t, b IS NOT NULL AS ended, unasked FROM spans WHERE a IS NOT NULL),
times AS (SELECT segment, t, count(*) FILTER (ended) AS d, count(*) AS c FROM entered GROUP BY ALL),
curve AS (
  SELECT segment, t, d, exp(sum(CASE WHEN d < n THEN ln(1 - d / n) ELSE -1e6 END) OVER (PARTITION BY segment ORDER BY t ROWS UNBOUNDED PRECEDING)) AS s
  FROM (SELECT *, sum(c) OVER (PARTITION BY segment) - sum(c) OVER (PARTITION BY segment ORDER BY t ROWS UNBOUNDED PRECEDING) + c AS n FROM times))
SELECT * FROM (SELECT segment, count(*) AS referrals, sum(t) FILTER (NOT unasked) AS hours FROM entered GROUP BY segment)
LEFT JOIN (SELECT segment, min(t) FILTER (s <= 0.5 + 1e-9) / 3.6e9 AS median_hours, min(t) FILTER (s <= 0.1 + 1e-9) / 3.6e9 AS p90_hours FROM curve WHERE d > 0 GROUP BY segment) USING (segment);
-- m04_timeliness/blockages
WITH asked AS (
  SELECT q.referral_id, q.agency_id, q.requested_at, least(coalesce(q.responded_at, r.stop_at), r.stop_at) AS until,
         q.responded_at <= r.stop_at AS answered, q.responded_at, r.state
  FROM requests q JOIN (SELECT referral_id, stop_at, state FROM cases WHERE in_window AND time_known) r USING (referral_id)
  WHERE q.requested_at <= r.stop_at AND NOT coalesce(q.response = 'cancelled' AND (q.responded_at IS NULL OR q.responded_at <= $as_at), false)),
lasting AS (
  SELECT DISTINCT referral_id, agency_id, state FROM (
    SELECT *, max(responded_at) OVER (PARTITION BY referral_id) AS latest, bool_and(coalesce(answered, false)) OVER (PARTITION BY referral_id) AS complete FROM asked)
  WHERE complete AND responded_at = latest),
steps AS (
  SELECT referral_id, agency_id, requested_at AS moment, 1 AS step FROM asked UNION ALL SELECT referral_id, agency_id, until, -1 FROM asked),
held AS (
  SELECT referral_id, agency_id, moment, sum(step) OVER (PARTITION BY referral_id, agency_id ORDER BY moment, step DESC ROWS UNBOUNDED PRECEDING) AS open_now, step FROM steps),
agencies_out AS (
  SELECT referral_id, agency_id, moment, CASE WHEN step = 1 AND open_now = 1 THEN 1 WHEN step = -1 AND open_now = 0 THEN -1 ELSE 0 END AS change,
         CASE WHEN step = 1 AND open_now = 1 THEN 1 WHEN step = -1 AND open_now = 0 THEN -1 ELSE 0 END * hash(agency_id)::HUGEINT AS which FROM held),
spans AS (
  SELECT referral_id, moment, lead(moment) OVER w AS next_moment, sum(change) OVER w AS outstanding, sum(which) OVER w AS who
  FROM agencies_out WINDOW w AS (PARTITION BY referral_id ORDER BY moment, change DESC ROWS UNBOUNDED PRECEDING)),
sole AS (SELECT who, sum(epoch_us(next_moment) - epoch_us(moment)) AS waited FROM spans WHERE outstanding = 1 GROUP BY who)
SELECT coalesce(agency_id, '*') AS agency_id, count(DISTINCT referral_id) AS last_to_respond, count(DISTINCT referral_id) FILTER (state = 'late') AS last_to_respond_late,
       (SELECT sum(waited) FROM sole) AS all_waited, any_value(waited) / 3.6e9 AS sole_wait_hours
FROM lasting LEFT JOIN (SELECT a.agency_id, waited FROM sole JOIN agencies a ON hash(a.agency_id)::HUGEINT = who) USING (agency_id)
GROUP BY GROUPING SETS ((agency_id), ());
