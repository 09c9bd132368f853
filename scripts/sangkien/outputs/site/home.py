"""The home page: what this is, who takes part, when, and where the edition stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sangkien.figures import Figures
from sangkien.figures.honoured import Innovation
from sangkien.language import say
from sangkien.model.corpus import Edition
from sangkien.outputs.site import cards, guide, report
from sangkien.outputs.site.here import Here
from sangkien.outputs.site.markup import attribute, front_matter

_SHOWN = 6


def page(
    edition: Edition,
    figures: Figures,
    innovations: Sequence[Innovation],
    as_of: datetime,
    revision: str,
    sample: bool,
) -> str:
    rules = edition.rules.record
    portal = rules.portal
    return "".join(
        [
            front_matter(title="Trang chủ", hide=["navigation", "toc"]),
            f'<div class="sk-hero"><p class="sk-kicker">{attribute(rules.organiser.vi)} · kỳ {edition.id}</p>'
            f"<h1>{attribute(rules.name.vi)}</h1>"
            "<p>Người lao động gửi cách làm hay hơn; công đoàn cơ sở đề nghị; các cấp tôn vinh; ai cũng đọc và làm theo được.</p>"
            '<p><a class="md-button md-button--primary" href="gui-bai/">Gửi sáng kiến</a> '
            '<a class="md-button" href="sang-kien/">Xem sáng kiến</a></p></div>\n\n',
            report.SAMPLE if sample else "",
            "## Ai tham gia, khi nào { #ai }\n\n",
            "- **Ai:** đoàn viên công đoàn, công nhân, viên chức, lao động trong cơ quan, đơn vị, doanh nghiệp.\n",
            f"- **Sáng kiến nào:** bắt đầu áp dụng thực tế từ {say(rules.applied.first, 'vi')} đến hết {say(rules.applied.last, 'vi')},"
            " được người sử dụng lao động đồng ý.\n",
            f"- **Gửi khi nào:** từ {say(portal.opens.date(), 'vi')}. {guide.intake(rules, as_of)}\n",
            "- **Thể lệ đầy đủ:** [các mốc thời gian, hạn mức và hồ sơ](the-le/index.md).\n\n",
            "## Kết quả đến nay { #so-lieu }\n\n",
            report.tiles(figures),
            "[Xem báo cáo đầy đủ](bao-cao/index.md)\n\n",
            "## Sáng kiến tiêu biểu { #ton-vinh }\n\n" if innovations else "",
            cards.cards(innovations[:_SHOWN], Here("", "vi")) if innovations else "",
            f"\n<a href='sang-kien/'>Xem cả {len(innovations)} sáng kiến</a>\n\n" if innovations else "",
            f"Trang này dựng từ phiên bản `{revision[:12]}` của kho, tính đến ngày {say(as_of.date(), 'vi')}.\n",
        ]
    )
