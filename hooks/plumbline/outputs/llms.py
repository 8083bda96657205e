"""llms.txt: the site in one Markdown file, for programs that read it for people.

Form: https://llmstxt.org/.
"""

from __future__ import annotations

from plumbline.data.queries import datapackage, offered_datasets
from plumbline.outputs.addresses import absolute
from plumbline.outputs.markdown_text import escape_markdown
from plumbline.outputs.places import CORRECTIONS_FEED, feed_address, markdown_address
from plumbline.project import Project
from plumbline.query import query
from plumbline.site.cards import Card, cards
from plumbline.site.methodology import METHODOLOGY, has_methodology
from plumbline.site.views import Kind

__all__ = ["render_llms"]


@query
def render_llms(project: Project) -> str:
    """Return llms.txt."""
    parts = [f"# {escape_markdown(project.site_name or 'Briefings')}"]
    if project.site_description:
        parts.append(f"> {escape_markdown(project.site_description)}")
    parts.append(
        "Each briefing is here as plain Markdown: numbers as they stand in the text, citations as "
        "numbers of its reference list, charts with their values. Cite the page, which the file "
        "names, rather than the file."
    )
    listed = [_briefing(project, c) for c in cards(project) if c.public and c.date is not None]
    package = datapackage(project)
    offered = set(offered_datasets(project))
    datasets = [
        _line(
            resource.label,
            absolute(project, f"data/{name}/{name}.csv" if name in offered else f"data/{name}/"),
            resource.description or "",
        )
        for name in package.names
        if (resource := package.get(name)) is not None
    ]
    about = []
    if has_methodology(project):
        checked = absolute(project, METHODOLOGY)
        about.append(_line("How we check", checked, "what is checked, and what is not"))
    if offered:
        described = absolute(project, "data/datapackage.json")
        about.append(_line("Data Package", described, "every dataset described"))
    optional = []
    if project.site_url and listed:
        feed, corrections = feed_address(Kind.HOME), CORRECTIONS_FEED
        optional = [
            _line("Feed", absolute(project, feed), "new briefings, as Atom"),
            _line("Corrections", absolute(project, corrections), "what was changed, as Atom"),
        ]
    for title, lines in (
        ("Briefings", listed),
        ("Datasets", datasets),
        ("Methodology", about),
        ("Optional", optional),
    ):
        if lines:
            parts += [f"## {title}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def _briefing(project: Project, card: Card) -> str:
    mark = f" ({card.mark.lower()})" if card.mark else ""
    day = card.date.isoformat() if card.date else ""
    text = f"{day}{mark}. {card.summary}".strip()
    return _line(card.title, absolute(project, markdown_address(card.slug)), text)


def _line(name: str, address: str, text: str) -> str:
    described = f": {escape_markdown(text)}" if text else ""
    return f"- [{escape_markdown(name)}](<{address}>){described}"
