"""Explains the YAML parser's terse messages and what to do about them; must not know which file it is about."""

from __future__ import annotations

from typing import NamedTuple

from sangkien.language import Words


class YamlError(NamedTuple):
    """What is wrong with a line of YAML, and what to do."""

    what: Words
    how: Words


_HOW = Words(
    "Phần đầu nằm giữa hai dòng ---, mỗi dòng `tên: giá trị`; giá trị có dấu : hay # thì đặt trong dấu nháy kép.",
    "The front matter stands between two lines ---, one `name: value` a line; quote a value that holds : or #.",
)
_QUOTED = Words(
    'Đặt cả giá trị trong dấu nháy kép thẳng, ví dụ: title: "Xe đẩy: giá đỡ bình oxy"',
    'Put the whole value in straight double quotes, as in: title: "Trolley: a rack for oxygen"',
)
_INDENT = Words(
    "Xóa dấu Tab ở đầu dòng, gõ dấu cách cho thẳng với dòng cùng cấp ở trên; giá trị bắt đầu bằng @ hay % thì đặt trong dấu nháy kép.",
    "Delete the tab, type spaces until the line stands below its fellow; quote a value that begins with @ or %.",
)
_ALIGNED = Words(
    "Thụt dòng này bằng dấu cách cho thẳng với dòng cùng cấp ở trên; giá trị mở bằng dấu nháy thì phải đóng bằng dấu nháy.",
    "Indent the line with spaces to stand below its fellow; a value that opens with a quote closes with one.",
)
_OPENING = YamlError(
    Words("giá trị mở đầu bằng dấu có nghĩa khác trong YAML", "the value begins with a sign that means something else"),
    Words(
        "Đặt cả giá trị trong dấu nháy; trong đó có dấu nháy kép thì dùng dấu nháy đơn, ví dụ: title: '\"Kệ xoay\" bên bàn khám'",
        "Put the whole value in quotes, single ones where it holds double ones, as in: title: '\"Rotating\" shelf'",
    ),
)
_REASONS = {
    "a value that begins like another": _OPENING,
    "block sequence entries are not allowed": _OPENING,
    "deeper than its fellows": YamlError(
        Words("dòng này thụt sâu hơn dòng cùng cấp ở trên", "the line is indented deeper than its fellow above"),
        Words(
            "Nếu là một trường thì thụt cho thẳng với trường cùng cấp ở trên; nếu là phần tiếp của dòng trên thì viết cả giá trị trên một"
            " dòng, trong dấu nháy kép.",
            "If it is a field, indent it to stand below its fellow; if it goes on from the line above, write the whole value on one line,"
            " in double quotes.",
        ),
    ),
    "no opening fence": YamlError(
        Words("dòng đầu tệp phải là ---", "the first line must be ---"),
        Words(
            "Thêm một dòng chỉ có --- lên đầu tệp, trước mọi chữ khác.",
            "Add a line of --- at the very top, before anything else.",
        ),
    ),
    "no closing fence": YamlError(
        Words("không thấy dòng --- kết thúc phần đầu", "no line --- closes the front matter"),
        Words(
            "Thêm một dòng chỉ có --- ngay sau dòng cuối của phần đầu, trước đề mục ## đầu tiên.",
            "Add a line of --- right after the last line of the front matter, before the first heading ##.",
        ),
    ),
    "not a mapping": YamlError(
        Words("phần đầu phải gồm các dòng `tên: giá trị`", "the front matter must be lines `name: value`"), _HOW
    ),
    "mapping values are not allowed": YamlError(Words("giá trị có dấu hai chấm", "the value holds a colon"), _QUOTED),
    "found character that cannot start": YamlError(
        Words("ký tự này không đứng đầu giá trị được (phím Tab, @, %)", "this character cannot begin a value (a tab, @, %)"),
        _INDENT,
    ),
    "no space after the colon": YamlError(
        Words("thiếu dấu cách sau dấu hai chấm", "a space is missing after the colon"),
        Words(
            "Viết tên trường, dấu hai chấm, một dấu cách rồi giá trị, ví dụ: scope: unit",
            "Write name, colon, one space, value, as in: scope: unit",
        ),
    ),
    "a space that is none": YamlError(
        Words(
            "dấu cách ở đây là loại đặc biệt, do dán từ Word hay trang web",
            "this space is a special one, pasted from Word or a web page",
        ),
        Words("Xóa dấu cách ấy rồi gõ lại bằng phím cách.", "Delete that space and type it again with the space bar."),
    ),
    "a colon that is none": YamlError(
        Words("dấu hai chấm ở đây là dấu rộng kiểu Đông Á", "this colon is a full-width one"),
        Words(
            "Gõ lại dấu hai chấm thường rồi một dấu cách, ví dụ: scope: unit",
            "Type a plain colon and one space, as in: scope: unit",
        ),
    ),
    "a dash that is none": YamlError(
        Words("mục trong danh sách phải bắt đầu bằng dấu gạch ngắn -", "a list item must begin with a hyphen -"),
        Words(
            "Thay dấu đầu dòng bằng dấu gạch ngắn trên bàn phím và một dấu cách, ví dụ: - name: Nguyễn Văn Mẫu",
            "Put a hyphen and one space in the place of that sign, as in: - name: Nguyễn Văn Mẫu",
        ),
    ),
    "a fence that is none": YamlError(
        Words("dòng này phải là đúng ba dấu gạch ngắn ---", "this line must be just three hyphens ---"),
        Words(
            "Xóa cả dòng rồi gõ lại ba dấu gạch ngắn liền nhau; Word hay tự đổi chúng thành một gạch dài.",
            "Delete the line and type three hyphens; Word likes to make one long dash of them.",
        ),
    ),
    "tab character": YamlError(Words("dòng thụt bằng phím Tab", "the line is indented with a tab"), _INDENT),
    "unexpected end of stream": YamlError(
        Words("thiếu dấu nháy hoặc dấu ngoặc đóng", "a closing quote or bracket is missing"), _HOW
    ),
    "could not find expected ':'": YamlError(
        Words("dòng này không có tên trường và dấu hai chấm", "this line has no name of a field and colon"),
        Words(
            "Nếu dòng này là phần tiếp của dòng trên thì nối vào cuối dòng trên; nếu là một trường thì viết tên trường, dấu hai chấm, một"
            " dấu cách rồi giá trị, ví dụ: scope: unit",
            "If it goes on from the line above, join it to that line; if it is a field, write name, colon, space, value: scope: unit",
        ),
    ),
    "did not find expected key": YamlError(
        Words("dòng thụt lệch hoặc thiếu dấu nháy", "the line is indented wrongly or lacks a quote"), _ALIGNED
    ),
    "did not find expected '-'": YamlError(
        Words("mục trong danh sách phải bắt đầu bằng dấu -", "a list item must begin with -"), _ALIGNED
    ),
    "control characters": YamlError(
        Words("có ký tự điều khiển không nhìn thấy", "there is an invisible control character"),
        Words("Xóa cả từ có ký tự ấy rồi gõ lại.", "Delete the word that holds it and type it again."),
    ),
}
_OTHERWISE = YamlError(Words("sai cách viết ở chỗ này", "not valid YAML here"), _HOW)


def explain(said: str) -> YamlError:
    """The explanation of a message of libyaml; an unlisted message gets a general one."""
    return next((error for sign, error in _REASONS.items() if sign in said), _OTHERWISE)
