"""Makes the invented second version of the LDPP from the first and a list of passages."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
PATCH = Path(__file__).parent / "procedures" / "ldpp-2020" / "patch.yaml"


def second_version(into: Path) -> Path:
    """Copy the LDPP into a folder, amend it, record the fingerprint of its new source."""
    folder = into / "ldpp-2020"
    shutil.copytree(ROOT / "procedures" / "ldpp", folder)
    for passage in yaml.safe_load(PATCH.read_text(encoding="utf-8")):
        file = folder / passage["file"]
        text = file.read_text(encoding="utf-8")
        assert text.count(passage["old"]) == 1, f"{passage['what']}: {text.count(passage['old'])}"
        file.write_text(text.replace(passage["old"], passage["new"]), encoding="utf-8")
    print_of = sha256((folder / "source.txt").read_bytes()).hexdigest()
    first = folder / "01-scope.md"
    text = first.read_text(encoding="utf-8")
    first.write_text(re.sub(r"(?m)^sha256: \w+$", f"sha256: {print_of}", text), encoding="utf-8")
    return folder
