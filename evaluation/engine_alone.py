"""Only the engine: the recorded pictures of one shard, read by one process. Used by `evaluation.bench`.

python -m evaluation.engine_alone PICTURES SHARD OF
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from pipeline.ocr.engine import read_lines, recognise_lines


def main() -> None:
    """Reads every OF-th picture of the folder, beginning with number SHARD."""
    folder, shard, of = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    for path in sorted(folder.glob("page-*.npy"))[shard::of]:
        read_lines(np.load(path))
    for path in sorted(folder.glob("lines-*.npz"))[shard::of]:
        with np.load(path) as cuts:
            recognise_lines([cuts[name] for name in cuts.files])


if __name__ == "__main__":
    main()
