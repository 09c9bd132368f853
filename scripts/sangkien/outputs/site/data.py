"""The page of the open data: every file with its size and sum, what its columns mean, how to use it; must not know what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from sangkien.language import Language, Words, say
from sangkien.model.artifact import Artifact, Page
from sangkien.outputs.site.markup import attribute, scrolled
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
_FEEDS = Words("Nguồn tin quyết định tôn vinh mới", "Feeds of new honours")


def page(
    files: Mapping[str, Sequence[Artifact]],
    columns: Sequence[tuple[str, Words]],
    dictionary: str,
    revision: str,
    language: Language,
) -> Page:
    """`files` are those of each edition, `columns` name and meaning of what is told of an innovation, `dictionary`
    is the file that tells all fields."""
    url = PageUrl(ADDRESS, language)
    title, lead = _TITLE.say(language), _LEAD.say(language)
    end = ".en" if language == "en" else ""
    uses = "".join(f"<li>{attribute(words.say(language))}</li>" for words in _USE)
    parts = [f"<h1>{title}</h1><p>{attribute(lead)}</p><ul>{uses}</ul>"]
    parts.append(f"<p>{Words('Phiên bản', 'Revision').say(language)}: <code>{revision[:12]}</code></p>")
    for edition, listed in files.items():
        parts.append(f'<h2 id="ky-{edition}">{Words("Kỳ", "Edition").say(language)} {edition}</h2>')
        parts.append(_files(listed, url))
    parts.append(f'<h2 id="cot">{Words("Các cột của sáng kiến", "Columns of the innovations").say(language)}</h2>')
    rows = "".join(
        f"<div><dt><code>{name}</code></dt><dd>{attribute(words.say(language))}</dd></div>" for name, words in columns
    )
    parts.append(f'<dl class="sk-facts">{rows}</dl>')
    parts.append(f'<p>{attribute(_DICTIONARY.say(language))}: <a href="{url.file(dictionary)}">JSON</a></p>')
    parts.append(f'<h2 id="nguon-tin">{attribute(_FEEDS.say(language))}</h2><ul>')
    for name, kind in (("Atom", "xml"), ("JSON Feed", "json")):
        parts.append(f'<li><a href="{url.file(f"nguon-tin/ton-vinh{end}.{kind}")}">{name}</a></li>')
    return Page(ADDRESS, language, title, lead, "".join(parts) + "</ul>")


def _files(listed: Sequence[Artifact], url: PageUrl) -> str:
    heads = "".join(
        f'<th scope="col">{words.say(url.language)}</th>'
        for words in (Words("Tệp", "File"), Words("Cỡ", "Size"), Words("SHA-256", "SHA-256"))
    )
    rows = "".join(
        f'<tr><th scope="row"><a href="{url.file(file.path)}">{attribute(file.path.split("/", 2)[2])}</a></th>'
        f'<td class="sk-number">{say(len(file.content), url.language)} B</td>'
        f"<td><code>{hashlib.sha256(file.content).hexdigest()[:16]}…</code></td></tr>"
        for file in listed
    )
    name = Words("Các tệp", "Files").say(url.language)
    return scrolled(name, f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>")
