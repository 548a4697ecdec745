"""The date of a report stands in the facts as it will be written."""

import pytest

from tests.support.facts_texts import HEAD, with_facts
from zhibi.facts.load import facts_from_text


@pytest.mark.parametrize("written", ["2024-12-06", "2024-12-6", "2024年12月6日"])
def test_a_date_is_kept_in_the_form_in_which_it_is_printed(written: str) -> None:
    text = with_facts("{text: 新建广场一处。}", head=f"{HEAD}  date: {written}\n")
    assert facts_from_text(text).document.date == "2024年12月6日"
