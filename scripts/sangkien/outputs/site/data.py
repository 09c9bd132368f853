"""The page of the open data: every file with its size, what its columns mean, how to use it; must not know what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from sangkien.language import Language, Words, say
from sangkien.late import dataclass
from sangkien.markup import Html, HtmlWords, html, joined
from sangkien.model import licence
from sangkien.model.artifact import Artifact, Page
from sangkien.model.corpus import Edition
from sangkien.outputs.site.elements import bullets, facts, way
from sangkien.outputs.site.foot import licensed
from sangkien.outputs.site.page_url import PageUrl
from sangkien.personal import covered

ADDRESS = "du-lieu/"

_TITLE = Words("Dữ liệu mở", "Open data")
_LEAD = Words(
    "Số liệu báo cáo và sáng kiến được tôn vinh, để tải về và dùng lại. Tên tác giả chỉ có khi tác giả đồng ý; giá trị làm lợi do tác"
    " giả kê khai.",
    "The figures of the reports and the honoured innovations, to download and reuse. Authors are named only with their consent; benefits"
    " are declared by the authors themselves.",
)
_CITE = HtmlWords(
    "Khi dùng lại, ghi nguồn: tên chương trình, địa chỉ trang này và phiên bản <code>{:exact}</code>.",
    "When you reuse them, name the programme, this page's address and the revision <code>{:exact}</code>.",
)
_USE = (
    HtmlWords(
        "Tệp CSV mở bằng Excel hiện đúng dấu tiếng Việt; tệp Parquet có thêm phần trả lời của tác giả.",
        "CSV files open in Excel with their Vietnamese marks; the Parquet file has the authors' answers besides.",
    ),
    HtmlWords(
        "Dòng nào của bảng cũng có mã (đơn vị, lĩnh vực, cấp, ngày) để ghép với bảng khác; số cộng nằm riêng trong <code>tong.csv</code>.",
        "Every row of a table has a code (unit, field, level, day) to join by; totals stand apart in <code>tong.csv</code>.",
    ),
    HtmlWords(
        "Địa chỉ của một sáng kiến không bao giờ đổi: <code>sang-kien/</code>, kỳ, tên tệp.",
        "An innovation's address never changes: <code>sang-kien/</code>, edition, file name.",
    ),
    HtmlWords(
        "Kiểm tệp tải về có nguyên vẹn không: <code>sha256sum -c SHA256SUMS</code>.",
        "To check that what you downloaded is whole: <code>sha256sum -c SHA256SUMS</code>.",
    ),
)
_EDITION = Words("Kỳ", "Edition")
_FILES = {
    "sang-kien": Words("Từng sáng kiến được tôn vinh", "Each honoured innovation"),
    "bao-cao": Words("Mọi bảng của báo cáo", "All tables of the report"),
    "tong": Words("Số cộng của từng bảng", "Totals of each table"),
    "datapackage": Words("Mô tả từng tệp, từng cột (Frictionless)", "What each file and column is (Frictionless)"),
    "SHA256SUMS": Words("Mã kiểm SHA-256 của các tệp", "SHA-256 sums of the files"),
}
"""What files hold that are no table of the report; those are called as the table is."""
_KINDS = {
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""How a kind of file is called by people and by machines."""
_COLUMNS = Words("Cột của tệp từng sáng kiến", "Columns of the file on innovations")
_COUNTED = Words("{count} cột và ý nghĩa", "{count} columns and what they mean")
_DICTIONARY = Words("Từ điển dữ liệu: mọi trường của bài và hồ sơ, mọi cột của bảng", "Data dictionary: all fields and columns")
_FEEDS = Words("Nguồn tin: sáng kiến mới được tôn vinh", "Feeds: newly honoured innovations")


@dataclass(frozen=True)
class Published:
    """What an edition gives away."""

    edition: Edition
    files: Sequence[Artifact]  # at `du-lieu/<edition>/<name>`
    titles: Mapping[str, Words]  # of the report's tables, by their file's name without the ending


