"""What a browser may do with the site's pages: the policy in each page, and headers for hosts.

The policy stands in every page as a meta tag, so it holds on hosts that send no headers. The file
`_headers` says the same to hosts that read it (Netlify, Cloudflare Pages), and what a meta tag
cannot say: who may show a page in a frame.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["content_security_policy", "headers_file", "page_policy"]

_EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""The hash of nothing: Plotly makes an empty style element and adds its rules to it one by one."""

_DIRECTIVES = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",  # the search compiles WebAssembly
    "style-src": f"'self' {_EMPTY_STYLE}",
    "img-src": "'self' data: blob:",  # a chart that is saved as a picture is a blob first
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_LASTING = (
    "/assets/javascripts/bundle.*",
    "/assets/javascripts/workers/*",
    "/assets/stylesheets/main.*",
    "/assets/stylesheets/site-*",
    "/assets/stylesheets/embed-*",
)
"""Files, of the theme and our own, whose names hold a digest of their content."""

_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def page_policy() -> str:
    """Return the Content-Security-Policy of a meta tag, where `frame-ancestors` has no effect."""
    return "; ".join(f"{name} {value}" for name, value in _DIRECTIVES.items())


def content_security_policy(*, framed: bool) -> str:
    """Return the Content-Security-Policy of a header.

    Args:
        framed: whether other sites may show the page in a frame.
    """
    ancestors = "*" if framed else "'none'"
    return f"{page_policy()}; frame-ancestors {ancestors}"


def headers_file(folders: Iterable[str], lasting: Iterable[str] = ()) -> str:
    """Return the file `_headers`.

    Where several rules match an address, one host joins the values of a header and another takes
    those of one rule. So no two rules that match one address give it the same header.

    Args:
        folders: the top folders of the site that hold pages, save `charts/`.
        lasting: addresses of further files whose names hold a digest of their content.
    """
    refused = {"Content-Security-Policy": content_security_policy(framed=False)}
    framed = {"Content-Security-Policy": content_security_policy(framed=True)}
    rules = [("/*", _EVERYWHERE)]
    rules += [(path, refused) for path in ("/", "/index.html", "/404.html")]
    rules += [(f"/{folder}/*", refused) for folder in sorted(set(folders))]
    rules += [(path, refused) for path in ("/charts/", "/charts/index.html")]
    rules += [("/charts/:chart/embed/*", framed)]
    rules += [(path, _FOR_EVER) for path in (*_LASTING, *(f"/{name}" for name in lasting))]
    return "\n".join(_format_rule(path, headers) for path, headers in rules)


def _format_rule(path: str, headers: dict[str, str]) -> str:
    return f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())
