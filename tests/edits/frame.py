"""Edits of what surrounds briefings: templates, styles, pages, configuration, program."""

from __future__ import annotations

from edits.base import CRUDE_PAGE, FEED, HOME, LISTING, PORTS_PAGE, append, change
from incremental import Edit, Library

NAVIGATION = [
    {"Home": "index.md"},
    {"Briefings": "briefings/index.md"},
    {"About": "about.md"},
    {"Terms": "terms.md"},
]


def restore_program(library: Library) -> None:
    """Undo what the edits before have done to the program."""
    library.edit_code("plumbline/evidence/numbers.py", "stands on a {", "rests on a {")
    library.edit_code("plumbline/site/article.py", "WORDS_A_MINUTE = 12", "WORDS_A_MINUTE = 238")
    library.edit_code("plumbline/__init__.py", "0.1.0.dev1", "0.1.0")


FRAME = [
    change(
        "a template",
        "docs/overrides/briefing.html",
        ("min read</span>", "min to read</span>"),
        alters=[PORTS_PAGE, CRUDE_PAGE],
    ),
    change(
        "a part of templates",
        "docs/overrides/partials/footer.html",
        (">Read</p>", ">Read on</p>"),
        alters=[HOME, PORTS_PAGE, "about/index.html", "404.html"],
    ),
    Edit(
        "a style sheet",
        lambda library: append(
            library.root / "docs/assets/stylesheets/tokens.css", "p{margin:0}\n"
        ),
        alters=[HOME, PORTS_PAGE],
    ),
    Edit(
        "a script",
        lambda library: append(
            library.root / "docs/assets/javascripts/cite.js", "console.log(1)\n"
        ),
        alters=["assets/javascripts/cite.js"],
    ),
    change(
        "a page of docs/", "docs/about.md", ("We look at", "We watch"), alters=["about/index.html"]
    ),
    Edit(
        "a page of docs/ added",
        lambda library: library.site.file("docs/terms.md", "# Terms\n\nTonnes are metric.\n"),
        says='not included in the "nav"',
        fails=True,
    ),
    Edit(
        "that page named in the navigation",
        lambda library: library.configure(nav=NAVIGATION),
        alters=["terms/index.html", HOME],
    ),
    Edit(
        "the name of the site",
        lambda library: library.configure(nav=NAVIGATION, site_name="Edited"),
        alters=[HOME, PORTS_PAGE, FEED],
    ),
    Edit(
        "the citation style",
        lambda library: library.configure(nav=NAVIGATION, plumbline={"citation_style": "apa"}),
        alters=[PORTS_PAGE, "sources/port-2024/index.html"],
    ),
    Edit(
        "where errors are reported",
        lambda library: library.configure(
            nav=NAVIGATION, plumbline={"report_issue_url": "mailto:desk@port.example"}
        ),
        alters=[PORTS_PAGE, CRUDE_PAGE],
    ),
    Edit(
        "warnings that are errors",
        lambda library: library.configure(nav=NAVIGATION, plumbline={"warnings_as_errors": True}),
        says="error[NU006]",
        fails=True,
    ),
    Edit("warnings that are none", lambda library: library.configure(nav=NAVIGATION)),
    Edit(
        "a configuration that cannot be read",
        lambda library: append(library.root / "mkdocs.yml", "extra: [\n"),
        fails=True,
    ),
    Edit("the former configuration", lambda library: library.configure(nav=NAVIGATION), keeps=True),
    Edit(
        "the address of the site",
        lambda library: library.env.update(SITE_URL="https://port.example/desk/"),
        alters=[PORTS_PAGE, FEED, "sitemap.xml", "404.html"],
    ),
    Edit(
        "a message of the program",
        lambda library: library.edit_code(
            "plumbline/evidence/numbers.py", "rests on a {", "stands on a {"
        ),
        says="stands on a provisional figure",
    ),
    Edit(
        "a constant of the program",
        lambda library: library.edit_code(
            "plumbline/site/article.py", "WORDS_A_MINUTE = 238", "WORDS_A_MINUTE = 12"
        ),
        alters=[PORTS_PAGE, LISTING],
    ),
    Edit(
        "the version of the program",
        lambda library: library.edit_code("plumbline/__init__.py", "0.1.0", "0.1.0.dev1"),
    ),
    Edit(
        "the former program",
        restore_program,
        alters=[PORTS_PAGE, LISTING],
    ),
]
