"""Says what has to be installed before a verb that needs more than judging does; must not know what for."""

from __future__ import annotations

from importlib.util import find_spec

from sangkien import __version__
from sangkien.language import Words
from sangkien.model.finding import CannotJudge

EXTRAS = {"site": ("PIL", "pyarrow", "ttf_opensans", "typst", "xlsxwriter", "zxingcpp")}
"""What the package imports beyond what judging does, by the extra of pyproject.toml that installs it."""


def need(extra: str) -> None:
    """Raises CannotJudge, with the command to run, where one of the extra's libraries is not installed. Nothing is imported."""
    lacking = [name for name in EXTRAS[extra] if find_spec(name) is None]
    if not lacking:
        return
    here = f"pip install --require-hashes -r requirements/{extra}.txt"
    # Never the bare name: on a public index anybody may own it.
    elsewhere = f'pip install "./sangkien-{__version__}-py3-none-any.whl[{extra}]"'
    names = ", ".join(lacking)
    raise CannotJudge(
        Words(
            f"Lệnh này cần thêm phần “{extra}”, máy chưa cài: {names}. Trong bản sao của kho: {here}; cài từ gói: {elsewhere}",
            f"This verb needs the extra “{extra}”, of which this machine lacks: {names}. In a clone: {here}; from a wheel: {elsewhere}",
        )
    )
