"""Under which licence everything published may be used, said once for every page and file; must not know where it is shown."""

from __future__ import annotations

from sangkien.language import Words

NAME, SHORT, TITLE = "CC-BY-4.0", "CC BY 4.0", "Creative Commons Attribution 4.0 International"
URL = "https://creativecommons.org/licenses/by/4.0/"
SAID = Words(
    "Bài viết và dữ liệu được dùng lại theo giấy phép Creative Commons Ghi công 4.0 (CC BY 4.0), nêu tên tác giả như tác giả đã đồng ý."
    " Phần mềm theo giấy phép MIT.",
    "Texts and data may be reused under Creative Commons Attribution 4.0 (CC BY 4.0), with the authors named as they consented. The"
    " software is under the MIT licence.",
)
