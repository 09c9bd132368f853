"""Makes submissions that honest people might write, with every legal oddity, the same on every run; must not know any rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

from story import HOME, WORLD

SEED = 45
MANY = 200

NAMES = (
    "Nguyễn Thị Mẫu", "Y Krông Mẫu", "H’Hen Niê Mẫu", "H'Linh Mẫu Êban", "K’Brôi Mẫu", "Ksor H'Mẫu", "Đinh Mẫu Đăk", "A Lưới Mẫu",
    "Lò Văn Mẫu", "Vàng A Mẫu", "Thạch Mẫu Sóc Kha", "Jean-Pierre Mẫu D’Angelo", "José Mẫu Müller", "Çelik Mẫu Kılıç", "Ø. Mẫu Åberg",
    "Trần Mẫu Quỳnh Như", "Đặng Mẫu Ỷ", "Phạm Mẫu (Bảy)", "Ngô Mẫu Ngọc-Ẩn", "Ma Seo Mẫu",
)  # fmt: skip
POSTS = (
    "Điều dưỡng viên", "Công nhân chế biến chè, bậc 4/7", "Kỹ thuật viên xét nghiệm (ca 3)", "Thợ điện – tổ cơ điện", "Tổ trưởng tổ 12",
    "Y sĩ; phụ trách trạm", "Nhân viên CNTT & thống kê", "Lái xe nâng 2,5 tấn", "Giáo viên mầm non lớp 5–6 tuổi", "Bác sĩ CKII",
)  # fmt: skip
TITLES = (
    "Giá đỡ bình oxy có khóa bánh cho xe đẩy “cải tiến” số {n}",
    "Chè xanh ướp hương hoa bưởi: giảm từ {n} xuống 3 mẻ hỏng mỗi tháng",
    "Máng hứng bụi < 5 µm cho máy cắt Ø{n} mm ở phân xưởng 2",
    "Sổ trực điện tử ca 1 – ca 3 (bản {n}) tại Đăk Lăk & Đắk Nông",
    "Bảng màu ‘đỏ/vàng/xanh’ nhắc hạn dùng vắc-xin ở 2–8 °C, đợt {n}",
    "Đồ gá khoan {n} lỗ M10 × 1,5 trên mặt bích DN50",
    "Học chữ Êđê qua tranh, bài {n}",
    "Cữ chặn 45° ± 0,5° cho cưa đĩa, kiểu {n}",
    "Xe gom rác 3 ngăn, tiết kiệm {n}% nhiên liệu!",
    "Tưới nhỏ giọt bằng nước thải đã xử lý — mô hình {n} m²",
)  # fmt: skip
SENTENCES = (
    "Trước đây mỗi ca mất 40 phút, nay còn 10 phút: giảm 75%.",
    "Chi phí 36.000.000 đồng, thu hồi sau 1,5 năm; lãi 0,65%/tháng.",
    "Tổng làm lợi 327.600.000 đồng/năm, tức 27.300.000 đ × 12 tháng.",
    "Số lẻ giữ nguyên: 327654321 đồng, 327.654.321 đồng, $123456789, khoảng 123 456 789 lượt; tổng cộng là 327654321.",
    "Tính ra 14643200 + 11424000 − 780000 = 25287200 (đồng).",
    "Quyết định số 1234/QĐ-UBND ngày 03/04/2021, công văn 0567/SYT-NVY, hóa đơn 0001234.",
    "Kích thước 1.200 × 800 × 2.000 mm, dung sai ±0,05 mm, dây 2x2,5 mm².",
    "Bốn cỡ nan 412, 468, 530, 605 mm; vòng bi 6204, 6205, 6206; lốp 7.00-16.",
    "Nhiệt độ 2–8 °C, độ ẩm 65 %, áp suất 0.35 MPa, điện trở 4,7 kΩ, tụ 100 µF, hạt 0,3 μm.",
    "Nước thải có BOD₅ < 30 mg/l, NH₄⁺ dưới 5 mg/l, khử bằng Ca(OH)₂ và H₂SO₄ 10 %.",
    "Tốc độ v = Δs/Δt; công suất P = U·I·cosφ; diện tích S = πr²; x² + y² ≤ R².",
    "Nếu a ≥ b và c ≠ d thì √(a² + b²) ≈ 5; ∑xᵢ/n = 3,2 ± 0,1; tỉ lệ 1:1000; 3 < 5 > 2.",
    "Bệnh nhân nặng < 5 kg hoặc > 65 tuổi, SpO₂ < 94 %, γ-GT 45 U/l, TNF-α, IFNγ và β-hCG âm tính.",
    "Ca sáng 7 giờ 30 – 11 giờ 30, ca chiều 13:30–17:00, trực 24/7, từ 01.02.2021 đến 28.02.2021.",
    "Số lô 210300451, số máy 123456789, mã hàng 893456789; model KX-450, bản 2.0.1.",
    "Nội dung ghi trong sổ là 0123456789abcdef0123456789abcdef01234567.",
    "Tổng đài 1900 0000, cấp cứu 115; gửi về hộp thư cong-doan@example.org của công đoàn.",
    "Mua 3 cái @ 20.000 đồng tại chợ; giá đã gồm 10% VAT.",
    "Xem https://example.org/ban-ve?trang=2&cot=3#hinh-1 hoặc [bản vẽ](https://example.org/ban-ve).",
    "Lệnh `@echo off` và `if (x < 5) return;` đặt trong tệp `chay.bat` ở C:\\CaiTien.",
    "Chị em nói: “Dễ làm, dễ nhớ”, ‘khỏi cúi’, «rất tiện»; có người bảo \"được đấy\".",
    "Người M’Nông, Cơ Ho, Gia Rai, Xơ Đăng ở Krông Nô, Ea H’Leo, Đăk Glei, Kon Plông đều dùng được.",
    "Dân tộc Bahnar gọi là “sơ-nam kơdâng”; tiếng Êđê: “Hưm, kơ-ayŭt”; tiếng Chăm viết là Cam.",
    "Chữ Êđê có ƀ, č, ĕ, ê̆, ĭ, ñ, ŏ, ô̆, ơ̆, ŭ, ư̆; chữ Bahnar có ĕ, ĭ, ŏ, ŭ, đơ̆ng; chữ J’rai có ơ̆, ƀơi.",
    "Máy КамАЗ cũ, vòng bi ГПЗ, tài liệu tiếng Nga ghi “насос”; hướng dẫn tiếng Trung là 操作说明.",
    "*Quan trọng*: **khóa bánh** trước khi chuyển bệnh; _không_ kéo ngược dốc.",
    "Kết quả 👍 ✅ 👩‍⚕️ 1️⃣ ❤️ được mọi người hưởng ứng… ☎ gọi nội bộ số 12.",
    "Ưu điểm: rẻ, bền, sửa được tại chỗ; nhược điểm: nặng thêm 1,2 kg (¼ trọng lượng).",
    "A/B/C; 1/2; 3,14; 1.234.567,89; 5·10³; 2^10; #3; 50%; $5; €7; № 9; § 4; © 2021; ½; ⅓; →; ≈; ∞.",
    "Hộp 050 x 060 x 070 cm; phòng 101, 102, 103; mã vị trí A-01-02, B-03-04; kệ 001, 002, 003, 004.",
    "Nhãn {đỏ, vàng}, khoảng [0; 1] và (2; 3], tập {1; 2; 3}; ghi a:b, 8:2, :) và ^^.",
    "Ngày đầu 12 người, sau 1 000 lượt; dân số 97 338 579; khoảng 150 000 000 km.",
    "Quy trình 5S, ISO 9001:2015, TCVN 7452-1:2004, QCVN 40:2011/BTNMT, IP65, RS-485, 3G/4G.",
    "Ký hiệu ρ = 1.000 kg/m³, σ ≤ 160 MPa, η = 0,85, λ = 0,04 W/(m·K), ω = 2πf, μ = 0,3, Ω là ôm.",
    "Bú mớm, ngoằn ngoèo, khuỷu, quýt, giặt gịa, nghiêng ngả, thuở, hoà hay hòa, thuý hay thúy, kỹ hay kĩ.",
)  # fmt: skip
LISTS = (
    "- Hàn khung: 2 giờ;\n- sơn lót: 30 phút;\n- lắp bánh: 15 phút.",
    "1. Rửa tay.\n2. Kiểm tra van.\n3. Khóa bánh.\n   - bánh trước;\n   - bánh sau.",
    "| Tháng | Trước | Sau |\n|---|---:|---:|\n| 1 | 73 | 12 |\n| 2 | 68 | 5 |",
    "> Người bệnh nói: “Đỡ đau hơn.”\n\nĐã ghi vào sổ.",
    "### Bước một\n\nĐo.\n\n### Bước hai\n\nCắt.",
    "```\nbơm = mức < 5 and van == 1\n```",
    "Tháng 1: 73\nTháng 2: 68\nTháng 3: 5\n\n***\n\nCộng lại: 146.",
    "Xem [bản vẽ][1] và ![ảnh xe](https://example.org/xe.png).\n\n[1]: https://example.org/ve",
    "- [ ] mua bánh\n- [x] hàn khung",
    "Phòng R&D đo 20*30*40 cm | 5_000_000 đồng | ~20 lượt:\n> 5 triệu mỗi tháng.\n\n2021. Năm nay thì khác.",
    "~~~python\nif muc < 5 and van == 1: bao()\n~~~\n\nTrong [1] có nói: &lt; nghĩa là nhỏ hơn.",
)  # fmt: skip
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_LONGEST_ANSWER = 1000


def letters() -> str:
    """Every letter of Vietnamese with every tone, small and capital, as words."""
    from unicodedata import normalize

    vowels = [normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES]
    return " ".join(f"đ{vowel}n {vowel.upper()}Đ" for vowel in vowels)


def submissions() -> Iterator[tuple[str, str]]:
    """Path and text of so many submissions, each of the small world's hospital and in order; and one of each sentence by itself."""
    chance = Random(SEED)
    for number in range(MANY):
        yield f"{HOME}bv-mau/bai-{number}.md", _submission(number, chance)
    sound = (WORLD / "submission.md").read_text(encoding="utf-8")
    for number, sentence in enumerate(SENTENCES):
        yield f"{HOME}bv-mau/cau-{number}.md", sound.replace("Hàn thêm", f"{sentence}\n\nHàn thêm")


