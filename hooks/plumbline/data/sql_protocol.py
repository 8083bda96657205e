"""What the SQL engine and its worker say to each other, over the worker's input and output.

A message is a 4-byte big-endian length and that many bytes of JSON. Requests and replies:

    {"load": {digest: [[[name, type], …], [row, …]], …}}   one reply: {"loaded": true}
    {"names": [query, …]}                                  a reply a query: {"names": […]}
    {"run": [query, …], "tables": {name: digest, …}}       a reply a query: columns, types, rows
                                                           and truncated

In place of a reply to a query there may be {"error": {"message": …, "position": …, "suggestion":
…}}, or {"need": [name, …]}: these tables are to be loaded, and the query and those behind it are to
be sent again. A digest is null until the engine had to compute it. The first message of all is the
worker's {"ready": version of DuckDB}. "names" and "run" come with {"together": true} where the
queries may be parsed together and replies may be kept back for a moment, so that several come at
once; if the worker ends, it is then not known with which query.
"""

from __future__ import annotations

import json

__all__ = ["EXIT_FAULT", "EXIT_MEMORY", "encode_message"]

EXIT_MEMORY = 70
"""Exit status of the worker: the query wanted more memory than the process may have."""
EXIT_FAULT = 71
"""Exit status of the worker: a fault within DuckDB, after which it answers no more."""


def encode_message(message: object) -> bytes:
    """Return a message with its length before it."""
    body = json.dumps(message, separators=(",", ":")).encode()
    return len(body).to_bytes(4, "big") + body
