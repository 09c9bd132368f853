"""The page of the open data: every file with its size and checksum, what its columns mean, how to use it; must not know what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from sangkien.language import Language, Words, say
from sangkien.markup import Html, html, joined
from sangkien.model.artifact import Artifact, Page
from sangkien.outputs.site.elements import bullets, facts, scrolled, way
from sangkien.outputs.site.page_url import PageUrl

ADDRESS = "du-lieu/"

_TITLE = Words("Dữ liệu mở", "Open data")
_LEAD = Words(
    "Số liệu báo cáo và sáng kiến được tôn vinh, để tải về và dùng lại. Tên tác giả chỉ có khi tác giả đồng ý; giá trị làm lợi do tác"
    " giả tự khai.",
    "The figures of the reports and the honoured innovations, to download and reuse. Authors are named only with their consent; benefits"
    " are declared by the authors themselves.",
)
_USE = (
    Words(
        "Giấy phép: Creative Commons Ghi công 4.0 (CC BY 4.0). Ghi nguồn: tên chương trình, địa chỉ trang này và mã phiên bản.",
        "Licence: Creative Commons Attribution 4.0 (CC BY 4.0). Name the programme, this address and the revision.",
    ),
    Words(
        "CSV mở bằng Excel đúng dấu tiếng Việt; Parquet có thêm phần trả lời của tác giả.",
        "CSV opens in Excel with its Vietnamese marks; Parquet has the authors' answers besides.",
    ),
    Words(
        "Dòng của bảng nào cũng có mã (đơn vị, lĩnh vực, cấp, ngày) để ghép với bảng khác; số cộng nằm riêng trong tong.csv.",
        "Rows of every table have a code (unit, field, level, day) to join by; totals stand apart in tong.csv.",
    ),
    Words(
        "Mỗi kỳ có datapackage.json (Frictionless) tả từng tệp, từng cột, và SHA256SUMS để kiểm: sha256sum -c SHA256SUMS.",
        "Each edition has a datapackage.json (Frictionless) that tells every file and column, and SHA256SUMS: sha256sum -c SHA256SUMS.",
    ),
    Words(
        "Mỗi sáng kiến có một địa chỉ không đổi: sang-kien/, kỳ, tên tệp.",
        "Each innovation has an address that does not change: sang-kien/, edition, file name.",
    ),
)
_DICTIONARY = Words("Từ điển dữ liệu: mọi trường của bài và hồ sơ, mọi cột của bảng", "Data dictionary: all fields and columns")
_EDITION = Words("Kỳ", "Edition")
_COLUMNS = Words("Các cột của sáng kiến", "Columns of the innovations")
_HEADS = (Words("Tệp", "File"), Words("Cỡ", "Size"), Words("SHA-256", "SHA-256"))
_FEEDS = Words("Nguồn tin quyết định tôn vinh mới", "Feeds of new honours")


def page(
    files: Mapping[str, Sequence[Artifact]],
    columns: Sequence[tuple[str, Words]],
    dictionary: str,
    revision: str,
    language: Language,
) -> Page:
    """Returns the page. `files` are those of each edition by id, `columns` the names and meanings of the columns on
    innovations, `dictionary` is the path of the file that explains all fields, `revision` the commit."""
    url = PageUrl(ADDRESS, language)
    title, lead = _TITLE.say(language), _LEAD.say(language)
    parts = [
        html("<h1>{}</h1><p>{}</p>{}", title, lead, bullets(words.say(language) for words in _USE)),
        html("<p>{}: <code>{:exact}</code></p>", Words("Phiên bản", "Revision").say(language), revision[:12]),
    ]
    for edition, listed in files.items():
        parts.append(html('<h2 id="ky-{edition:exact}">{kind} {edition}</h2>', edition=edition, kind=_EDITION.say(language)))
        parts.append(_files(listed, url))
    parts.append(html('<h2 id="cot">{}</h2>', _COLUMNS.say(language)))
    parts.append(facts((html("<code>{:exact}</code>", name), words.say(language)) for name, words in columns))
    parts.append(html("<p>{}: {}</p>", _DICTIONARY.say(language), way(url.file(dictionary), "JSON")))
    parts.append(html('<h2 id="nguon-tin">{}</h2>', _FEEDS.say(language)))
    end = ".en" if language == "en" else ""
    kinds = (("Atom", "xml"), ("JSON Feed", "json"))
    parts.append(bullets(way(url.file(f"nguon-tin/ton-vinh{end}.{kind}"), name) for name, kind in kinds))
    return Page(ADDRESS, language, title, lead, joined(parts))


def _files(listed: Sequence[Artifact], url: PageUrl) -> Html:
    heads = joined(html('<th scope="col">{}</th>', words.say(url.language)) for words in _HEADS)
    rows = joined(
        html(
            '<tr><th scope="row">{}</th><td class="sk-number">{:exact} B</td><td><code>{:exact}…</code></td></tr>',
            way(url.file(file.path), file.path.split("/", 2)[2]),
            say(len(file.content), url.language),
            hashlib.sha256(file.content).hexdigest()[:16],
        )
        for file in listed
    )
    name = Words("Các tệp", "Files").say(url.language)
    return scrolled(name, html("<thead><tr>{}</tr></thead><tbody>{}</tbody>", heads, rows))
