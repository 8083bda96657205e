"""A briefing as it goes to the printer: one HTML document that needs no other file.

It is made of the printed parts of the finished page and of that page's style sheets. Scripts and
requests are forbidden in it; images are in it as `data:` addresses.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape

__all__ = ["Paper", "Style", "printed_parts", "running_head", "style_addresses"]

_RECIPE = "1"
"""Raise it when the same parts are printed otherwise than before."""
_PARTS = re.compile(r"<!--paper-->(.*?)<!--/paper-->", re.DOTALL)
_STYLE_LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)"(?! media="print")')
_IMAGE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]*)(")')
_SOURCE_SET = re.compile(r'(<(?:img|source)\b[^>]*?) srcset="[^"]*"')
_RELATIVE_LINK = re.compile(r'(<a\b[^>]*?) href="(?![a-z][a-z0-9+.-]*:|#)[^"]*"')
_RUNNING_LENGTH = 88
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(frozen=True)
class Style:
    """The style sheets of a page as one text."""

    text: str

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text in hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Paper:
    """A briefing ready to be printed.

    Attributes:
        title: its title.
        author: its authors, separated by commas.
        subject: its summary.
        keywords: its topics and countries.
        language: BCP 47 tag.
        site_name: what stands beside the title at the head of each page.
        address: absolute address of its page, to which its links are relative; may be empty.
        date: day of publication.
        updated: day of the last change.
        body: the printed parts of its page as HTML.
        style: the style sheets of its page.
    """

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    language: str
    site_name: str
    address: str
    date: dt.date | None
    updated: dt.date | None
    body: str
    style: Style

    @cached_property
    def key(self) -> str:
        """Digest of all that decides what the PDF holds, but for the version of Chrome."""
        values = [
            _RECIPE,
            self.title,
            self.author,
            self.subject,
            list(self.keywords),
            self.language,
            self.site_name,
            self.address,
            str(self.date),
            str(self.updated),
            self.style.digest,
            self.body,
        ]
        return hashlib.sha256(json.dumps(values).encode("ascii")).hexdigest()

    def document(self) -> str:
        """Return the HTML document that is printed."""
        # Chrome takes a link to the base address with a fragment as one within the document.
        base = f'<base href="{escape(self.address)}">' if self.address else ""
        head = running_head(self.title, self.site_name)
        body = self.body if base else _RELATIVE_LINK.sub(r"\1", self.body)
        return (
            f'<!doctype html>\n<html lang="{escape(self.language)}" class="no-js">\n<head>\n'
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            f"<title>{escape(self.title)}</title>\n{base}\n"
            f"<style>{_inline(self.style.text)}</style>\n<style>@page{{size:A4}}\n{head}</style>\n"
            '</head>\n<body dir="ltr" data-md-color-scheme="default">\n'
            f'<main class="md-content__inner md-typeset">{body}</main>\n</body>\n</html>\n'
        )


def running_head(title: str, site_name: str) -> str:
    """Return a style sheet that heads each page with the title, the first with the site's name."""
    site = _css_string(site_name)
    return (
        f"@page{{@top-left{{content:{_css_string(_shorten(title))}}}@top-right{{content:{site}}}}}\n"
        f'@page :first{{@top-left{{content:{site}}}@top-right{{content:""}}}}\n'
    )


def printed_parts(page: str, read_image: Callable[[str], str]) -> str:
    """Return the parts of a finished page that are printed, with its images in them.

    Args:
        page: the page's HTML; what is printed stands between the comments `paper` and `/paper`.
        read_image: returns a `data:` address for the address of an image as the page has it, or
            nothing where there is no such file.
    """
    parts = "".join(_PARTS.findall(page))
    parts = _SOURCE_SET.sub(r"\1", parts)
    return _IMAGE.sub(lambda m: f"{m[1]}{escape(read_image(unescape(m[2])))}{m[3]}", parts)


def style_addresses(page: str) -> tuple[str, ...]:
    """Return the addresses of a finished page's style sheets, in order; not its running head's."""
    return tuple(unescape(address) for address in _STYLE_LINK.findall(page))


def _css_string(text: str) -> str:
    """Return a text as a string of CSS, whatever it holds."""
    escaped = "".join(
        c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in text
    )
    return f'"{escaped}"'


def _inline(css: str) -> str:
    return css.replace("</", "<\\/")


def _shorten(text: str) -> str:
    if len(text) <= _RUNNING_LENGTH:
        return text
    head = text[:_RUNNING_LENGTH].rpartition(" ")[0] or text[:_RUNNING_LENGTH]
    return f"{head.rstrip(' ,;:.')} …"
