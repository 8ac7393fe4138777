"""calendar.ics (RFC 5545): a whole-day event for every duty, with an alarm 30 days before; same input, same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from icalendar import Alarm, Calendar, Event

from matchers.award_calendar import SOON_DAYS, Due
from matchers.rubric_calls import AfterAward
from matchers.rubric_model import Rubric
from pipeline.emit.whole_file import write_bytes
from pipeline.masking import mask

NAME: Final = "calendar.ics"


def write(rubric: Rubric, after: AfterAward, found: Sequence[Due], as_of: dt.date, folder: Path) -> Path:
    """Writes `calendar.ics` into the folder and returns its path."""
    calendar = Calendar()
    calendar.add("prodid", "-//yushen//calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"{after.title or rubric.title}　认定后事项")
    for due in found:
        calendar.add_component(_event(rubric, due, as_of))
    path = folder / NAME
    write_bytes(path, calendar.to_ical())
    return path


def _event(rubric: Rubric, due: Due, as_of: dt.date) -> Event:
    event = Event()
    # The same duty of the same unit keeps its UID in every later export, so that a calendar updates it.
    key = "\n".join((rubric.id, due.unit.name, due.duty.id, due.day.isoformat()))
    event.add("uid", hashlib.sha256(key.encode("utf-8")).hexdigest()[:32] + "@yushen")
    event.add("dtstamp", dt.datetime.combine(as_of, dt.time(), dt.UTC))
    event.add("dtstart", due.day)
    event.add("dtend", due.day + dt.timedelta(days=1))
    late = "【已过期】" if due.stage == "overdue" else ""
    title = mask(f"{late}{due.unit.name}：{due.title}")
    event.add("summary", title)
    contact = f"联系人：{due.unit.contact}\n" if due.unit.contact else ""
    note = f"\n说明：{due.duty.note}" if due.duty.note else ""
    event.add(
        "description", mask(f"{contact}依据：{rubric.document}{due.duty.source.clause}\n{due.duty.source.quote}{note}")
    )
    event.add("transp", "TRANSPARENT")
    if due.stage != "overdue":
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", dt.timedelta(days=-SOON_DAYS))
        event.add_component(alarm)
    return event
