"""What a scan finds: in which file, where in it, what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something in a file that must not go out."""

    file: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}, {self.where}: {self.what}"
