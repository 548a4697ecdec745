"""A heading in a text decides where its sentences go, if another file names a section like it."""

from tests.support.facts_texts import HEAD
from zhibi.intake.merge import merge

SECTIONS = """sections:
  - id: chain
    part: highlights
    topic: 链上党建
  - id: songs
    part: highlights
    topic: 民歌展演
    facts: [{text: 举办展演。}]
"""


def _merged(tmp_path, text):
    facts, paragraphs = tmp_path / "a.yaml", tmp_path / "b.txt"
    facts.write_text(HEAD + SECTIONS, encoding="utf-8")
    paragraphs.write_text(text, encoding="utf-8")
    return {section["id"]: section for section in merge([facts, paragraphs]).data["sections"]}


def test_sentences_go_to_the_section_that_bears_their_heading(tmp_path):
    sections = _merged(
        tmp_path, "工作亮点\n（一）链上党建\n开展调研6次。\n（二）民歌展演\n演出2场。"
    )
    (survey,) = sections["chain"]["facts"]
    assert survey["text"] == "开展调研6次。"
    assert "note" not in survey
    assert [fact["text"] for fact in sections["songs"]["facts"]] == ["举办展演。", "演出2场。"]


def test_sentences_under_an_unknown_heading_are_marked_as_a_guess(tmp_path):
    sections = _merged(tmp_path, "其他情况\n开展调研6次。")
    (unsorted,) = (section for id_, section in sections.items() if id_ not in {"chain", "songs"})
    (survey,) = unsorted["facts"]
    assert "猜" in survey["note"]
