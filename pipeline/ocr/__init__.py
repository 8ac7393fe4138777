"""Reading pictures of pages, offline, with the models inside the rapidocr wheel.

`scan.scan_picture` turns a picture into a `Scan`, `scan.page_of` turns that into a `Page`.

**Character scores.** `Word.scores` of a scanned page is not the bare score of the engine but the lowest of: the
character's own, those of its two neighbours, and the mean of the page. Measured on 99 deliberately bad variants of
the bench pages (72-120 dpi, blur, noise, JPEG 35-60) and 40 ordinary ones, 33,400 digits, 719 of them wrong: the bare
score lets 55 wrong digits pass at 0.97 and 11 at 0.995, because on a page that is too coarse the engine is sure of
its errors. The combined score lets 10 pass at 0.95, 3 at 0.97 and 1 at 0.975, where it still keeps 95 % of the digits
of ordinary pages (40 % of the bad ones). Hence `CERTAIN`. The mean of a page counts letters, hanzi and digits only.
"""

from __future__ import annotations

CERTAIN = 0.975
"""From this score on (lowest over all characters of a value) a number or date read once may be called certain."""

DOUBTFUL = 0.80
"""Below this score a character is more often wrong than merely unclear."""

VERSION = "1"
"""Part of every cache key: raised whenever the same picture would give another `Scan`."""
