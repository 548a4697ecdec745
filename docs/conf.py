"""Configuration of the docs site.

    pip install '.[docs]' && sphinx-build -W -n docs site

Sphinx, as it makes the reference from the code itself, treats warnings as errors and checks every
cross-reference; MyST, as the pages are Markdown that reads well without a site; Furo, as it loads
nothing from elsewhere: no fonts, scripts or styles but its own.
"""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search import SearchLanguage
from sphinx.transforms import SphinxTransform

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "site"))

import reference  # noqa: E402  it stands in docs/site

project = "执笔 zhibi"
author = "zhibi"
language = "zh_CN"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["site"]
nitpicky = True
suppress_warnings = ["myst.header"]  # pages of the command's own output begin as they are
myst_heading_anchors = 4
default_role = "code"
highlight_language = "none"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
# Types of the standard library, and of modules that are not public.
nitpick_ignore_regex = [("py:.*", r"(?!zhibi\.\w+$).*")]

locale_dirs = ["site/locale"]
html_theme = "furo"
html_title = "执笔 zhibi"
html_static_path = ["site/static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False

_OUTSIDE = re.compile(r"\[([^\]]*)\]\(\.\./([^)#]+)(?:#[^)]*)?\)")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]")


class JoinLines(SphinxTransform):
    """Chinese has no space between words: a line's end in the source is none on the page."""

    default_priority = 1

    def apply(self, **_: Any) -> None:
        """Take out the line ends that stand between two wide characters."""
        for end in list(self.document.findall(lambda node: node == nodes.Text("\n"))):
            beside = end.parent.children
            at = next(number for number, node in enumerate(beside) if node is end)
            if 0 < at < len(beside) - 1:
                before, after = beside[at - 1].astext()[-1:], beside[at + 1].astext()[:1]
                if _WIDE.match(before) and _WIDE.match(after):
                    end.parent.remove(end)


def _leave_out_links_outside(_: Sphinx, page: str, source: list[str]) -> None:
    """Files beside `docs` are not on the site: the rules are, the others are named."""

    def named(link: re.Match[str]) -> str:
        if link[2] == "README.md":
            return f"[{link[1]}](reference/rules.md)"
        return link[1] if "`" in link[1] or not link[1].isascii() else f"`{link[2]}`"

    if "/" not in page:
        source[0] = _OUTSIDE.sub(named, source[0])


class PairSearch(SearchLanguage):
    """Search by pairs of characters: nothing is missed for where a dictionary parts a word.

    What is searched for is parted in the browser in the same way.
    """

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = """
function splitQuery(query) {
  const found = [];
  for (const run of query.match(/[\\u3400-\\u9fff]+|[\\p{Letter}\\p{Number}_]+/gu) || []) {
    if (/^[\\u3400-\\u9fff]{2}/.test(run))
      for (let at = 0; at < run.length - 1; at++) found.push(run.slice(at, at + 2));
    else found.push(...run.split(/[\\u3400-\\u9fff]+/).filter((part) => part));
  }
  return found;
}
"""

    def split(self, input: str) -> list[str]:  # noqa: A002 - as it is called
        """The pairs of all runs of Chinese, and the other words."""
        return [
            word
            for run in re.findall(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+", input)
            for word in ([run] if run < "\u3400" or len(run) == 1 else map("".join, pairwise(run)))
        ]

    def stem(self, word: str) -> str:
        """Words as they are; the search knows no capitals."""
        return word.lower()


def _compile_words() -> None:
    """The theme's own words in Chinese, in the form in which Sphinx reads them."""
    for source in (HERE / "site" / "locale").rglob("*.po"):
        with source.open("rb") as words, source.with_suffix(".mo").open("wb") as made:
            write_mo(made, read_po(words))


def setup(app: Sphinx) -> None:
    """Make the reference before the pages are read."""
    _compile_words()
    app.add_search_language(PairSearch)
    app.connect("builder-inited", lambda _: reference.write(HERE / "reference"))
    app.connect("source-read", _leave_out_links_outside)
    app.add_transform(JoinLines)
