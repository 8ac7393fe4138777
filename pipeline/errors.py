"""The few errors that may end a run, and the contract's exit statuses.

Bad documents never raise: they become a file status and a problem. What is raised here is the command's own affair
(paths, rubric, output folder), and every message tells the user in Chinese what to do.
"""

from __future__ import annotations

from enum import IntEnum

from pipeline.masking import mask


class ExitCode(IntEnum):
    """Exit status of `yushen` (contract/README.md, "Command line")."""

    DONE = 0
    SOME_FAILED = 1
    UNUSABLE = 2


class YushenError(Exception):
    """An expected failure: what is wrong, what to do about it, and the exit status that it leads to."""

    exit_code = ExitCode.SOME_FAILED

    def __init__(self, message: str, *, remedy: str) -> None:
        self.message = mask(message.rstrip("。"))  # a name that it quotes may be a person's number
        self.remedy = mask(remedy.rstrip("。"))
        super().__init__(f"{self.message}。{self.remedy}。")


class UnusableInput(YushenError):
    """The command line, the rubric or the paths cannot be used, or the inbox is empty."""

    exit_code = ExitCode.UNUSABLE
