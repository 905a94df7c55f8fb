"""All that leaves the records, room by room; a room that is missing here fails the tests."""

from mash.records.activities import columns as activities
from mash.records.agreements import columns as agreements
from mash.records.audits import columns as audits
from mash.records.baselines import columns as baselines
from mash.records.complaints import columns as complaints
from mash.records.escalations import columns as escalations
from mash.records.evidence import columns as evidence
from mash.records.imports import columns as imports
from mash.records.lessons import columns as lessons
from mash.records.notices import columns as notices
from mash.records.people import columns as people
from mash.records.referrals import columns as referrals
from mash.records.retention import columns as retention
from mash.records.subject_access import columns as subject_access
from mash.records.surveys import columns as surveys

ROOMS = (
    people,
    referrals,
    escalations,
    notices,
    complaints,
    evidence,
    lessons,
    activities,
    baselines,
    imports,
    agreements,
    surveys,
    audits,
    retention,
    subject_access,
)
LEAVES = tuple(one for room in ROOMS for one in room.LEAVES)
STAYS = {record: fields for room in ROOMS for record, fields in room.STAYS.items()}
