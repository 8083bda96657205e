"""A site in which every text that an author writes is an attack."""

from __future__ import annotations

import json

from support import Site

__all__ = ["ATTACK", "write_hostile_briefings"]

ATTACK = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    """\"'`{{ 7*7 }}{% raw %}&lt;b&gt;\u202e"""
)


def write_hostile_briefings(site: Site) -> None:
    """Write the attack wherever an author can write, into a project without briefings."""
    said = json.dumps  # a JSON string is a YAML string
    site.file(
        "briefings/authors.yml",
        f"trade-desk:\n  name: {said('Author ' + ATTACK)}\n  description: {said(ATTACK)}\n",
    )
    site.file(
        "briefings/topics.yml",
        f"trade:\n  title: {said('Topic ' + ATTACK)}\n  description: {said(ATTACK)}\n",
    )
    site.edit("briefings/sources/sources.yml", "Annual report of the port", said("S " + ATTACK))
    site.edit("briefings/sources/sources.yml", "Port Authority", said("P " + ATTACK))
    data = "briefings/data/datapackage.yaml"
    site.edit(data, "title: Calls,", f"title: {said('F ' + ATTACK)}, description: {said(ATTACK)},")
    site.edit(
        data,
        "    licenses: [{name: CC0-1.0}]\n",
        f"    licenses: [{{path: {said('https://' + ATTACK)}, title: {said(ATTACK)}}}]\n"
        f"    sources: [{{path: 'javascript:alert(3)', title: {said(ATTACK)}}}]\n"
        f"    description: {said(ATTACK)}\n    vintage: {said(ATTACK)}\n",
    )
    chart = {
        "id": "calls",
        "title": f"Chart {ATTACK}",
        "subtitle": ATTACK,
        "note": ATTACK,
        "alt": ATTACK,
        "data": "port_calls",
        "x": "year",
        "y": ["calls"],
    }
    block = "\n".join(f"{key}: {said(value)}" for key, value in chart.items())
    site.briefing(
        "hostile",
        title=f"Title {ATTACK}",
        summary=f"Summary {ATTACK}",
        series=f"Series {ATTACK}",
        type="briefing",
        key_judgments=[{"text": f"Judgment {ATTACK}", "confidence": "low"}],
        corrections=[
            {
                "date": "2026-01-20",
                "kind": "minor",
                "was": ATTACK,
                "now": ATTACK,
                "where": ATTACK,
                "note": ATTACK,
            }
        ],
        updated="2026-01-20",
        funding=ATTACK,
        disclosures=ATTACK,
        report_number=ATTACK,
        body=(
            f"## Heading &lt;i&gt; `{{{{ 7*7 }}}}` {ATTACK}\n\nText {ATTACK} [see {ATTACK} "
            f"@port-2024, p. 4 {ATTACK}].\n\n![alt {ATTACK}](https://x.example/y.png)\n\n"
            f"```chart\n{block}\n```\n"
        ),
    )
    site.briefing("other", title="Beside it", series=f"Series {ATTACK}", date="2026-01-01")
