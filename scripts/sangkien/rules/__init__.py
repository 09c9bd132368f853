"""What is allowed: pure generators over a corpus, by family; must not know Git, files, the clock or who reads the findings.

SK1 form · SK2 fields · SK3 time · SK4 units · SK5 acts of unions · SK6 dossiers · SK7 quota slots · SK8 sums · SK9 privacy.
`eligibility` and `quota_ledger` are what SK6 and SK7 judge by, and what outputs explain with. A code once used is never used
for another rule.
"""

from sangkien.language import Words
from sangkien.rules import (
    act,
    correction,
    days,
    decision,
    disguise,
    dossier,
    field,
    form,
    letters,
    privacy,
    quota,
    register,
    shown,
    sums,
    time,
    tree,
    unit,
)
from sangkien.rules.rule import CATALOGUE, Rule, in_order, judge

FAMILIES = {
    "SK1": Words("Hình thức tệp", "Form"),
    "SK2": Words("Trường dữ liệu", "Fields"),
    "SK3": Words("Thời gian", "Time"),
    "SK4": Words("Đơn vị", "Units"),
    "SK5": Words("Văn bản của công đoàn", "Acts of unions"),
    "SK6": Words("Hồ sơ đề nghị", "Dossiers"),
    "SK7": Words("Hạn mức", "Scarce places"),
    "SK8": Words("Con số phải khớp", "Sums"),
    "SK9": Words("Đời tư", "Privacy"),
}
__all__ = [
    "CATALOGUE", "FAMILIES", "Rule", "act", "correction", "days", "decision", "disguise", "dossier", "field", "form",
    "in_order", "judge", "letters", "privacy", "quota", "register", "shown", "sums", "time", "tree", "unit",
]  # fmt: skip
