"""What the publisher may read: the columns that leave the records, and no others."""

from collections import defaultdict

from django.db import models

from mash.publish.build import REFERENCE
from mash.records.columns import LEAVES


def grants_to_publish() -> str:
    """SQL that takes from the publisher what it may read of the records, and grants what leaves them."""
    read: dict[type[models.Model], set[str]] = defaultdict(set)
    for one in LEAVES:
        read[one.record] |= one.fields() | {"id"}
        for record, fields in one.joins.items():
            read[record] |= set(fields)
    whole = ", ".join(record._meta.db_table for record in REFERENCE.values())
    statements = [
        "DO $$ DECLARE one text; BEGIN FOR one IN SELECT tablename FROM pg_tables"
        " WHERE tablename LIKE 'records%' LOOP"
        " EXECUTE format('REVOKE ALL ON %I FROM mash_publisher', one); END LOOP; END $$",
        f"GRANT SELECT ON {whole}, django_migrations TO mash_publisher",
    ]
    for record, fields in read.items():
        columns = ", ".join(
            sorted(f'"{one.column}"' for one in record._meta.concrete_fields if one.name in fields)
        )
        statements.append(f"GRANT SELECT ({columns}) ON {record._meta.db_table} TO mash_publisher")
    return ";\n".join(statements) + ";\n"
