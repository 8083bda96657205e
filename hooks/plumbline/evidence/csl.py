"""The vocabulary of the CSL data model.

Source: CSL 1.0.2 specification, appendices III (types) and IV (variables), and its csl-data.json.
"""

from __future__ import annotations

__all__ = ["CSL_TYPES", "CSL_VARIABLES", "DATE_FIELDS", "NAME_FIELDS", "PRIVATE_FIELDS"]

CSL_TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
    pamphlet paper-conference patent performance periodical personal_communication post
    post-weblog regulation report review review-book software song speech standard thesis treaty
    webpage""".split()
)
"""Item types."""

NAME_FIELDS = frozenset(
    """author chair collection-editor compiler composer container-author contributor curator
    director editor editorial-director executive-producer guest host illustrator interviewer
    narrator organizer original-author performer producer recipient reviewed-author script-writer
    series-creator translator""".split()
)
"""Variables that hold names."""

DATE_FIELDS = frozenset("accessed available-date event-date issued original-date submitted".split())
"""Variables that hold a date."""

PRIVATE_FIELDS = frozenset({"file", "abstract", "note", "keyword", "annote"})
"""What is the author's own affair and never published."""

_STANDARD = frozenset(
    """archive archive_collection archive_location archive-place authority call-number
    citation-key citation-label collection-title container-title container-title-short dimensions
    division DOI event event-place event-title genre ISBN ISSN jurisdiction language license
    medium original-publisher original-publisher-place original-title part-title PMCID PMID
    publisher publisher-place references reviewed-genre reviewed-title scale source status title
    title-short URL volume-title volume-title-short year-suffix""".split()
)
_NUMBERS = frozenset(
    """chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part-number printing-number
    section supplement-number version volume""".split()
)
# In csl-data.json beside the variables, or in what Zotero and pandoc write.
_OTHERS = frozenset(
    "id type categories custom journalAbbreviation shortTitle citekey system_id other-ids".split()
)

CSL_VARIABLES = NAME_FIELDS | DATE_FIELDS | PRIVATE_FIELDS | _STANDARD | _NUMBERS | _OTHERS
"""Every field that a record may have."""
