"""Shows a table of figures: its rows, what they come to in a few words, its file; must not count, nor know whose figures they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sangkien.language import Language, Value, Words, say
from sangkien.late import dataclass
from sangkien.markup import Html, html, joined, literal
from sangkien.model.artifact import Column, Measure, Table
from sangkien.outputs.site.elements import scrolled, way

_MOST_ROWS = 100

_ROWS = Words(
    "Bảng ở đây có {most} trong {all} dòng; tệp CSV có đủ.",
    "This table has {most} of {all} rows; the CSV file has them all.",
)
_FILE = Words("Tải bảng này", "Download this table")
_IN_ORDER = Words("Không bài nào trễ hạn hay không hợp lệ.", "No entry is late or invalid.")
_MOST = Words("nhiều nhất: {name} ({count})", "most: {name} ({count})")
_REACHED = Words("{reached}/{all} đơn vị đã đạt", "{reached} of {all} units reached it")
_LEVEL = Words("{name}: {count}", "{name}: {count}")
_PEOPLE = Words("{count} tác giả", "{count} authors")
_CASES = Words("{count} vụ", "{count} cases")
_LINES = Words("{count} dòng", "{count} rows")

# What a column says when each row has this: nothing that a line of words would not.
_SILENT: dict[str, tuple[Value, ...]] = {"late": (0,), "invalid": (0,), "in_time": (100, 0), "agreed": ("",), "reserve": (0,)}


@dataclass(frozen=True)
class RowWays:
    """Links of a table's rows, one a row, empty for none."""

    names: Sequence[str] = ()  # of the names; empty: no name has any
    honoured: Sequence[str] = ()  # of the numbers of honoured ones; empty: no number has any

    def of(self, rows: Sequence[int]) -> RowWays:
        """Returns the links of some of the rows, by index."""
        return RowWays(*([all[row] for row in rows] if all else () for all in (self.names, self.honoured)))


def listed(table: Table, language: Language, csv: str, ways: RowWays | None = None) -> Html:
    """Returns the table as HTML with its note and a link to its file; of a very long one only the largest rows, and only columns
    that say something. `csv` is the file's link, `ways` are those of the rows."""
    kept = largest([weight(row) for row in table.rows], _MOST_ROWS)
    if table.id == "chi-tieu":
        kept = [*range(len(table.rows))][:_MOST_ROWS]  # whoever is furthest from the target stands first
    notes = [table.note.say(language)] if table.note.vi else []
    part, ways = replace(table, rows=tuple(table.rows[row] for row in kept), codes=()), (ways or RowWays()).of(kept)
    if len(kept) < len(table.rows):
        notes.append(_ROWS.say(language).format(most=say(len(kept), language), all=say(len(table.rows), language)))
    shown, left_out = _telling(table, part)
    if {"late", "invalid"} <= left_out:
        notes.append(_IN_ORDER.say(language))
    body = names(part, ways) if len(part.columns) == 1 else in_html(shown, language, ways)
    return html(
        '{}<p class="sk-under">{} <span class="sk-file">{}: {}</span></p>',
        body,
        " ".join(notes),
        _FILE.say(language),
        way(csv, "CSV"),
    )


