"""The worker's jobs done in the test's own transaction, and what somebody was told."""

import json
from uuid import UUID

from django.db import connection

from mash.records.notices.models import Notice
from mash.records.tasks import mail, send_letters, tell
from mash.web.imports.stages import go_on

JOBS = {
    "tell": tell.func,
    "mail": mail.func,
    "send_letters": send_letters.func,
    "bring_in": lambda import_id, account: go_on(UUID(import_id), account),
}


def work_off():
    """Do the jobs that wait, and those that they make."""
    done = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, task_name, args::text FROM procrastinate_jobs"
                " WHERE status = 'todo' ORDER BY id LIMIT 1"
            )
            job = cursor.fetchone()
            if job is None:
                return done
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job[0]])
        JOBS[job[1]](**json.loads(job[2]))
        done += 1


def told(cast, name):
    """The kinds of notices that somebody has, in the order in which they were told."""
    return cast.sees(name, lambda by: [one.kind for one in Notice.objects.seen_by(by).order_by("at", "kind")])
