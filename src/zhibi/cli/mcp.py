"""`zhibi mcp`: zhibi as a server for other programs, over standard input and output."""

from __future__ import annotations

from typing import Annotated

from zhibi.cli.parameters import option
from zhibi.errors import InputError, Problem


def serve(
    root: Annotated[
        list[str] | None,
        option("--root", metavar="DIR", help="可以读的文件夹，可写多个；不写就什么也不读"),
    ] = None,
) -> int:
    """作为 MCP 服务，供其他程序调用（标准输入输出；需要 pip install 'zhibi[mcp]'）。"""
    try:
        from zhibi.mcp.server import build_server
    except ModuleNotFoundError as error:
        hint = "pip install 'zhibi[mcp]'"
        raise InputError(Problem("没有安装 MCP 所需的包", hint)) from error
    build_server(root or ()).run("stdio")
    return 0
