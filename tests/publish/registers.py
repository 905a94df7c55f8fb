"""Two months of a hub's registers, done by the actions with a clock of ours; every text is a canary."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def fill_registers(cast, chance):
    """Fill each register of the hub."""
    fill_evidence(cast, chance)
    fill_lessons(cast, chance)
    fill_activities(cast, chance)
    fill_baselines(cast, chance)
    fill_surveys(cast, chance)
    fill_audits(cast, chance)


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


def fill_lessons(cast, chance):
    from mash.framework.codes import LESSON_SOURCES
    from mash.framework.london import clock_at, today
    from mash.records.evidence.models import Evidence
    from mash.records.evidence.reading import LIBRARY
    from mash.records.lessons import actions

    items = cast.sees("quinn", lambda by: list(Evidence.objects.seen_by(by).filter(LIBRARY)))
    for n in range(24):
        at = START + timedelta(days=n)
        of = {}

        def step(action, days, at=at, of=of, **words):
            with clock_at(at + timedelta(days=days)):
                made = cast.does("quinn", action, version=of["version"], recommendation_id=of["pk"], **words)
                of["version"] = made.version

        with clock_at(at):
            said = {"source": chance.choice(LESSON_SOURCES), "published_on": today()}
            words = {"title": "Canarylesson", "summary": "Canarysummary"}
            lesson = cast.does("quinn", actions.enter, hub="moorland", **said, **words)
            words = {"words": "Canaryrecommended", "agency": chance.choice(["", "police"])}
            made = cast.does("quinn", actions.recommend, lesson_id=lesson.pk, **words)
        of |= {"pk": made.pk, "version": 1}
        how = n % 6
        if how == 1:
            step(actions.reject, 3, reason="Canaryno")
        elif how > 1:
            agency, due_on = chance.choice(["police", "health"]), (at + timedelta(days=5 * how)).date()
            step(actions.accept, 3, agency=agency, due_on=due_on, reason="Canaryyes")
        if how > 3:
            done = {"implemented_on": (at + timedelta(days=8)).date(), "policy_changed": n % 4 == 0}
            step(actions.implement, 8, words="Canarydone", **done)
        if how == 5:
            item = chance.choice(items).pk
            proof = {"proof": "evidence", "evidence": item} if n % 4 else {"proof": "none"}
            step(actions.close, 50, proof_words="Canaryproof", **proof)


def fill_activities(cast, chance):
    from decimal import Decimal

    from mash.framework.codes import ACTIVITY_KINDS
    from mash.framework.london import clock_at, today
    from mash.records.activities import actions

    for n in range(28):
        with clock_at(START + timedelta(days=n)):
            words = {"title": "Canaryactivity", "audience": "Canaryaudience", "words": "Canarywords"}
            words |= {"kind": ACTIVITY_KINDS[n % 7], "held_on": today() + timedelta(days=7)}
            words["agencies"] = tuple(chance.sample(["police", "health", "school"], chance.randrange(3)))
            one = cast.does("quinn", actions.enter, hub="moorland", said=actions.Said(**words))
            if n % 9 == 8:
                of = {"activity_id": one.pk, "version": 1, "because": "Canarycancelled"}
                cast.does("quinn", actions.cancel, **of)
        if n % 9 == 8 or n % 5 == 4:
            continue  # cancelled, or nothing entered afterwards
        with clock_at(START + timedelta(days=n + 9)):
            words |= {
                "hours": Decimal(chance.randrange(100)) / 4,
                "cost": Decimal(chance.randrange(9999)) / 100,
            }
            if n % 4:
                words |= {"attendees": chance.randrange(5, 60), "feedback_from": 3}
                words["feedback"] = Decimal(chance.randrange(20, 50)) / 10
            said = actions.Said(**words)
            cast.does("quinn", actions.change, activity_id=one.pk, version=1, said=said)


def fill_baselines(cast, chance):
    from datetime import date

    from mash.records.baselines import actions

    months = [(date(2025, 12, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 1, 31))]
    for agency in ("police", "health", "school"):
        for cohort in ("neglect", "missing"):
            for start, end in months:
                of = {"agency": agency, "cohort": cohort, "start": start, "end": end}
                volume = chance.randrange(50, 500)
                one = cast.does("quinn", actions.enter, hub="moorland", volume=volume, **of)
                if chance.random() < 0.3:
                    words = {"baseline_id": one.pk, "version": 1, "reason": "Canarycorrected"}
                    cast.does("quinn", actions.correct, volume=volume + 1, **words)
                elif chance.random() < 0.3:
                    words = {"baseline_id": one.pk, "version": 1, "because": "Canarywithdrawn"}
                    cast.does("quinn", actions.withdraw, **words)


def fill_surveys(cast, chance):
    """Two months of a survey: two agencies answer enough, one does not."""
    from django.conf import settings

    from mash.framework.london import clock_at
    from tests.records import surveys

    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock_at(START):
        made = surveys.opened(cast)
    for month, many in ((0, 12), (1, 8)):
        with clock_at(START + timedelta(days=31 * month)):
            for agency, few in (("police", 0), ("health", 0), ("school", 5)):
                people = [f"canary{agency}{month}{n}@x.example" for n in range(many - few)]
                surveys.invited(cast, made, agency, people)
            secrets = surveys.posted()
        with clock_at(START + timedelta(days=31 * month + 3)):
            for to, secret in sorted(secrets.items()):  # they come mixed, and chance takes them in turn
                if chance.random() < (0.2 if "school" in to else 0.8):
                    surveys.answered(secret, chance.randrange(1, 6), "Canarywords")
            surveys.mixed()


def fill_audits(cast, chance):
    """A round of what was decided in six weeks: one case replaced, one not graded, the others agreed."""
    from mash.framework.london import clock_at, today
    from mash.records.audits import actions, reading
    from mash.records.audits.models import Audit

    with clock_at(START + timedelta(days=44)):
        planned = actions.Planned(
            "Canaryround",
            START.date(),
            today() - timedelta(days=2),
            3,
            of_agencies=("contribution",),
            of_the_case=("quality of the decision", "timeliness"),
        )
        one = cast.does("quinn", actions.plan, hub="moorland", planned=planned)
        accounts = [cast.accounts[name].pk for name in ("pam", "pete", "prue")]
        cast.does("quinn", actions.draw, round_id=one.pk, version=1, accounts=accounts, seed="canary")
        drawn = cast.sees("quinn", lambda by: list(Audit.objects.seen_by(by)))
        words = {"because": "Canarylost", "audit_id": drawn[0].pk, "version": 1}
        cast.does("quinn", actions.replace, **words)
    names = {cast.accounts[name].pk: name for name in ("pam", "pete", "prue")}
    for n, audit in enumerate(drawn[1:]):
        with clock_at(START + timedelta(days=46 + n)):
            own = cast.sees("quinn", lambda by, audit=audit: reading.gradings(by, audit))
            who = [names[one.account_id] for one in own]
            many = len(cast.sees(who[0], lambda by, audit=audit: reading.asked(by, audit)))
            for name in who[: 1 if n == 0 else 2]:
                given = [actions.Given(chance.choice([1, 2, 3, 4]), "Canarywhy") for _ in range(many)]
                cast.does(name, actions.grade, audit_id=audit.pk, version=1, given=given, send=True)
            if n == 0:
                continue
            given = [actions.Given(chance.choice([2, 3, 3, 4]), "Canaryagreed") for _ in range(many)]
            cast.does(who[0], actions.moderate, audit_id=audit.pk, version=1, given=given)
            due = {"due_on": today() + timedelta(days=n), "words": "Canarydo"}
            agency = chance.choice(["police", "health"])
            made = cast.does("quinn", actions.add_action, audit_id=audit.pk, agency=agency, **due)
        if n % 2:
            with clock_at(START + timedelta(days=48 + n)):
                done = {"completed_on": today(), "how": "Canarydone"}
                cast.does("quinn", actions.complete_action, action_id=made.pk, version=1, **done)
