"""How fast: born-digital pages through reading and evidence, scans beside the OCR engine alone, a second run.

    python -m evaluation.bench [--pages N] [--scans N] [--samples] [--memory N]

All figures are ratios or rates of one run on one machine; quote the ratios. On a busy machine the ratio of processor
time is the steadier one. Nothing is downloaded: the pages are drawn here with the font that PyMuPDF carries.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pymupdf as _pymupdf

pymupdf: Any = _pymupdf

SAMPLES = Path(__file__).parent.parent / "sample_dossiers" / "inbox"
WORDS = "企业质量管理体系认证证书编号有效期发证日期江门市产品检验标准实验室记录文件审核培训计量检测设备改进过程控制"


def draw_pages(target: Path, pages: int, ruled: Callable[[int], bool], seed: int = 7) -> None:
    """A born-digital PDF of running Chinese text; pages for which `ruled` says so carry a table of 13 x 5 cells."""
    rng = random.Random(seed)
    document = pymupdf.open()
    for number in range(pages):
        page = document.new_page(width=595, height=842)
        y = 60.0
        for _ in range(12 if ruled(number) else 34):
            line = "".join(rng.choice(WORDS) for _ in range(34))
            page.insert_text((60, y), line, fontname="china-s", fontsize=12)
            y += 21
        if ruled(number):
            for row in range(13):
                for column in range(5):
                    cell = pymupdf.Rect(60 + column * 95, y + row * 30, 155 + column * 95, y + row * 30 + 30)
                    page.draw_rect(cell, width=0.7)
                    text = f"2021-0{1 + row % 9}-{10 + column}" if column == 4 else "".join(rng.sample(WORDS, 5))
                    page.insert_text((cell.x0 + 4, cell.y0 + 19), text, fontname="china-s", fontsize=10)
    document.save(target)


def rasterise(source: Path, target: Path, dpi: int = 200) -> None:
    """The same pages as a scan: one JPEG a page, no text layer."""
    scans = pymupdf.open()
    for page in pymupdf.open(source):
        picture = page.get_pixmap(dpi=dpi).tobytes("jpeg", jpg_quality=70)
        scans.new_page(width=page.rect.width, height=page.rect.height).insert_image(page.rect, stream=picture)
    scans.save(target)


def born_digital(folder: Path, pages: int) -> None:
    """Pages a second, one core, one process: reading and evidence."""
    from extractors.extraction import extract_evidence
    from pipeline.readers.context import ReadContext
    from pipeline.readers.pdf import read_pdf

    for name, ruled in (("no ruled tables", lambda n: False), ("a third ruled", lambda n: n % 3 == 0)):
        source = folder / "text.pdf"
        draw_pages(source, pages, ruled)
        read_pdf(source, "warm-up.pdf", "0" * 64, ReadContext(ocr=False))
        start = time.process_time()
        document = read_pdf(source, "text.pdf", "0" * 64, ReadContext(ocr=False))
        middle = time.process_time()
        extract_evidence([document])
        end = time.process_time()
        print(
            f"born-digital, {name}: {pages / (end - start):.0f} pages/s a core "
            f"(reading {pages / (middle - start):.0f}, evidence {pages / (end - middle):.0f})"
        )


def record_calls(source: Path, pictures: Path) -> int:
    """The pictures that reading hands to the engine, kept as files; how many they are."""
    from pipeline.ocr import scan as scanning
    from pipeline.readers.context import ReadContext
    from pipeline.readers.pdf import read_pdf

    scan: Any = scanning
    pictures.mkdir()
    engine, again, seen, batches = scan.read_lines, scan.recognise_lines, 0, 0

    def record(grey: Any, *settings: Any) -> Any:
        nonlocal seen
        np.save(pictures / f"page-{seen:04d}.npy", grey)
        seen += 1
        return engine(grey, *settings)

    def record_again(cuts: Any, *settings: Any) -> Any:
        nonlocal batches
        np.savez(pictures / f"lines-{batches:04d}.npz", *cuts)
        batches += 1
        return again(cuts, *settings)

    scan.read_lines, scan.recognise_lines = record, record_again
    try:
        read_pdf(source, "scan.pdf", "0" * 64, ReadContext())
    finally:
        scan.read_lines, scan.recognise_lines = engine, again
    return seen


def scanned(folder: Path, pages: int) -> None:
    """A run over scans beside the same engine calls alone, both with two processes; then the run once more."""
    inbox = folder / "inbox"
    inbox.mkdir()
    draw_pages(folder / "plain.pdf", pages, lambda n: n % 4 == 0)
    rasterise(folder / "plain.pdf", inbox / "scan.pdf")
    first = twice(inbox, folder, "scans")
    pictures = folder / "pictures"
    calls = record_calls(inbox / "scan.pdf", pictures)
    start = time.perf_counter()
    alone_runs = [
        subprocess.Popen([sys.executable, "-m", "evaluation.engine_alone", str(pictures), str(shard), "2"])
        for shard in range(2)
    ]
    if any(process.wait() for process in alone_runs):
        raise SystemExit("the engine alone failed")
    alone = time.perf_counter() - start
    print(f"scans: {pages / first * 60:.0f} pages/min, {calls / pages:.2f} engine calls a page")
    print(f"scans: whole run / engine alone = {first / alone:.2f} (start-up of the processes on both sides)")


def twice(inbox: Path, folder: Path, name: str) -> float:
    """An inbox run with an empty cache, then once more into another folder: prints the ratio, gives the first time.

    Raises SystemExit where the two runs wrote different drafts.
    """
    command = [sys.executable, "-m", "pipeline.cli", "run", str(inbox), "--rubric", "jiangmen-qic-2022"]
    outs = [folder / f"{name}-out{number}" for number in range(2)]
    wall, processor = [], []
    for out in outs:
        start, before = time.perf_counter(), os.times()
        options = ["--out", str(out), "--cache", str(folder / f"{name}-cache"), "--jobs", "2", "--quiet"]
        subprocess.run(command + options, check=True)
        wall.append(time.perf_counter() - start)
        after = os.times()
        processor.append(sum(after[2:4]) - sum(before[2:4]))  # of the processes that ended; 0 on Windows
    drafts = [{p.relative_to(out): p.read_bytes() for p in out.glob("*/draft.json")} for out in outs]
    if drafts[0] != drafts[1]:
        raise SystemExit(f"{name}: the second run wrote other drafts than the first")
    print(
        f"{name}: second run / first run = {wall[1] / wall[0]:.3f} ({wall[0]:.1f} s, then {wall[1]:.1f} s), "
        f"processor time {processor[1] / max(processor[0], 0.01):.3f} ({processor[0]:.1f} s, then {processor[1]:.1f} s)"
    )
    return wall[0]


def start_up() -> None:
    """Seconds until `yushen --help` has answered, best of five."""
    best = 9.0
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "pipeline.cli", "--help"], check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    print(f"start-up: {best:.2f} s")


def memory(folder: Path, pages: int) -> None:
    """Resident memory of one reading process over many scanned pages: at the start, at the end, the peak."""
    from pipeline.readers.context import ReadContext
    from pipeline.readers.pdf import read_pdf

    draw_pages(folder / "memory.pdf", 10, lambda n: n % 4 == 0)
    rasterise(folder / "memory.pdf", folder / "memory-scan.pdf")
    process, seen = psutil.Process(), []
    for number in range(max(pages // 10, 1)):
        read_pdf(folder / "memory-scan.pdf", "scan.pdf", "0" * 64, ReadContext())
        seen.append(process.memory_info().rss / 2**20)
        if number % 10 == 9:
            print(f"memory: {seen[-1]:.0f} MB after {10 * len(seen)} scanned pages", flush=True)
    print(
        f"memory: {seen[0]:.0f} MB after 10 scanned pages, {seen[-1]:.0f} after {len(seen) * 10}, "
        f"peak {_peak() or max(seen):.0f}, also within a page"
    )


def _peak() -> float:
    """The most resident memory that this process ever had, in MB; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def main() -> None:
    """Measures what the arguments ask for and prints one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200, help="born-digital pages")
    parser.add_argument("--scans", type=int, default=16, help="scanned pages")
    parser.add_argument("--samples", action="store_true", help="also the sample dossiers twice (some minutes)")
    parser.add_argument("--memory", type=int, default=0, help="scanned pages for the memory figure (500 takes long)")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        start_up()
        born_digital(folder, options.pages)
        scanned(folder, options.scans)
        if options.samples:
            twice(SAMPLES, folder, "samples")
        if options.memory:
            memory(folder, options.memory)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
