"""Text files as authors' editors leave them: marks, line ends, encodings, sizes."""

from __future__ import annotations

from dataclasses import dataclass

from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = ["MAX_BYTES", "TextFile", "decode_text", "oversized_file"]

MAX_BYTES = 2_000_000
"""Largest text file that is read: a long book is under a million characters."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file after decoding: no byte-order mark, line ends all `\\n`.

    Attributes:
        path: relative to the project's root.
        text: empty when the file could not be read.
        findings: what is wrong with it (FI001 to FI003, FI006).
        readable: False when `text` is not what the file holds.
    """

    path: str
    text: str
    findings: tuple[Finding, ...] = ()
    readable: bool = True

    def line(self, number: int) -> str:
        """Return a line by its number, counted from 1; empty past the end."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""


def oversized_file(path: str, size: int) -> TextFile:
    """Return what stands for a file of `size` bytes that is too large to read."""
    finding = Finding(
        "FI006",
        f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read",
        Location(path),
        "Split it, or keep only what the site uses.",
    )
    return TextFile(path, "", (finding,), readable=False)


def decode_text(raw: bytes, path: str) -> TextFile:
    """Decode UTF-8, with or without a byte-order mark, and make all line ends `\\n`."""
    if len(raw) > MAX_BYTES:
        return oversized_file(path, len(raw))
    findings: list[Finding] = []
    for mark, encoding in ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if raw.startswith(mark):
            finding = Finding(
                "FI002", f"the file is {encoding}, not UTF-8", Location(path), "Save it as UTF-8."
            )
            return TextFile(path, "", (finding,), readable=False)
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
        findings.append(
            Finding(
                "FI003",
                "the file begins with a byte-order mark",
                Location(path),
                "Save it as UTF-8 without a byte-order mark.",
            )
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8", "replace")) + 1
        finding = Finding(
            "FI002",
            f"the file is not UTF-8: the byte 0x{raw[error.start]:02X} does not belong here",
            Location(path, line, column),
            "Save it as UTF-8.",
        )
        return TextFile(path, "", (finding,), readable=False)
    if "\x00" in text:
        head = text[: text.index("\x00")]
        line, column = head.count("\n") + 1, len(head) - head.rfind("\n")
        finding = Finding(
            "FI002",
            "the file holds a NUL byte: it is no text",
            Location(path, line, column),
            "Save it as UTF-8.",
        )
        return TextFile(path, "", (finding,), readable=False)
    return TextFile(path, text.replace("\r\n", "\n").replace("\r", "\n"), tuple(findings))
