"""Renders the rule catalogue and each rule's page as Markdown, for the terminal; must not know any rule."""

from __future__ import annotations

import re

from sangkien.language import Language, Words
from sangkien.model.finding import Severity
from sangkien.rules import CATALOGUE, Rule
from sangkien.rules.example import example

_SEVERITIES = {
    Severity.ERROR: Words("Lỗi: bài chưa được nhận khi còn lỗi này.", "Error: not accepted while it stands."),
    Severity.WARNING: Words("Cảnh báo: báo cho người duyệt, không chặn.", "Warning: shown to the reviewer, blocks nothing."),
}


# What stands in a page where the gate's message has a value.
BLANKS = {
    "actual": Words("cấp của đơn vị", "the unit's level"),
    "against": Words("dòng kia", "the other line"),
    "allocation": Words("số bài được phân bổ", "allocation"),
    "anew": Words("cách ghi lại", "how to enter it anew"),
    "applied": Words("ngày áp dụng", "date of application"),
    "at": Words("thời điểm", "instant"),
    "becomes": Words("mã nội dung mới", "id of the new content"),
    "before": Words("giờ của commit trước", "time of the commit before"),
    "blob": Words("mã nội dung", "content id"),
    "block": Words("khối ghi trong bài", "block given"),
    "claimed": Words("giờ tự ghi", "time claimed"),
    "closes": Words("giờ đóng", "closing time"),
    "commit": Words("mã commit", "commit id"),
    "content": Words("mã nội dung", "id of a content"),
    "correct": Words("dòng đúng", "correct line"),
    "count": Words("số đếm", "count"),
    "day": Words("ngày ghi trong tệp", "day given"),
    "dispute": Words("số phiếu thụ lý", "number of the dispute"),
    "dossier": Words("tệp hồ sơ", "the dossier's file"),
    "due": Words("hạn nộp hồ sơ", "due date"),
    "earlier": Words("cái trước", "the earlier one"),
    "edition": Words("kỳ", "edition"),
    "editions": Words("các kỳ đang có", "known editions"),
    "encoding": Words("tên bảng mã", "name of the encoding"),
    "example": Words("ví dụ", "example"),
    "expected": Words("khối của đơn vị", "the unit's block"),
    "field": Words("trường, lĩnh vực", "field"),
    "file": Words("tệp của dòng sổ", "the line's file"),
    "first": Words("chỗ thứ nhất", "first one"),
    "folder": Words("thư mục", "folder"),
    "group": Words("mã đơn vị có hạn mức", "id of the unit with the quota"),
    "held": Words("số chỗ đã giữ", "places held"),
    "holders": Words("ai giữ mấy chỗ", "who holds how many"),
    "how": Words("cụ thể", "the details"),
    "instead": Words("ghi gì thay vào", "what to write instead"),
    "last": Words("ngày cuối", "last day"),
    "late": Words("trễ bao lâu", "how late"),
    "later": Words("trường ngày sau", "field of the later date"),
    "level": Words("cấp", "level"),
    "limit": Words("giới hạn", "limit"),
    "line": Words("dòng", "line"),
    "lines": Words("số dòng", "how many lines"),
    "max": Words("số nhiều nhất", "the most"),
    "meant": Words("chữ phải là", "what was meant"),
    "missing": Words("thứ còn thiếu", "what is missing"),
    "name": Words("mã trường", "field's name"),
    "near": Words("gợi ý tên gần giống", "similar name, if any"),
    "nearest": Words("nơi được đính chính", "the office that corrects"),
    "next": Words("số còn trống", "next free number"),
    "number": Words("số văn bản", "number of the paper"),
    "only": Words("riêng lĩnh vực nào", "for which field alone"),
    "other": Words("tên kia", "the other name"),
    "over": Words("số thừa", "excess"),
    "own": Words("cấp của đơn vị", "the unit's level"),
    "parent": Words("mã đơn vị trên", "parent unit's id"),
    "path": Words("đường dẫn tệp", "file's path"),
    "position": Words("thứ tự", "place in order"),
    "rank": Words("số thứ tự của mục", "the item's rank"),
    "reason": Words("lý do", "reason"),
    "received": Words("giờ nhận", "time of receipt"),
    "renamed": Words("tên mới", "new name"),
    "scheme": Words("cách mở", "what it opens"),
    "second": Words("ngày thứ hai", "second date"),
    "seen": Words("mã nội dung đã xét", "id of the content seen"),
    "settle": Words("giữ bên nào", "which side stays"),
    "shown": Words("hai đầu của số", "the number's ends"),
    "sign": Words("mã ký tự", "the character's code"),
    "size": Words("dung lượng", "size"),
    "source": Words("số văn bản căn cứ", "number of the paper"),
    "stands": Words("mã nội dung hiện nay", "id of what stands now"),
    "state": Words("tình trạng", "state"),
    "sum": Words("tổng", "sum"),
    "target": Words("chỉ tiêu", "target"),
    "text": Words("đoạn chữ", "text"),
    "unit": Words("đơn vị", "unit"),
    "unsaid": Words("còn thiếu gì", "what is left"),
    "value": Words("giá trị", "value"),
    "was": Words("mã nội dung nhận đầu tiên", "id of the content first received"),
    "what": Words("điều được nêu", "what it is about"),
    "why": Words("vì sao", "why"),
    "word": Words("từ", "the word"),
    "written": Words("chữ đang ghi", "what is written"),
}


def listing(language: Language) -> str:
    """Code and title of every rule, one a line."""
    return "".join(f"{code}  {rule.title.say(language)}\n" for code, rule in sorted(CATALOGUE.items()))


def found(code: str, language: Language) -> str | None:
    """The page of the rule with this code, in upper or lower case; None where there is none."""
    rule = CATALOGUE.get(code.upper())
    return page(rule, language) if rule else None


def page(rule: Rule, language: Language) -> str:
    """One rule's page: what it asks, why, what it says, how to correct it, and a case with the tool's own answer."""
    case = Words("Ví dụ", "Example").say(language)
    title = f"# {rule.code} · {rule.title.say(language)}\n\n"
    return f"{title}{_explained(rule, language)}\n## {case}\n\n```text\n{example(rule.code, language)}```\n"


def _explained(rule: Rule, language: Language) -> str:
    says, cure = Words("Thông báo", "Message").say(language), Words("Cách sửa", "How to mend it").say(language)
    return (
        f"{_SEVERITIES[rule.severity].say(language)}\n\n"
        f"{rule.page.say(language)}\n\n"
        f"## {says}\n\n> {_literal(rule.says, language)}\n\n"
        f"## {cure}\n\n{_literal(rule.cure, language)}\n"
    )


def _literal(template: Words, language: Language) -> str:
    """A message with every placeholder as its name in angle quotes, and no sign left that Markdown would read as a tag or
    emphasis."""
    return _named(template.say(language).replace("<", "&lt;").replace("*", "\\*"), language)


def _named(template: str, language: Language) -> str:
    """A message with every placeholder by what it is called; one without a name here keeps its own."""
    return re.sub(r"\{(\w+)\}", lambda at: f"‹{BLANKS[at[1]].say(language) if at[1] in BLANKS else at[1]}›", template)
