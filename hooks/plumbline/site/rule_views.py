"""The rules' pages, made from the docstrings of their modules."""

from __future__ import annotations

from plumbline.content.markdown import Heading, render_markdown
from plumbline.project import Project
from plumbline.rules.registry import FAMILIES, Rule, rules
from plumbline.site.cards import Label
from plumbline.site.views import Group, Kind, PageView

__all__ = ["show_rule", "show_rules"]


def show_rules(_project: Project, _: str) -> PageView:
    """Show all rules by family."""
    groups = tuple(
        Group(
            title,
            family.replace("_", "-"),
            entries=tuple(
                (Label(f"{r.code} {r.name}", f"rules/{r.name}/"), r.summary)
                for r in rules().values()
                if r.family == family
            ),
        )
        for family, title in FAMILIES.items()
    )
    return PageView(
        Kind.RULES,
        "Rules",
        f"The {len(rules())} checks that every briefing goes through.",
        groups=groups,
        headings=tuple(Heading(2, g.anchor, g.title) for g in groups),
    )


def show_rule(_project: Project, name: str) -> PageView:
    """Show what one rule does."""
    rule = _rule_by_name(name)
    rendered = render_markdown(rule.explanation)
    return PageView(
        Kind.RULE,
        rule.name,
        rule.summary,
        rendered.html,
        rendered.headings,
        facts=(
            ("Code", rule.code),
            ("Severity", str(rule.severity)),
            ("Family", FAMILIES[rule.family]),
        ),
    )


def _rule_by_name(name: str) -> Rule:
    for rule in rules().values():
        if rule.name == name:
            return rule
    raise KeyError(name)
