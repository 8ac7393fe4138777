"""`python -m sample_dossiers.generate_city [OUT]`: the dossiers of the city's plan and what they must give."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from .generator.city import build, expected, plans

HERE = Path(__file__).parent


def main(out: Path) -> None:
    """Write `inbox-city/` and `expected-city/` under `out`."""
    for plan in plans():
        files = build(plan)
        folder = out / "inbox-city" / plan["dossier"]
        if folder.is_dir():
            shutil.rmtree(folder)
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        told = out / "expected-city" / f"{plan['dossier']}.json"
        told.parent.mkdir(parents=True, exist_ok=True)
        told.write_text(json.dumps(expected(plan), ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(f"{plan['dossier']}: {len(files)} files, {sum(map(len, files.values())) / 1e3:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
