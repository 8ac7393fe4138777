"""Every limit under which papers are read, with its default: what one step, process, dossier, archive or file may cost.

An administrator gives others in a file (`pipeline.limits_file`); docs/limits.zh.md says what each is for and what a
reviewer sees. Sizes are bytes, times seconds; a limit is exceeded by more than it, never by as much. What goes beyond
is told with LIMIT_EXCEEDED and the name of the file, and what was read up to there is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Unit = Literal["time", "size", "count"]
KB, MB, GB = 1_000, 1_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class Range:
    """What an administrator may set a limit to: what kind of amount it is, the least and the most."""

    unit: Unit
    least: int
    most: int


def _limit(default: Any, unit: Unit, least: int, most: int) -> Any:
    """A limit that an administrator may set; fields without a range are the software's own."""
    return field(default=default, metadata={"range": Range(unit, least, most)})


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """How long one step may take. A step that tells of its progress, page by page, has it anew for each page."""

    inspect: float = _limit(60.0, "time", 1, 3600)
    """Looking at a file: 4 MB of it read, then its format and pages found."""
    expand: float = _limit(300.0, "time", 1, 7200)
    """Unpacking an archive."""
    page: float = _limit(60.0, "time", 1, 3600)
    """A page of a PDF; a picture has twice as long."""
    office: float = _limit(150.0, "time", 1, 3600)
    """An office file without its pictures."""
    recognise: float = _limit(300.0, "time", 1, 7200)
    """Recognising the papers of a dossier; 200 pages take about two seconds."""
    evidence_pdf: float = _limit(300.0, "time", 1, 7200)
    """Writing evidence.pdf of a dossier."""
    sheets: float = _limit(120.0, "time", 1, 7200)
    """Writing draft.xlsx and draft.json of a dossier."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one worker process may use, with all that it starts.

    seconds: wall clock of a call that names none, or between two beats of one that tells of progress
    (`worker_process.beat`); recycle_memory, recycle_calls: after a call beyond these the worker is replaced at
    leisure, which is no failure; start_seconds: patience with a starting process.
    """

    memory: int = _limit(1_500 * MB, "size", 100 * MB, 256 * GB)
    """Resident memory, with that of the programs it started, at which it is killed."""
    processes: int = _limit(40, "count", 5, 10_000)
    """Programs that it started and that run at one time."""
    call_seconds: float = _limit(14_400.0, "time", 1, 86_400)
    """One call with all its progress: a TIFF of 2000 frames at seven seconds each."""
    open_files: int = _limit(1024, "count", 128, 1_000_000)
    """Files open at one time; on Linux and macOS."""
    written_bytes: int = _limit(2 * GB, "size", 10 * MB, 1000 * GB)
    """Size of any one file that it writes; on Linux and macOS."""
    seconds: float = 60.0
    recycle_memory: int = 1_150 * MB
    recycle_calls: int = 500
    start_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class DossierLimits:
    """How much one dossier may hold."""

    files: int = _limit(10_000, "count", 1, 1_000_000)
    """Files listed; those beyond are not opened."""
    folder_depth: int = _limit(40, "count", 1, 100)
    """Folders within folders."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What the archives of one dossier may unpack to. Sizes are bytes really written, not what the archive claims."""

    entries: int = _limit(5000, "count", 1, 1_000_000)
    """Files taken out."""
    total_bytes: int = _limit(3 * GB, "size", 1 * KB, 1000 * GB)
    """Bytes written, with the pictures put aside out of office files."""
    member_bytes: int = _limit(600 * MB, "size", 1 * KB, 100 * GB)
    """Bytes of one file taken out."""
    ratio: int = _limit(250, "count", 2, 100_000)
    """Unpacked to packed size of one file; looked at only above `ratio_from`, for blank scans pack well."""
    ratio_from: int = _limit(60 * MB, "size", 1 * KB, 100 * GB)
    """Unpacked size from which on the ratio counts."""
    depth: int = _limit(5, "count", 1, 20)
    """Archives within archives, the outermost counting one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. It travels to the workers, and what was read is kept under it (`kept_files`)."""

    file_bytes: int = _limit(2 * GB, "size", 1 * KB, 1000 * GB)
    """Size on disk."""
    pages: int = _limit(2000, "count", 1, 100_000)
    """Pages of a PDF or an OFD, frames of a TIFF."""
    pixels: int = _limit(160_000_000, "count", 10_000, 2_000_000_000)
    """Pixels of one picture; an A0 poster at 300 dpi has 140 million."""
    text_bytes: int = _limit(20 * MB, "size", 1 * KB, 1 * GB)
    """Size of a text file or a web page."""
    table_bytes: int = _limit(50 * MB, "size", 1 * KB, 1 * GB)
    """Size of a CSV file."""
    legacy_bytes: int = _limit(300 * MB, "size", 1 * KB, 10 * GB)
    """Size of a Word file from before 2007, or of an RTF."""
    convert_seconds: float = _limit(90.0, "time", 1, 3600)
    """A conversion by LibreOffice."""
    package_parts: int = _limit(20_000, "count", 10, 1_000_000)
    """Parts in an office file, which is a ZIP."""
    package_bytes: int = _limit(1 * GB, "size", 1 * KB, 100 * GB)
    """All parts of it that are read, unpacked."""
    part_bytes: int = _limit(200 * MB, "size", 1 * KB, 10 * GB)
    """One part, unpacked; pictures are parts."""
    xml_bytes: int = _limit(48 * MB, "size", 1 * KB, 1 * GB)
    """One part that is text, unpacked."""
    sheet_bytes: int = _limit(400 * MB, "size", 1 * KB, 10 * GB)
    """One sheet of a workbook, unpacked."""
    nesting: int = _limit(100, "count", 5, 150)
    """Tables within tables, boxes within boxes: elements within elements of a Word file or a web page."""
    pictures: int = _limit(400, "count", 1, 100_000)
    """Pictures read of one office file."""
    sheets: int = _limit(200, "count", 1, 10_000)
    """Sheets read of a workbook."""
    cells: int = _limit(200_000, "count", 10, 100_000_000)
    """Filled cells read of a workbook or a CSV file."""
    area: int = _limit(20_000_000, "count", 100, 1_000_000_000)
    """Rows times columns of one sheet, empty ones too."""


@dataclass(frozen=True, slots=True)
class AllLimits:
    """All limits of a run, by what they are about."""

    time: TimeLimits = field(default_factory=TimeLimits)
    worker: WorkerLimits = field(default_factory=WorkerLimits)
    dossier: DossierLimits = field(default_factory=DossierLimits)
    archive: ArchiveLimits = field(default_factory=ArchiveLimits)
    file: Limits = field(default_factory=Limits)


DEFAULTS = Limits()


def size_text(size: float) -> str:
    """A size for people, rounded down: what is beyond the limit is never called as large as the limit.

    >>> size_text(1_500_000_000), size_text(2_000_000_000), size_text(48_500), size_text(999)
    ('1500 MB', '2000 MB', '48 KB', '999 字节')
    """
    if size >= MB:
        return f"{int(size // MB)} MB"
    return f"{int(size // KB)} KB" if size >= KB else f"{int(size)} 字节"