def _telling(table: Table, part: Table) -> tuple[Table, set[str]]:
    """The table without columns in which every row has the same nothing, and the ids of those."""
    silent = {
        column.id
        for place, column in enumerate(table.columns)
        if (alike := _SILENT.get(column.id)) and all(row[place] in alike for row in (*table.rows, *filter(None, [table.total])))
    }
    places = [place for place, column in enumerate(table.columns) if column.id not in silent]

    def kept(row: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(row[place] for place in places) if row else ()

    columns = tuple(table.columns[place] for place in places)
    return replace(part, columns=columns, rows=tuple(map(kept, part.rows)), total=kept(table.total)), silent


def names(table: Table, ways: RowWays) -> Html:
    """Returns the rows of a table that has nothing but names, one beside the other."""
    places = ways.names or [""] * len(table.rows)
    shown = (way(to, str(row[0])) if to else html("{}", str(row[0])) for row, to in zip(table.rows, places, strict=True))
    return html('<ul class="sk-names">{}</ul>', joined(html("<li>{}</li>", each) for each in shown))


def furthest_first(table: Table) -> Table:
    """Returns a table of targets with the units that are furthest from theirs first."""
    shares = table.column("share")
    ordered = sorted(range(len(table.rows)), key=lambda row: int(str(shares[row])))
    return replace(table, rows=tuple(table.rows[row] for row in ordered), codes=tuple(table.codes[row] for row in ordered))


def weight(row: tuple[Value, ...]) -> int:
    """Returns the first number of a row."""
    return next((value for value in row[1:] if isinstance(value, int)), 0)


def largest(weights: Sequence[int], most: int) -> list[int]:
    """Returns the indices of the `most` largest, in their order."""
    return sorted(sorted(range(len(weights)), key=lambda row: -weights[row])[:most])


def in_html(table: Table, language: Language, ways: RowWays | None = None) -> Html:
    """Returns the table as HTML: numbers to the right, the row's name as its header, with the links of `ways`."""
    heads = joined(html('<th scope="col"{}>{}</th>', _side(column), column.title.say(language)) for column in table.columns)
    none = [""] * len(table.rows)
    ways = ways or RowWays()
    rows = joined(
        _row(table, row, language, *to) for row, *to in zip(table.rows, ways.names or none, ways.honoured or none, strict=True)
    )
    foot = html("<tfoot>{}</tfoot>", _row(table, table.total, language)) if table.total else ""
    title = table.title.say(language)
    head = html('<caption class="sk-hidden">{}</caption><thead><tr>{}</tr></thead>', title, heads)
    return scrolled(title, html("{}<tbody>{}</tbody>{}", head, rows, foot))


def _row(table: Table, row: tuple[Value, ...], language: Language, name_to: str = "", honoured_to: str = "") -> Html:
    name = say(row[0], language)
    cells = joined(
        html("<td{}>{}</td>", _side(column), _cell(column, value, language, honoured_to))
        for column, value in zip(table.columns[1:], row[1:], strict=True)
    )
    return html('<tr><th scope="row">{}</th>{}</tr>', way(name_to, name) if name_to else name, cells)


def _cell(column: Column, value: Value, language: Language, honoured_to: str) -> str | Html:
    said = say(value, language)
    if column.measure is Measure.PERCENT:
        return f"{said} %"
    if column.id == "difference" and isinstance(value, int) and value:
        return f"+{said}" if value > 0 else said.replace("-", "−")
    return way(honoured_to, said) if column.id == "honoured" and value and honoured_to else said


_RIGHT = literal(' class="sk-number"')


def _side(column: Column) -> Html:
    return html("") if column.measure is Measure.NAME else _RIGHT


def gist(table: Table, language: Language) -> str:
    """Returns what the table comes to, in a few words beside its heading."""
    if not table.rows:
        return ""
    ids = {column.id for column in table.columns}
    if "received" in ids and len(table.rows) > 1:
        top = max(table.rows, key=weight)
        return _MOST.say(language).format(name=say(top[0], language), count=say(top[1], language))
    if {"target", "result"} <= ids:
        reached = sum(int(str(share)) >= 100 for share in table.column("share"))
        return _REACHED.say(language).format(reached=say(reached, language), all=say(len(table.rows), language))
    if table.id == "ton-vinh":
        last = table.rows[-1]
        return _LEVEL.say(language).format(name=say(last[0], language), count=say(table.column("honoured")[-1], language))
    for id, words in (("people", _PEOPLE), ("cases", _CASES)):
        if id in ids:
            return words.say(language).format(count=say(sum(int(str(value)) for value in table.column(id)), language))
    return "" if table.id == "ky-truoc" else _LINES.say(language).format(count=say(len(table.rows), language))
