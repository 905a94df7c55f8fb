"""A bundle: each of its members is scanned as what it is; nothing beside them."""

import io
import zipfile
from collections.abc import Callable

from mash.release.scan.finding import Finding
from mash.release.scan.names import Names

#: What a bundle may unpack to, in bytes: more is no pack.
MOST = 512 * 1024 * 1024


def scan_zip(
    file: str, content: bytes, names: Names, scan_member: Callable[[str, bytes, Names], list[Finding]]
) -> list[Finding]:
    """What is wrong with a ZIP and with what is in it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        return [Finding(file, "file", "not a ZIP, so nobody can say what it holds")]
    found = []
    with archive:
        if archive.comment:
            found.append(Finding(file, "file", "a comment on the archive"))
        members = archive.infolist()
        if sum(member.file_size for member in members) > MOST:
            return [*found, Finding(file, "file", f"unpacks to more than {MOST:,} bytes")]
        for member in members:
            where = f"{file}/{member.filename}"
            if member.comment or member.extra:
                found.append(Finding(where, "member", "a comment or extra field beside the content"))
            if member.filename.startswith("/") or ".." in member.filename.split("/"):
                found.append(
                    Finding(where, "member", "a name that leads out of the folder it is unpacked in")
                )
            if member.flag_bits & 1:
                found.append(Finding(where, "member", "encrypted, so nobody can say what it holds"))
            elif member.filename.lower().endswith(".zip"):
                found.append(Finding(where, "member", "an archive inside an archive"))
            elif not member.is_dir():
                found += scan_member(where, archive.read(member), names)
        found += names.findings(file, "names of members", " ".join(member.filename for member in members))
    return found
