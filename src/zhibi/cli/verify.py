"""`zhibi verify`: confirms a receipt, or names what changed since."""

from __future__ import annotations

import json
from typing import Annotated

from zhibi.cli.options import TEXT_OR_JSON, Format, one_of
from zhibi.cli.parameters import argument, option
from zhibi.cli.streams import print_data, print_text

ReceiptOption = Annotated[
    str | None,
    option("--receipt", metavar="R.json", help="另写回执，以后用 zhibi verify 核验"),
]


def verify_receipt(
    path: Annotated[str, argument(metavar="RECEIPT", help="回执（--receipt 写出的 .json）")],
    output: Format = "text",
) -> int:
    """核验回执：事实、稿件、样式、提示词有没有变，重做一遍结果是不是一样。"""
    from zhibi.output.receipts.verify import verification_data, verify

    one_of(output, TEXT_OR_JSON, "--format")
    verification = verify(path)
    if output == "json":
        print_data(json.dumps(verification_data(verification), ensure_ascii=False, indent=2))
    else:
        for result in verification.results:
            print_text(f"{'一致' if result.same else '不同'}：{result.message}")
        changed = sum(not result.same for result in verification.results)
        print_text("核验通过" if verification.ok else f"核验不通过：{changed} 处不同")
    return 0 if verification.ok else 1
