"""Two months of a hub's registers, done by the actions with a clock of ours; every text is a canary."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def fill_registers(cast, chance):
    """Fill each register of the hub."""
    fill_evidence(cast, chance)


def fill_evidence(cast, chance):
    from mash.framework.london import clock_at, today
    from mash.records.evidence import actions

    for n in range(18):
        with clock_at(START + timedelta(days=2 * n)):
            item = cast.does(
                "quinn",
                actions.draft,
                hub="moorland",
                kind=chance.choice(["good_practice", "learning"]),
                cohort=chance.choice(["neglect", "missing", ""]),
                theme=chance.choice(["early sharing", "joint visits"]),
                title="A canary title",
                text=f"The canarytext {'of somebody ' * (n % 3)}is here.",
                made_from=f"Canaryfrom{n}",
            )
            if n % 5 == 4:
                continue  # a draft
            review = today() + timedelta(days=365)
            words = {"evidence_id": item.pk, "version": 1, "review_on": review, "read": True, "alone": True}
            cast.does("quinn", actions.publish, **words)
        for agency in chance.sample(["police", "health", "school"], chance.randrange(3)):
            with clock_at(START + timedelta(days=2 * n + chance.randrange(9))):
                ask = {"agency": agency, "purpose": "training", "requested_on": today()}
                use = cast.does("quinn", actions.request, evidence_id=item.pk, **ask)
            if chance.random() < 0.7:
                with clock_at(START + timedelta(days=2 * n + 9 + chance.randrange(5))):
                    cast.does("quinn", actions.supply, use_id=use.pk, version=1, supplied_on=today())
        if n % 6 == 0:
            with clock_at(START + timedelta(days=50)):
                words = {"evidence_id": item.pk, "version": 2, "because": "Canarywithdrawn"}
                cast.does("quinn", actions.withdraw, **words)
