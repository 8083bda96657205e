"""Every page of the site that comes out of the core: which there are, and who shows each.

A page is addressed by its kind and key; the adapter turns it into a page of the site builder and
a template prints it.
"""

from __future__ import annotations

from collections.abc import Callable

from plumbline.data.queries import PACKAGE
from plumbline.library import public_slugs
from plumbline.project import BRIEFINGS, Project
from plumbline.query import kept_query, query
from plumbline.rules.registry import rules
from plumbline.site.briefing_view import show_briefing
from plumbline.site.cards import cards, series_key
from plumbline.site.corrections_view import show_corrections
from plumbline.site.dataset_views import dataset_names, show_dataset, show_datasets
from plumbline.site.gallery_view import show_gallery
from plumbline.site.listing_views import (
    show_archive,
    show_author,
    show_authors,
    show_home,
    show_region,
    show_regions,
    show_series,
    show_topic,
    show_topics,
)
from plumbline.site.rule_views import show_rule, show_rules
from plumbline.site.search_view import show_search
from plumbline.site.source_views import show_source, show_sources, source_slugs
from plumbline.site.unchecked_view import show_unchecked
from plumbline.site.views import Kind, PageKey, PageView

__all__ = ["page_keys", "page_view"]


@kept_query
def page_keys(project: Project) -> tuple[PageKey, ...]:
    """Return all pages in a fixed order."""
    listed = cards(project)
    keys = [PageKey(Kind.HOME), PageKey(Kind.ARCHIVE)]
    keys += [
        PageKey(Kind.BRIEFING, slug, f"{BRIEFINGS}/{slug}/index.md")
        for slug in public_slugs(project)
    ]
    used_topics = {label.url.split("/")[1] for c in listed for label in c.topics}
    used_authors = {label.url.split("/")[1] for c in listed for label in c.authors}
    used_regions = {label.url.split("/")[1] for c in listed for label in c.regions}
    series = {series_key(c.series.name) for c in listed if c.series}
    keys += [PageKey(Kind.TOPICS, "", f"{BRIEFINGS}/topics.yml")]
    keys += [PageKey(Kind.TOPIC, k, f"{BRIEFINGS}/topics.yml") for k in sorted(used_topics)]
    keys += [PageKey(Kind.REGIONS, "", f"{BRIEFINGS}/regions.yml")]
    keys += [PageKey(Kind.REGION, k, f"{BRIEFINGS}/regions.yml") for k in sorted(used_regions)]
    keys += [PageKey(Kind.AUTHORS, "", f"{BRIEFINGS}/authors.yml")]
    keys += [PageKey(Kind.AUTHOR, k, f"{BRIEFINGS}/authors.yml") for k in sorted(used_authors)]
    keys += [PageKey(Kind.SERIES, k) for k in sorted(series)]
    keys += [PageKey(Kind.DATASETS, "", PACKAGE)]
    keys += [PageKey(Kind.DATASET, name, PACKAGE) for name in dataset_names(project)]
    keys += [PageKey(Kind.SOURCES)]
    keys += [PageKey(Kind.SOURCE, key) for key in source_slugs(project)]
    keys += [PageKey(Kind.CORRECTIONS), PageKey(Kind.UNCHECKED)]
    keys += [PageKey(Kind.GALLERY), PageKey(Kind.RULES)]
    keys += [PageKey(Kind.RULE, rule.name) for rule in rules().values()]
    keys += [PageKey(Kind.SEARCH)]
    return tuple(keys)


@query
def page_view(project: Project, kind: Kind, key: str) -> PageView:
    """Return what a page shows.

    Raises:
        KeyError: there is no such rule, topic or author (any more).
    """
    return _VIEWS[kind](project, key)


_VIEWS: dict[Kind, Callable[[Project, str], PageView]] = {
    Kind.HOME: show_home,
    Kind.ARCHIVE: show_archive,
    Kind.BRIEFING: show_briefing,
    Kind.TOPICS: show_topics,
    Kind.TOPIC: show_topic,
    Kind.REGIONS: show_regions,
    Kind.REGION: show_region,
    Kind.AUTHORS: show_authors,
    Kind.AUTHOR: show_author,
    Kind.SERIES: show_series,
    Kind.DATASETS: show_datasets,
    Kind.DATASET: show_dataset,
    Kind.SOURCES: show_sources,
    Kind.SOURCE: show_source,
    Kind.CORRECTIONS: show_corrections,
    Kind.UNCHECKED: show_unchecked,
    Kind.GALLERY: show_gallery,
    Kind.RULES: show_rules,
    Kind.RULE: show_rule,
    Kind.SEARCH: show_search,
}
"""Who shows pages of a kind."""