def _submission(number: int, chance: Random) -> str:
    text = (WORLD / "submission.md").read_text(encoding="utf-8")
    front, _, _ = text.partition("## Thực trạng")
    title = TITLES[number % len(TITLES)].format(n=number + 2)
    title = title.ljust(200, "ạ") if number % 50 == 7 else title
    front = front.replace("title: Giá đỡ bình oxy có khóa bánh cho xe đẩy", f"title: {json.dumps(title, ensure_ascii=False)}")
    front = front.replace("Nguyễn Văn Mẫu", json.dumps(NAMES[number % len(NAMES)], ensure_ascii=False))
    front = front.replace("Điều dưỡng viên", json.dumps(chance.choice(POSTS), ensure_ascii=False))
    front = front.replace("36000000", str(chance.choice([0, 25287201, 327600123, 1_000_000_000_000])))
    if number % 3 == 0:
        front = front.replace("sample: true", 'recognition: {number: "0123/QĐ-BV (mẫu)", issued_on: 2021-03-30}\nsample: true')
    answers = "\n\n".join(f"## {heading}\n\n{_answer(number, chance)}" for heading in ("Thực trạng", "Giải pháp", "Hiệu quả"))
    end = "\r\n" if number % 10 == 3 else "\n"  # as Windows writes it
    return (front + answers + "\n").replace("\n", end)


def _answer(number: int, chance: Random) -> str:
    if number % 40 == 11:
        return letters()[:_LONGEST_ANSWER].strip()
    said = [SENTENCES[(number + chance.randrange(3)) % len(SENTENCES)], *chance.sample(SENTENCES, 3)]
    text = "\n\n".join([" ".join(said[:2]), chance.choice(LISTS), "\t".join(said[2:])])
    if number % 25 == 5:
        text = text.ljust(_LONGEST_ANSWER, "ộ")
    return text[:_LONGEST_ANSWER].rstrip("`\n ") if number % 25 == 5 else text
