"""The list of the gate's rules, by family."""

from __future__ import annotations

from sangkien.outputs.site.markup import front_matter, inline
from sangkien.rules import CATALOGUE, FAMILIES


def listing() -> str:
    parts = [
        front_matter(title="Quy tắc của cổng kiểm tra", hide=["navigation"]),
        "# Quy tắc của cổng kiểm tra\n\n",
        "Mỗi bài gửi lên được máy xét theo những quy tắc này. Thông báo nào cũng có mã; mỗi mã có một trang nói rõ vì sao và sửa thế"
        " nào.\n\n",
    ]
    for prefix, name in FAMILIES.items():
        parts.append(f"## {inline(name.vi)}\n\n| Mã | Quy tắc |\n| --- | --- |\n")
        for code in sorted(CATALOGUE):
            if code.startswith(prefix):
                parts.append(f"| [{code}]({code.lower()}.md) | {inline(CATALOGUE[code].title.vi)} |\n")
        parts.append("\n")
    return "".join(parts)
