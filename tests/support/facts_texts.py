"""Facts files that the tests of this folder start from."""

HEAD = """\
document:
  style: 镇乡
  kind: annual
  year: 2024
  organisation: 青山镇
  period: 1—11月
"""

TAX = """\
sections:
  - id: economy
    part: summary
    topic: 经济发展
    facts:
      - id: tax
        name: 税收收入
        aliases: [税收]
        value: 2186.4万元
        period: 1—10月
        growth: 6.35%
        previous: {value: 2055.9万元, show: hidden}
        forecast: 2620万元
        target: {value: 2600万元, show: hidden}
        completion: 100.77%
        of_which:
          closed: false
          parts: [{name: 工业税收, value: 1204.3万元, growth: -2.1%}]
        source: 财政所 表1 B2
"""


def with_facts(*lines: str, part: str = "summary", head: str = HEAD) -> str:
    """A facts file of one section `s` that holds these facts (YAML flow mappings)."""
    facts = "".join(f"      - {line}\n" for line in lines)
    return f"{head}sections:\n  - id: s\n    part: {part}\n    facts:\n{facts}"


def with_derive(facts: list[str], derive: list[str], checks: list[str] | None = None) -> str:
    """As `with_facts`, with lines of `derive` and `checks`."""
    text = with_facts(*facts) + "    derive:\n" + "".join(f"      - {line}\n" for line in derive)
    if checks:
        text += "    checks:\n" + "".join(f"      - {line!r}\n" for line in checks)
    return text
