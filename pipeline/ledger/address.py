"""Where the ledger is: a file on a disk of this machine, or a PostgreSQL database for several machines."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from pipeline.errors import UnusableInput

ENVIRONMENT: Final = "YUSHEN_LEDGER"
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(?://|/(?=.))")
_POSTGRESQL: Final = re.compile(r"postgres(?:ql)?(?:\+psycopg)?", re.IGNORECASE)
_FORM: Final = "请用本机磁盘上的文件，或 postgresql://用户:密码@主机:5432/数据库"


@dataclass(frozen=True, slots=True)
class Address:
    """A file or a server's URL, one of the two; `shown`: as it may be printed, without a password."""

    shown: str
    path: Path | None = None
    url: URL | None = None


def default_path() -> Path:
    """The ledger's file in the user's folder for state."""
    if sys.platform == "win32":
        folder = os.environ.get("LOCALAPPDATA")
        return (Path(folder) if folder else Path.home() / "AppData" / "Local") / "yushen" / "ledger.sqlite"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "yushen" / "ledger.sqlite"
    folder = os.environ.get("XDG_STATE_HOME")
    state = Path(folder) if folder and Path(folder).is_absolute() else Path.home() / ".local" / "state"
    return state / "yushen" / "ledger.sqlite"


def address_of(where: str | Path | None) -> Address:
    """The address meant; None: the environment's YUSHEN_LEDGER, else the default file. Raises UnusableInput."""
    if where is None:
        where = os.environ.get(ENVIRONMENT) or default_path()
    text = str(where)
    if not text.strip() or "\0" in text:
        raise UnusableInput("账本的位置是空的或含有非法字符", remedy=_FORM)
    if scheme := _SCHEME.match(text):
        return _server(text, scheme)
    path = Path(text).expanduser()
    return Address(shown=str(path), path=Path(os.path.abspath(path)))  # noqa: PTH100  # links stay as they are


def _server(text: str, scheme: re.Match[str]) -> Address:
    if not _POSTGRESQL.fullmatch(scheme[1]):
        raise UnusableInput(f"账本的地址以“{scheme[1]}://”开头，不是认得的数据库", remedy=_FORM)
    rest = text[scheme.end() :]  # a Path has one slash left of the two; without a host there are three
    try:
        url = make_url(f"postgresql+psycopg://{rest}")
        port = url.port
    except (ArgumentError, ValueError):
        raise UnusableInput(
            "账本的 PostgreSQL 地址写得不对", remedy=f"{_FORM}；密码里的 @ : / 要写成 %40 %3A %2F"
        ) from None
    if port is not None and not 0 < port < 65536:
        raise UnusableInput(f"账本的 PostgreSQL 地址里端口 {port} 不对", remedy=_FORM)
    # Options may hold a password, too: none of them is shown.
    shown = url.set(query={}, drivername="postgresql").render_as_string(hide_password=True)
    return Address(shown=shown, url=url)
