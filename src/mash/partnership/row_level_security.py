"""What row-level security is told of the policy: the roles that hold each permission, as a function."""

from importlib import resources

from mash.partnership.policy import ROLES, Permission


def functions() -> str:
    """SQL that makes the functions which policies ask (row_level_security.sql). Names come from policy.py."""
    cases = "\n".join(
        f"        WHEN '{permission.name}' THEN ARRAY[{_quoted(permission)}]::text[]"
        for permission in Permission
    )
    roles_with = (
        "CREATE OR REPLACE FUNCTION mash_roles_with(permission text) RETURNS text[]\n"
        "LANGUAGE sql IMMUTABLE AS $$\n"
        f"    SELECT CASE permission\n{cases}\n        ELSE ARRAY[]::text[] END\n$$;\n"
    )
    return roles_with + resources.files(__package__).joinpath("row_level_security.sql").read_text("utf-8")


def _quoted(permission: Permission) -> str:
    return ", ".join(f"'{key}'" for key, role in ROLES.items() if permission in role.permissions)
