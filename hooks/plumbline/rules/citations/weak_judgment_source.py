"""
## What it does
Reports a key judgment of high confidence in a briefing that cites nothing but opinion and press
releases.

It speaks only where the excerpt files give the role of every cited source and no claim is bound to
data.

## Why it matters
High confidence rests on evidence of high quality (ICD 203); what somebody holds or announces is
evidence that they hold or announce it.

## Example
```yaml
key_judgments:
  - text: The quay doubled trade.
    confidence: high
# the text cites the port's press release alone
```

## Use instead
```yaml
key_judgments:
  - text: The port says that the quay doubled trade.
    confidence: moderate
# the text cites the port's press release alone
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.front_matter import Confidence
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.excerpt_queries import excerpt_of
from plumbline.evidence.excerpts import SourceRole
from plumbline.evidence.queries import cited_sources
from plumbline.library import briefing
from plumbline.project import Project

CODE = "CI008"
SEVERITY = Severity.WARNING
_WEAK = {SourceRole.OPINION: "opinion", SourceRole.PRESS_RELEASE: "press releases"}


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each confident judgment that rests on weak sources alone."""
    document = briefing(project, slug)
    front = document.front_matter
    sources = cited_sources(project, slug)
    if front is None or front.claims or not sources:
        return
    excerpts = [excerpt_of(project, s.key) for s in sources]
    roles = [e.about.role if e else None for e in excerpts]
    if not all(role in _WEAK for role in roles):
        return
    for index, judgment in enumerate(front.key_judgments):
        if judgment.confidence is Confidence.HIGH:
            kinds = " and ".join(word for role, word in _WEAK.items() if role in roles)
            yield Finding(
                CODE,
                f"confidence is high, but the briefing cites only {kinds}",
                document.locate("key_judgments", index, "confidence"),
                "Cite statistics, documents, research or reporting, or lower the confidence.",
            )
