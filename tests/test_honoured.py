"""What outputs get of an honoured submission: everything in it may be shown, and nothing else of the file comes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal

import pytest

from sangkien import git
from sangkien.app.revision import judge_revision
from sangkien.figures.honoured import innovations
from sangkien.model.history import AsOf
from sangkien.model.innovation import PublicInnovation, PublicMeasure, PublicText
from sangkien.personal import COVER
from story import HOME, PROJECT, Story

PATH = f"{HOME}bv-mau/cu.md"
AUTHOR, OTHER = "Nguyễn Văn Mẫu", "Trần Thị Kín"
SPOKEN = f"Chuyển bệnh nhanh hơn, theo chị **{OTHER}**, gọi 0912 345 678."


@pytest.fixture
def honoured(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., PublicInnovation]:
    """The one honoured submission of a world, with these texts replaced."""

    def made(**changed: str) -> PublicInnovation:
        world = Story(tmp_path_factory.mktemp("ton-vinh") / "kho")
        text = (world.folder / PATH).read_text(encoding="utf-8")
        changed |= {"    share: 100": f"    share: 60\n  - name: {OTHER}\n    share: 40"}
        changed |= {"Chuyển bệnh nhanh hơn, không còn bình oxy bị đổ khi qua dốc.": SPOKEN}
        for old, new in changed.items():
            assert old in text, old
            text = text.replace(old, new, 1)
        decision = (PROJECT / "tests/world/decision.yml").read_text(encoding="utf-8")
        number = f"15/QĐ-CĐYT (mẫu) {AUTHOR}"
        world.commit("2021-03-13T08:00:00+07:00", {PATH: text})
        world.commit(
            "2021-05-13T08:00:00+07:00",
            {"program/2021/decisions/thai-binh/nganh-y-te/qd.yml": decision.replace("15/QĐ-CĐYT (mẫu)", number)},
        )
        as_of = AsOf(datetime.fromisoformat("2021-06-01T08:00:00+07:00"))
        corpus = judge_revision(git.open_repository(world.folder), "HEAD", as_of).corpus
        found = innovations(corpus, corpus.editions["2021"])
        assert [*found] == [PATH]
        return found[PATH]

    return made


def shown(value: object) -> Iterator[str]:
    """Every text that can be read of a record, in whatever depth."""
    if isinstance(value, PublicText):
        yield from (value.text, value.html)
    elif is_dataclass(value):
        for field in fields(value):
            yield from shown(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from shown(each)
    elif isinstance(value, str):
        yield value


def test_who_consented_is_named(honoured: Callable[..., PublicInnovation]) -> None:
    each = honoured()
    assert each.details is not None
    assert [author.name for author in each.details.authors] == [AUTHOR, OTHER]
    assert each.details.decisions[0].number == f"15/QĐ-CĐYT (mẫu) {AUTHOR}"
    assert each.effect.text == f"Chuyển bệnh nhanh hơn, theo chị **{OTHER}**, gọi {COVER}."


def test_who_did_not_consent_is_named_nowhere(honoured: Callable[..., PublicInnovation]) -> None:
    each = honoured(**{"publish_name: true": "publish_name: false"})
    assert each.details is not None
    assert (each.details.authors, each.details.authors_count) == ((), 2)
    assert each.details.decisions[0].number == f"15/QĐ-CĐYT (mẫu) {COVER}"
    assert each.effect.html == f"<p>Chuyển bệnh nhanh hơn, theo chị {COVER}, gọi {COVER}.</p>"
    assert not [text for text in shown(each) if AUTHOR in text or OTHER in text or "0912" in text]


def test_of_a_confidential_one_come_title_effect_and_award_alone(honoured: Callable[..., PublicInnovation]) -> None:
    each = honoured(**{"sample: true": "sample: true\nconfidential: true", "xe đẩy": "xe đẩy của BV Mẫu"})
    assert each.details is None
    assert each.address.startswith("2021/bai-")
    told = " ".join(shown(each))
    assert "bv-mau" not in told
    assert "thai-binh" not in told
    assert AUTHOR not in told
    assert "0912" not in told
    assert (each.level.id, each.award) == ("upper", "Giấy khen")


TOLD = {
    "sample: true": f"""title_en: An oxygen rack, by {OTHER}
summary: Giá đỡ của chị {OTHER} giữ chặt bình oxy khi xe qua dốc.
summary_en: A rack holds the oxygen cylinder fast on slopes; ask {OTHER}.
measures:
  - what: Thời gian chuyển, theo {OTHER}
    before: 25
    after: 18,5
    unit: phút
sample: true"""
}


def test_a_translation_a_summary_and_numbers_come_covered(honoured: Callable[..., PublicInnovation]) -> None:
    each = honoured(**TOLD, **{"publish_name: true": "publish_name: false"})
    assert each.details is not None
    assert each.title_en == f"An oxygen rack, by {COVER}"
    assert each.details.summary == f"Giá đỡ của chị {COVER} giữ chặt bình oxy khi xe qua dốc."
    assert each.details.summary_en == f"A rack holds the oxygen cylinder fast on slopes; ask {COVER}."
    assert each.details.measures == (PublicMeasure(f"Thời gian chuyển, theo {COVER}", Decimal(25), Decimal("18.5"), "phút"),)


def test_of_a_confidential_one_the_title_in_english_comes_too_and_no_summary(honoured: Callable[..., PublicInnovation]) -> None:
    each = honoured(**TOLD, **{"stage: effective": "stage: effective\nconfidential: true"})
    assert each.details is None
    assert each.title_en == f"An oxygen rack, by {COVER}"
    assert not [text for text in shown(each) if "dốc" in text or "slopes" in text or "phút" in text]


def test_the_record_stands_for_all_that_a_page_shows(honoured: Callable[..., PublicInnovation]) -> None:
    """Whoever keeps a page while `repr` is the same keeps none that would be made otherwise."""
    assert repr(honoured()) != repr(honoured(**{"Hàn thêm khung đỡ": "Hàn thêm hai khung đỡ"}))
