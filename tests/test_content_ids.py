"""Content ids are filled into acts as they are written: nothing else changes, nothing twice, and what was there stays."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from sangkien import git
from sangkien.app.revision import judge_revision
from sangkien.cli import main
from sangkien.inputs.content_ids import filled
from sangkien.model.history import AsOf
from story import PROJECT, Story

A, B = "submissions/2021/a/x.md", "submissions/2021/a/y.md"
IDS = {A: "1" * 40, B: "b" * 40}


@pytest.mark.parametrize(
    ("act", "wanted"),
    [
        (f"items:\n  - path: {A}\n    award: Bằng khen\n", f'items:\n  - path: {A}\n    content: "{IDS[A]}"\n    award: Bằng khen\n'),
        (f"items:\n- path: '{A}'\n", f"items:\n- path: '{A}'\n  content: \"{IDS[A]}\"\n"),
        (f"items:\n  - award: Bằng khen\n    path: {A}\n", f'items:\n  - award: Bằng khen\n    path: {A}\n    content: "{IDS[A]}"\n'),
        (f"items:\n  - path: {A}\r\n", f'items:\n  - path: {A}\r\n    content: "{IDS[A]}"\r\n'),
        (f"items:\n  - path: {A}", f'items:\n  - path: {A}\n    content: "{IDS[A]}"\n'),
        (f"path: {A} # bài ấy\nkind: complaint\n", f'path: {A} # bài ấy\ncontent: "{IDS[A]}"\nkind: complaint\n'),
        (f"items: [{{path: {A}, votes: {{in_favour: 1}}}}]\n", f'items: [{{path: {A}, content: "{IDS[A]}", votes: {{in_favour: 1}}}}]\n'),
        (f"items:\n  - {{path: {A}, award: x}}\n", f'items:\n  - {{path: {A}, content: "{IDS[A]}", award: x}}\n'),
    ],
)  # fmt: skip
def test_a_missing_id_is_written_beside_its_path(act: str, wanted: str) -> None:
    assert filled(act, IDS) == wanted
    assert filled(wanted, IDS) == wanted


@pytest.mark.parametrize(
    "act",
    [
        f'items:\n  - path: {A}\n    votes: {{in_favour: 1}}\n    content: "{"c" * 40}"\n',
        f'items:\n  - content: "{"c" * 40}"\n    path: {A}\n',
        f"items: [{{content: {'c' * 40}, path: {A}}}]\n",
        f"content: {'c' * 40}\npath: {A}\n",
        "items:\n  - path: submissions/2021/a/la.md\n",
        f"items:\n  # - path: {A}\n",
        f"number: x\nrevokes:\n  - number: y\n    path: {A}\n",
    ],
)
def test_what_is_there_or_unknown_or_revoked_is_left_alone(act: str) -> None:
    assert filled(act, IDS) == act


def test_every_act_of_the_samples_names_the_contents_it_saw_and_says_else_what_it_said() -> None:
    for kind in ("dossiers", "decisions", "disputes"):
        for file in sorted((PROJECT / f"program/2021/{kind}").rglob("*.yml")):
            text = file.read_text(encoding="utf-8")
            bare = re.sub(r"^ *content: .*\n", "", text, flags=re.MULTILINE)
            spoken = _spoken(yaml.safe_load(bare))
            again = filled(bare, {item["path"]: "d" * 40 for item in spoken})
            assert [item["content"] for item in _spoken(yaml.safe_load(again))] == ["d" * 40] * len(spoken)
            assert re.sub(r"^ *content: .*\n", "", again, flags=re.MULTILINE) == bare
            assert all(item.get("content") in _ids(item["path"]) for item in _spoken(yaml.safe_load(text))), file


def _spoken(act: dict[str, Any]) -> list[dict[str, Any]]:
    return act.get("items", [act] if "path" in act else [])


def _ids(path: str) -> set[str]:
    """The content that stands at a path, and what it was without the English version that came after the council had met."""
    content = Path(PROJECT / path).read_bytes()
    plain = re.sub(rb"^(?:title|summary)_en: .*\n", b"", content, flags=re.MULTILINE)
    return {hashlib.sha1(b"blob %d\0" % len(each) + each).hexdigest() for each in (content, plain)}


def test_the_ids_that_a_draft_or_an_act_lacks_are_shown_and_written(
    story: Callable[[], Story], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = story()
    act = told.folder / "program/2021/dossiers/thai-binh/nganh-y-te/len-tinh.yml"
    act.parent.mkdir(parents=True)
    act.write_text((PROJECT / "tests/world/dossier.yml").read_text(encoding="utf-8"), encoding="utf-8")

    def fix(*words: str) -> str:
        asked = ["check", "--fix", *words, "--as-of", "2021-04-10T08:00:00+07:00", "--repo", str(told.folder), str(act)]
        monkeypatch.setattr("sys.argv", ["sangkien", *asked])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0
        return capsys.readouterr().out

    seen = told.blob("bv-mau/cu.md")
    assert f'+    content: "{seen}"' in fix("--dry-run")
    assert "content:" not in act.read_text(encoding="utf-8")
    assert f'+    content: "{seen}"' in fix()
    assert yaml.safe_load(act.read_text(encoding="utf-8"))["items"][0]["content"] == seen
    assert "content:" not in fix()


def test_to_tell_the_id_that_was_seen_costs_a_landed_dossier_nothing(story: Callable[[], Story]) -> None:
    told, path = story(), "program/2021/dossiers/thai-binh/nganh-y-te/len-tinh.yml"
    text = (PROJECT / "tests/world/dossier.yml").read_text(encoding="utf-8")
    told.commit("2021-04-14T08:00:00+07:00", {path: text})
    for content, late in ((told.blob("bv-mau/cu.md"), False), ("d" * 40, True)):
        (item,) = yaml.safe_load(text)["items"]
        told.commit("2021-04-28T08:00:00+07:00", {path: filled(text, {item["path"]: content})})
        whole = judge_revision(
            git.open_repository(told.folder), "HEAD", AsOf(datetime.fromisoformat("2021-04-29T08:00:00+07:00"))
        )
        assert ("SK601" in {each.code for each in whole.findings}) is late
