"""Reading pictures of pages, offline, with the models inside the rapidocr wheel.

`scan.scan_picture` turns a picture into a `Scan`, `scan.page_of` turns that into a `Page`.

**Character scores.** `Word.scores` of a scanned page is not the bare score of the engine but the lowest of: the
character's own, those of its two neighbours, and the mean of the page. Measured on 99 deliberately bad variants of
the bench pages (72-120 dpi, blur, noise, JPEG 35-60) and 40 ordinary ones, 33,400 digits, 719 of them wrong: the bare
score lets 55 wrong digits pass at 0.97 and 11 at 0.995, because on a page that is too coarse the engine is sure of
its errors. The combined score lets 10 pass at 0.95, 3 at 0.97 and 1 at 0.975, where it still keeps 95 % of the digits
of ordinary pages (40 % of the bad ones). Hence `CERTAIN`. The mean of a page counts letters, hanzi and digits only.

**What scores do not tell** (`lost`): the engine drops one of two like figures now and then and is sure of the rest.
Measured by `python -m evaluation.certainty --pages 350 --seed 21` (bad pages on purpose: 1005 numbers and dates, 937
read right): called certain before this and the corrected scores of lines with blanks 703 right and 6 wrong ones,
after 765 right and none; on pages that nobody had looked at (`--pages 160 --seed 31`) 368 of 451 right ones, none
wrong. What is left is a figure that blur turns into another one in every reading: about one in a thousand.

`covered` looks beside a line: a number that ends at a finger, a smear of a damaged file or unread print may go on
there. It costs none of the certain right ones of that run.
"""

from __future__ import annotations

CERTAIN = 0.975
"""From this score on (lowest over all characters of a value) a number or date read once may be called certain."""

AGREED = 0.98
"""The score of a character of a number or date that two further readings agree on (see `second`).

Measured with onnxruntime. On the 129 upright pages told above (30 ordinary, 99 bad; 29,000 digits, 547 of them wrong):
certain digits 16,723 before, 17,129 after; wrong ones among them 1 before (lowered since), 1 after, whose first score
was 0.53. On 67 pages of another seed (grey 150 dpi, seals, photographs, scans, photocopies, 110 dpi; 18,600 digits,
7 wrong): 17,747 (95.4 %) before, 18,403 (99.0 %) after; wrong ones 0 before, 1 after (photograph at 120 dpi), whose
first score was 0.67. Both runs had `FLOOR` 0.5 and 0.6; at 0.7 neither passes, and somewhat fewer
right ones are raised (on the first set about a quarter fewer). Of the right digits 55 fell to `DIFFERING` (most on bad
photographs), 10 of them certain before. Hanzi and the rest gain nothing on purpose.

Without `RELIABLE` and the two preparations agreement proves little: the same network errs the same way on coarse pages
(of 902 wrong digits one further reading confirms 57 whose first score was above 0.8). Cost: recognition of 10-18 %
of a page's line length, both preparations together.
"""

DIFFERING = 0.50
"""The most that a character may score where another reading has something else."""

FLOOR = 0.70
"""A character with a lower first score (combined) is not raised, whatever other readings say: the two wrong digits
that two further readings confirmed had 0.53 and 0.67."""

RELIABLE = 0.98
"""On a page with a lower mean score no second reading raises anything: there the engine errs the same way twice."""

DOUBTFUL = 0.80
"""Below this score a character is more often wrong than merely unclear."""

VERSION = "4"
"""Part of every cache key: raised whenever the same picture would give another `Scan`."""
