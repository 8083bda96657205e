"""Signals that end a command as Ctrl-C does."""

from __future__ import annotations

import signal

__all__ = ["tidy_when_ended"]


def tidy_when_ended() -> None:
    """Let a command that is told to end, or whose terminal is closed, leave nothing behind.

    By themselves these signals end Python on the spot: folders in which it works would stay, and
    processes that it has begun go on. A signal that is left alone already, as by nohup, stays so.
    """
    for name in ("SIGTERM", "SIGHUP"):  # Windows has only the first
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
