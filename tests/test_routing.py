"""What a contributor's change may touch, who decides on the rest, and that all of it is read from base."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime

import pytest
import yaml

from sangkien import git
from sangkien.app.judge import judge_change
from sangkien.app.verdict import Judgement
from sangkien.model.history import AsOf
from story import AS_OF, HOME, PROJECT, Story

OURS = "thai-binh/nganh-y-te/bv-mau"
UNITS = "program/2021/units/thai-binh.yml"
OWNERS = """\
*                                               @mau/giu-kho
/submissions/2021/thai-binh/nganh-y-te/duoc-mau @mau/duoc-mau
/program/                                       @mau/ban-chinh-sach
/program/*/*/thai-binh/                         @mau/ldld-thai-binh   # chú thích cuối dòng
/site/
!/schema/                                       @mau/khong-hop-le
"""
POLICY, KEEPERS, PHARMACY, PROVINCE = ("@mau/ban-chinh-sach",), ("@mau/giu-kho",), ("@mau/duoc-mau",), ("@mau/ldld-thai-binh",)


@pytest.fixture
def made(story: Callable[[], Story]) -> Story:
    begun = story()
    files = {".github/CODEOWNERS": OWNERS, "README.md": "Kho.\n", "site/trang.md": "Trang.\n"}
    begun.commit("2021-03-13T08:00:00+07:00", files)
    begun.step(
        {
            "on": "main",
            "at": "2021-03-14T08:00:00+07:00",
            "write": {"duoc-mau/cua-ho.md": {}, "bv-mau/hai.md": {"Giá đỡ": "Kệ"}},
        }
    )
    begun.step({"on": "topic", "at": "2021-04-01T08:00:00+07:00", "write": {}})
    return begun


def judged(made: Story, *units: str) -> Judgement:
    repo = git.open_repository(made.folder)
    return judge_change(repo, "main", "topic", AsOf(datetime.fromisoformat(AS_OF)), units or None)


def routes(made: Story, *units: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {route.owners: route.paths for route in judged(made, *units).routes}


def test_a_submission_of_ones_own_unit_needs_nobody_else(made: Story) -> None:
    made.step(
        {"at": AS_OF, "write": {"bv-mau/moi.md": {}, "bv-mau/cu.md": {"khóa bánh": "chốt bánh"}}, "remove": ["bv-mau/hai.md"]}
    )
    assert routes(made, OURS) == routes(made, "thai-binh") == routes(made) == {}


BEYOND = {
    "another unit's": ({"write": {"duoc-mau/moi.md": {}}}, {PHARMACY: ["duoc-mau/moi.md"]}),
    "another unit's, deleted": ({"remove": ["duoc-mau/cua-ho.md"]}, {PHARMACY: ["duoc-mau/cua-ho.md"]}),
    "taken over from another unit": ({"move": {"duoc-mau/cua-ho.md": "bv-mau/cua-minh.md"}}, {PHARMACY: ["duoc-mau/cua-ho.md"]}),
    "given to another unit": ({"move": {"bv-mau/cu.md": "duoc-mau/cu.md"}}, {PHARMACY: ["duoc-mau/cu.md"]}),
    "another's made executable": ({"mode": {"duoc-mau/cua-ho.md": "755"}}, {PHARMACY: ["duoc-mau/cua-ho.md"]}),
    "a link beside the submissions": ({"link": {"lien-ket": "/etc/passwd"}}, {KEEPERS: ["/lien-ket"]}),
    "the units": ({"write": {UNITS: {"target: 2": "target: 3"}}}, {POLICY: [UNITS]}),
    "the calendar": ({"write": {"program/2021/rules.yml": {"campaign:": "campaign: "}}}, {POLICY: ["program/2021/rules.yml"]}),
    "an act": ({"write": {"decisions/thai-binh/mot.yml": {}}}, {PROVINCE: ["program/2021/decisions/thai-binh/mot.yml"]}),
    "the gate's own code": ({"files": {"scripts/sangkien/rules/form.py": "x"}}, {KEEPERS: ["/scripts/sangkien/rules/form.py"]}),
    "a workflow": ({"files": {".github/workflows/gate.yml": "x"}}, {KEEPERS: ["/.github/workflows/gate.yml"]}),
    "what nobody owns": ({"files": {"site/trang.md": "x"}}, {(): ["/site/trang.md"]}),
    "a line that is none": ({"write": {"schema/units.schema.json": {"Danh sách": "Bảng"}}}, {KEEPERS: ["schema/units.schema.json"]}),
    "an edition nobody opened": ({"write": {"submissions/2030/thai-binh/x.md": "x"}}, {KEEPERS: ["submissions/2030/thai-binh/x.md"]}),
    "in no unit's folder": ({"write": {"submissions/x.md": "x"}}, {KEEPERS: ["submissions/x.md"]}),
}  # fmt: skip


@pytest.mark.parametrize("step", BEYOND)
def test_the_rest_goes_to_its_owners(made: Story, step: str) -> None:
    what, expected = BEYOND[step]
    made.step({"at": AS_OF, **what})
    made.commit(AS_OF, what.get("files", {}))
    found = routes(made, OURS)
    assert found == {owners: tuple(_full(path) for path in paths) for owners, paths in expected.items()}


def _full(path: str) -> str:
    if path.startswith(("submissions/", "program/", "schema/")):
        return path
    return path[1:] if path.startswith("/") else HOME + path


def test_a_submodule_is_routed(made: Story) -> None:
    made.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},vendor/kho")
    made.git("commit", "--quiet", "--message=m", at=AS_OF)
    assert routes(made, OURS) == {KEEPERS: ("vendor/kho",)}


def test_owners_are_those_of_base(made: Story) -> None:
    """Whoever names himself the owner of everything has asked its owner."""
    made.commit(AS_OF, {".github/CODEOWNERS": "* @ke-gian\n"})
    made.step({"at": AS_OF, "write": {"duoc-mau/moi.md": {}}})
    assert routes(made, OURS) == {KEEPERS: (".github/CODEOWNERS",), PHARMACY: (f"{HOME}duoc-mau/moi.md",)}


def test_units_are_those_of_base(made: Story) -> None:
    made.step(
        {"at": AS_OF, "write": {"program/2021/units/thai-binh.yml": {"thai-binh/nganh-y-te/duoc-mau": "thai-binh/nganh-moi"}}}
    )
    made.step({"at": AS_OF, "write": {"submissions/2021/thai-nguyen/x.md": "x"}})
    assert set(routes(made)) == {POLICY, KEEPERS}


def test_where_nobody_is_named_the_keepers_decide(story: Callable[[], Story]) -> None:
    made = story()
    made.step({"on": "topic", "at": AS_OF, "write": {"README.md": "x\n"}})
    (route,) = judged(made).routes
    assert (route.owners, route.named.vi) == ((), "người giữ kho")


# Whose turn it is


BROKEN = {"bv-mau/moi.md": {"scope: unit": "scope: x"}}
TOO_LATE = "2021-04-21T00:00:00+07:00"
DOSSIER = {"dossiers/thai-binh/nganh-y-te/ho-so.yml": {"level: province": "level: national"}}
NEXT = {
    "sound": ({"bv-mau/moi.md": {}}, AS_OF, ["xem và gộp", "duyệt sau 24:00 ngày 20/4/2021 vẫn là đúng hạn"]),
    "broken in time": (BROKEN, AS_OF, ["sửa 1 lỗi", "trước 24:00 ngày 20/4/2021 (còn 10 ngày"]),
    "broken and late": (BROKEN, TOO_LATE, ["Hạn nhận là 24:00 ngày 20/4/2021, nay đã qua"]),
    "no deadline": ({UNITS: {"target: 2": "target: x"}}, AS_OF, ["sửa 1 lỗi rồi đẩy lại lên chính nhánh này."]),
    "a dossier": (DOSSIER, AS_OF, ["`@mau/ldld-thai-binh` xem và gộp", "duyệt sau 24:00 ngày 10/4/2021"]),
}  # fmt: skip


@pytest.mark.parametrize("case", NEXT)
def test_who_acts_next_and_by_when(made: Story, case: str) -> None:
    written, as_of, said = NEXT[case]
    made.step({"at": AS_OF, "write": written})
    repo = git.open_repository(made.folder)
    told = " ".join(step.vi for step in judge_change(repo, "main", "topic", AsOf(datetime.fromisoformat(as_of))).next_steps)
    assert all(each in told for each in said), told


# At home


def test_the_hook_for_pre_commit_says_what_the_gate_says(made: Story) -> None:
    """The definition's own entry, run as pre-commit runs it: on the staged files it asks for, before they are committed."""
    (hook,) = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"].split()[0] == "sangkien"
    file = made.folder / HOME / "bv-mau" / "nhap.md"
    file.write_text(
        (PROJECT / "tests/world/submission.md").read_text(encoding="utf-8").replace("scope: unit", "scope: x"), encoding="utf-8"
    )
    staged = [str(file.relative_to(made.folder))]
    command = [sys.executable, "-m", *hook["entry"].split(), *staged, "--as-of", AS_OF]
    told = subprocess.run(
        command, cwd=made.folder, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"}
    )
    assert (told.returncode, told.stderr) == (1, "")
    made.step({"at": AS_OF, "write": {"bv-mau/nhap.md": file.read_text(encoding="utf-8")}})
    gate = subprocess.run(
        [sys.executable, "-m", "sangkien", "check", "--base", "main", "--head", "topic", "--as-of", AS_OF],
        cwd=made.folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.stdout.split("\n\nĐã xét")[0] == gate.stdout.split("\n\nĐã xét")[0]
