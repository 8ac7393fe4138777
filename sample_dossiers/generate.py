"""`python -m sample_dossiers.generate [OUT]`: draw all sample dossiers and write their expected drafts."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from .generator.build import build, plans, write
from .generator.truth import expected

HERE = Path(__file__).parent


def main(out: Path, only: str = "") -> None:
    """Write `inbox/` and `expected/` under `out`; with `only`, the dossiers whose name starts so."""
    for plan in plans():
        name = plan["dossier"]
        if not name.startswith(only):
            continue
        for old in (out / "inbox" / name, out / "inbox" / f"{name}.zip", out / "inbox" / f"{name}.pdf"):
            if old.is_dir():
                shutil.rmtree(old)
            elif old.exists():
                old.unlink()
        built = build(plan)
        write(plan, built, out / "inbox")
        target = out / "expected" / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(expected(plan, built), ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(f"{name}: {len(built.files)} files, {sum(map(len, built.files.values())) / 1e6:.2f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE, sys.argv[2] if len(sys.argv) > 2 else "")