def page(
    every: Sequence[Published], columns: Sequence[tuple[str, Words]], dictionary: str, revision: str, url: PageUrl, site: str
) -> Page:
    """Returns the page at `url`. `columns` are names and meanings of the columns on innovations, `dictionary` is the path of the
    file that explains all fields, `revision` the commit, `site` the site's address with a final slash, empty where unknown."""
    language = url.language
    title, lead = _TITLE.say(language), _LEAD.say(language)
    use = [licensed(language), _CITE.say(language, revision[:12]), *(words.say(language) for words in _USE)]
    parts = [html("<h1>{}</h1><p>{}</p>{}", title, lead, bullets(use))]
    for each in every:
        id = each.edition.id
        parts.append(html('<h2 id="ky-{edition:exact}">{kind} {edition}</h2>', edition=id, kind=_EDITION.say(language)))
        parts.append(facts(_listed(each, url)))
    meanings = facts((html("<code>{:exact}</code>", name), words.say(language)) for name, words in columns)
    counted = _COUNTED.say(language).format(count=len(columns))
    folded = html("<details><summary>{}</summary>{}</details>", counted, meanings)
    parts.append(html('<h2 id="cot">{}</h2>{}', _COLUMNS.say(language), folded))
    parts.append(html("<p>{}: {}.</p>", _DICTIONARY.say(language), way(url.file(dictionary), "JSON")))
    parts.append(html('<h2 id="nguon-tin">{}</h2>', _FEEDS.say(language)))
    end = ".en" if language == "en" else ""
    kinds = (("Atom", "xml"), ("JSON Feed", "json"))
    parts.append(bullets(way(url.file(f"nguon-tin/ton-vinh{end}.{kind}"), name) for name, kind in kinds))
    return Page(url.address, language, title, lead, joined(parts), about=_dataset(every, revision, url, site))


def _listed(published: Published, url: PageUrl) -> Iterator[tuple[str, Html]]:
    """What there is, and a link to it in each kind of file."""
    found: dict[str, list[Artifact]] = {}
    for file in published.files:
        found.setdefault(_name(file)[0], []).append(file)
    for name, files in found.items():
        links = (
            html(
                '{} <span class="sk-quiet">{:exact}</span>',
                way(url.file(file.path), _kind(file)[0]),
                _size(len(file.content), url.language),
            )
            for file in files
        )
        yield _called(name, published, url.language), joined(links, " · ")


def _name(file: Artifact) -> tuple[str, str]:
    """The file's name and its ending."""
    name, _, ending = file.path.rpartition("/")[2].partition(".")
    return name, ending


def _called(name: str, published: Published, language: Language) -> str:
    words = _FILES.get(name) or published.titles.get(name)
    return words.say(language) if words else name


def _kind(file: Artifact) -> tuple[str, str]:
    return _KINDS.get(_name(file)[1], (file.path.rpartition("/")[2], "text/plain"))


def _size(octets: int, language: Language) -> str:
    for unit, many in (("MB", 1_000_000), ("kB", 1_000)):
        if octets >= many:
            return f"{say(round(octets / many), language)} {unit}"
    return f"{octets} B"


def _dataset(every: Sequence[Published], revision: str, url: PageUrl, site: str) -> dict[str, object]:
    """The page for search engines (schema.org, Dataset): the only edition, or all as parts of one."""
    parts = [_of_edition(each, revision, url, site) for each in every]
    if len(parts) == 1:
        return {"@context": "https://schema.org", **parts[0]}
    days = [day for each in every for day in _days(each.edition)]
    return {
        "@context": "https://schema.org",
        **_described(_TITLE.say(url.language), revision, url, site),
        **({"temporalCoverage": f"{min(days)}/{max(days)}"} if days else {}),
        "creator": [part["creator"] for part in parts],
        "hasPart": parts,
    }


def _described(name: str, revision: str, url: PageUrl, site: str) -> dict[str, object]:
    return {
        "@type": "Dataset",
        "name": name,
        "description": _LEAD.say(url.language),
        **({"url": url.full(site)} if site else {}),
        "license": licence.URL,
        "isAccessibleForFree": True,
        "inLanguage": "vi",
        "version": revision,
    }


def _of_edition(published: Published, revision: str, url: PageUrl, site: str) -> dict[str, object]:
    rules = published.edition.rules.record
    first, last = _days(published.edition)
    return {
        **_described(f"{_TITLE.say(url.language)}: {covered(rules.name.say(url.language))}", revision, url, site),
        "temporalCoverage": f"{first}/{last}",
        "creator": {"@type": "Organization", "name": covered(rules.organiser.say(url.language))},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": _called(_name(file)[0], published, url.language),
                "encodingFormat": _kind(file)[1],
                # Where the site's address is unknown it leads from the page, as a reader of JSON-LD reads it.
                "contentUrl": f"{site}{file.path}" if site else url.file(file.path),
                "contentSize": f"{len(file.content)} B",
                "sha256": hashlib.sha256(file.content).hexdigest(),
            }
            for file in published.files
        ],
    }


def _days(edition: Edition) -> tuple[str, str]:
    """The edition's first and last day."""
    campaign = edition.rules.record.campaign
    return campaign.first.isoformat(), campaign.last.isoformat()
