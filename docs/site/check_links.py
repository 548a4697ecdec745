"""Checks a built site: every link leads to a page and a place, and nothing is loaded from outside.

python docs/site/check_links.py SITE
"""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit


class _Page(HTMLParser):
    """The ids of a page, what it links to and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = {"", "top"}
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") in {"stylesheet", "icon", "preload"}:
            self.loaded.append(given["href"])
        elif "src" in given:
            self.loaded.append(given["src"])


def faults(site: Path) -> list[str]:
    """What is wrong, a line each."""
    pages = {path.resolve(): _Page(path.read_text("utf-8")) for path in site.rglob("*.html")}
    found = []
    for path, page in sorted(pages.items()):
        name = path.relative_to(site.resolve())
        found += [f"{name}: loads {one}" for one in page.loaded if urlsplit(one).netloc]
        for link in [*page.links, *page.loaded]:
            if urlsplit(link).scheme or urlsplit(link).netloc:
                continue
            target, fragment = urldefrag(link)
            place = (path.parent / unquote(target.partition("?")[0])).resolve() if target else path
            if not place.is_file():
                found.append(f"{name}: no file {link}")
            elif place in pages and unquote(fragment) not in pages[place].ids:
                found.append(f"{name}: no place {link}")
    if not pages:
        found.append(f"{site}: no pages")
    return found


if __name__ == "__main__":
    wrong = faults(Path(sys.argv[1]))
    print(*wrong or ["all links lead somewhere"], sep="\n")  # noqa: T201
    sys.exit(bool(wrong))
