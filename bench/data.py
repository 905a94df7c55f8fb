"""A large made-up dataset for the benchmarks, written by DuckDB from a seeded hash: any size in minutes.

It has no story (that is the simulator's part), only the shapes that make the measures work: a few
agencies and cohorts, re-ratings, several requests a referral, people who return, open cases.
"""

from pathlib import Path

import duckdb

from mash.dataset.contract import TABLES

START = "2023-04-01"
DAYS = 1096
AS_AT = "2026-04-01T00:00:00+01:00"
AGENCIES, COHORTS = 12, 8


def uniform(salt: int, key: str = "i") -> str:
    """SQL for a number in [0, 1) that depends only on the row and the salt."""
    return f"((hash({key} * 1000003 + {salt}) % 1000000007)::DOUBLE / 1000000007)"


def generate(
    referrals: int, folder: Path, hub: str = "hub1", first: int = 0, pace: float = 1
) -> dict[str, list[Path]]:
    """Write every table of the contract for that many referrals; Parquet files by table.

    Of several hubs each has its own `first`, so that rows, ids and people differ; `pace` stretches all waits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    db = duckdb.connect(config={"memory_limit": "4GB", "temp_directory": str(folder / "spill")})
    db.execute("SET TimeZone = 'UTC'")
    db.execute("SET enable_progress_bar = false")
    people = max(1, int(referrals * 0.75))
    opening = f"TIMESTAMPTZ '{START} 00:00:00+00'"
    db.execute(
        f"""CREATE VIEW base AS SELECT i,
              'R' || lpad(i::VARCHAR, 9, '0') AS referral_id,
              'a' || lpad((({uniform(1)} * {uniform(2)} * {AGENCIES})::INT)::VARCHAR, 2, '0') AS agency_id,
              'c' || (({uniform(3)} * {COHORTS - 1})::INT)::VARCHAR AS cohort_id,
              {opening} + to_seconds(({uniform(4)} * {DAYS} * 86400)::BIGINT) AS received_at,
              (ln(1 / (1 - {uniform(5)})) * {round(36000 * pace)})::BIGINT AS wait,
              {uniform(6)} AS luck, {uniform(7)} AS severity
            FROM range({first}, {first + referrals}) t(i)"""
    )
    hub = f"'{hub}'"
    decided = f"CASE WHEN received_at + to_seconds(wait + 1200) < TIMESTAMPTZ '{AS_AT}' THEN received_at + to_seconds(wait + 1200) END"
    queries = {
        "hubs": f"SELECT {hub} AS hub_id, 'Hub' AS name",
        "agencies": f"""SELECT 'a' || lpad(i::VARCHAR, 2, '0') AS agency_id, 'Agency ' || i AS name, 'other' AS kind,
              i < 10 AS in_baseline, NULL::DATE AS valid_from, NULL::DATE AS valid_to, NULL::VARCHAR AS successor_id
            FROM range({AGENCIES + 1}) t(i)""",
        "cohorts": f"SELECT 'c' || i AS cohort_id, 'Cohort ' || i AS name, 'any' AS age_group FROM range({COHORTS}) t(i)",
        "risks": """SELECT * FROM (VALUES ('blue', 'Blue', 1::BIGINT, 72.0::DOUBLE), ('amber', 'Amber', 2, 24.0), ('red', 'Red', 3, 2.0))
              v(risk, name, rank, target_hours), (SELECT 'elapsed' AS clock, DATE '2000-01-01' AS valid_from, NULL::DATE AS valid_to)""",
        "outcomes": """SELECT 'o' || i AS outcome_id, 'Outcome ' || i AS name, (i % 6)::BIGINT AS severity, i > 7 AS forum
            FROM range(10) t(i)""",
        "referrals": f"""SELECT referral_id, {hub} AS hub_id, agency_id, cohort_id, 'l' || (i % 9) AS locality, received_at,
              luck < 0.97 AS time_known, {decided} AS decided_at,
              CASE WHEN luck < 0.8 THEN {decided} + to_seconds((luck * 90000)::BIGINT) END AS feedback_at,
              luck > 0.6 AS known_open, 'given' AS consent, NULL::VARCHAR AS lawful_basis FROM base""",
        "referral_cohorts": "SELECT referral_id, cohort_id FROM base UNION SELECT referral_id, 'c' || (i % 8) FROM base WHERE luck < 0.3",
        "subjects": f"""SELECT DISTINCT referral_id, md5(({first} + ({uniform(8)} * {people})::BIGINT)::VARCHAR) AS person_key, 'subject' AS role,
              (i % 90)::BIGINT AS age, 'F' AS sex FROM base
            UNION ALL SELECT referral_id, md5('x' || i), 'carer', 40, 'M' FROM base WHERE luck < 0.2""",
        "ratings": f"""SELECT 'g' || i AS rating_id, referral_id, received_at + to_seconds(least(wait, 600)) AS rated_at,
              ['blue', 'amber', 'red'][1 + ({uniform(9)} * 2.99)::INT % 3] AS risk, agency_id, true AS rationale_recorded FROM base WHERE luck < 0.98
            UNION ALL SELECT 'h' || i, referral_id, received_at + to_seconds(least(wait, 600) + (luck * 9000)::BIGINT),
              ['blue', 'amber', 'red'][1 + (severity * 2.99)::INT % 3], agency_id, true FROM base WHERE luck < 0.2""",
        "requests": f"""SELECT 'q' || i || '-' || k AS request_id, referral_id,
              'a' || lpad(((hash(i * 7 + k) % {AGENCIES}))::VARCHAR, 2, '0') AS agency_id,
              received_at + to_seconds(least(wait, 900)) AS requested_at, received_at + to_seconds(14400) AS due_at,
              CASE WHEN hash(i * 11 + k) % 20 > 0 THEN received_at + to_seconds(900 + (wait * (hash(i * 13 + k) % 1000) / 1000)::BIGINT) END AS responded_at,
              CASE WHEN hash(i * 11 + k) % 20 > 0 THEN ['shared', 'nothing_known', 'declined'][1 + (hash(i * 17 + k) % 3)::INT]
                   WHEN hash(i * 19 + k) % 2 = 0 THEN 'cancelled' END AS response
            FROM base, range(2 + (i % 2)) t(k)""",
        "disposals": f"""SELECT 'd' || i AS disposal_id, referral_id, 'o' || ((severity * 10)::INT % 10) AS outcome_id,
              received_at + to_seconds(wait + 1200) AS decided_at, agency_id, 'lead' AS role FROM base WHERE luck < 0.95
            UNION ALL SELECT 'e' || i, referral_id, 'o' || ((severity * 10)::INT % 10), received_at + to_seconds(wait + 1200),
              'a' || lpad((i % {AGENCIES})::VARCHAR, 2, '0'), 'support' FROM base WHERE luck < 0.15""",
        "escalations": f"""SELECT 's' || i AS escalation_id, referral_id, received_at + to_seconds(wait) AS raised_at, 'a01' AS raised_by,
              'a' || lpad((2 + i % 9)::VARCHAR, 2, '0') AS about, 'threshold' AS reason, (1 + i % 5)::BIGINT AS stage,
              received_at + to_seconds(wait * 3) AS resolved_at, 'changed' AS resolution FROM base WHERE {uniform(10)} < 0.01""",
        "baselines": f"""SELECT 'a' || lpad(a::VARCHAR, 2, '0') AS agency_id, 'c' || c AS cohort_id, DATE '2023-01-01' AS start,
              DATE '2026-12-31' AS end, (1000 + a * c)::BIGINT AS volume FROM range(10) s(a), range({COHORTS}) t(c)""",
    }
    files = {}
    for table in TABLES:
        if table in queries:
            path = folder / f"{table}.parquet"
            columns = ", ".join(f'"{column}"' for column in TABLES[table].column_names())
            db.execute(
                f"COPY (SELECT {columns} FROM ({queries[table]})) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
            )
            files[table] = [path]
    db.close()
    return files
