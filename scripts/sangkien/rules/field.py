"""SK2, fields: one rule for each keyword of JSON Schema that the schemas use; must not name any field."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.language import Words
from sangkien.model.corpus import Corpus
from sangkien.rules.rule import Mendable, rule


@rule(
    "SK201",
    Words("Thiếu trường bắt buộc", "Required field missing"),
    says=Words("Thiếu “{field}” (`{name}`).", "“{field}” (`{name}`) is missing."),
    cure=Words(
        "{how}",
        "{how}",
    ),
    volatile=("how",),
)
def missing(corpus: Corpus) -> Iterator[Mendable]:
    """Các trường bắt buộc phải có đủ.

    Thiếu một trường thì hội đồng không có căn cứ để xét.
    ---
    Required fields must all be there.

    Without one of them the council has nothing to judge by.
    """
    yield from corpus.faults_of("schema:required")


@rule(
    "SK202",
    Words("Tên trường không có trong mẫu", "Unknown field"),
    says=Words("Không có trường hay đề mục nào tên “{name}”.{near}", "There is no field or heading “{name}”.{near}"),
    cure=Words(
        "{how}",
        "{how}",
    ),
    volatile=("how",),
)
def unknown(corpus: Corpus) -> Iterator[Mendable]:
    """Chỉ được ghi những trường và đề mục có trong lược đồ.

    Trường lạ thường là gõ sai tên, hoặc là dữ liệu cá nhân không được phép công khai: kho Git không xóa được quá khứ.
    ---
    Only the fields and headings of the schema may be written.

    An unknown field is mostly a misspelt name, or personal data that must not be public: Git cannot forget.
    """
    yield from corpus.faults_of("schema:additionalProperties")


@rule(
    "SK203",
    Words("Giá trị viết không đúng kiểu", "Wrong type of value"),
    says=Words(
        "“{field}” (`{name}`) phải là {limit}, ở đây là: {value}", "“{field}” (`{name}`) must be {limit}; it is: {value}"
    ),
    cure=Words("{how}", "{how}"),
    volatile=("how",),
)
def wrong_type(corpus: Corpus) -> Iterator[Mendable]:
    """Giá trị phải đúng kiểu: chữ, số nguyên, true/false, danh sách.

    Số thì ghi liền chữ số (36000000, không phải 36.000.000đ); chữ trông như số thì đặt trong dấu nháy kép.
    ---
    A value must be of its type: text, whole number, true/false, list.

    Numbers are bare digits (36000000, not 36.000.000đ); text that looks like a number is quoted.
    """
    yield from corpus.faults_of("schema:type")


@rule(
    "SK204",
    Words("Giá trị ngoài danh sách", "Value not in the list"),
    says=Words(
        "“{field}” (`{name}`) không nhận giá trị “{value}”.{near}", "“{field}” (`{name}`) does not take “{value}”.{near}"
    ),
    cure=Words("Chọn một trong: {limit}", "Choose one of: {limit}"),
)
def not_listed(corpus: Corpus) -> Iterator[Mendable]:
    """Một số trường chỉ nhận giá trị trong danh sách của kỳ.

    Có danh sách chung thì mới cộng được theo lĩnh vực, theo khối, theo cấp.
    ---
    Some fields take only the values of the edition's list.

    Only a common list can be added up by field, block or level.
    """
    yield from corpus.faults_of("schema:enum")


@rule(
    "SK205",
    Words("Nội dung quá ngắn", "Too short"),
    says=Words(
        "“{field}” (`{name}`) chỉ có {count} ký tự, ít nhất phải {limit}.",
        "“{field}” (`{name}`) has only {count} characters; at least {limit} are needed.",
    ),
    cure=Words("Viết rõ hơn, ví dụ: {example}", "Say more, for example: {example}"),
)
def too_short(corpus: Corpus) -> Iterator[Mendable]:
    """Nội dung phải đủ để người khác hiểu.

    Tên hay câu trả lời vài chữ thì không ai xét hay học theo được.
    ---
    There must be enough for others to understand.

    Nobody can judge or reuse a few words.
    """
    yield from corpus.faults_of("schema:minLength")


@rule(
    "SK206",
    Words("Giá trị quá dài", "Value too long"),
    says=Words(
        "“{field}” (`{name}`) dài {count} ký tự, nhiều nhất {limit}.",
        "“{field}” (`{name}`) has {count} characters; at most {limit} are allowed.",
    ),
    cure=Words(
        "Rút gọn ít nhất {over} ký tự, ví dụ: {example}",
        "Shorten it by {over} at least, for example: {example}",
    ),
)
def too_wide(corpus: Corpus) -> Iterator[Mendable]:
    """Tên và các trường ngắn có độ dài tối đa.

    Để in vừa bảng tổng hợp và danh sách.
    ---
    Titles and other short fields have a greatest length.

    So that they fit the summary table and the lists.
    """
    yield from corpus.faults_of("schema:maxLength")


@rule(
    "SK207",
    Words("Viết sai khuôn", "Wrong form"),
    says=Words(
        "“{field}” (`{name}`) viết không đúng khuôn: {value}", "“{field}” (`{name}`) does not have the right form: {value}"
    ),
    cure=Words("{how}", "{how}"),
    volatile=("how",),
)
def wrong_form(corpus: Corpus) -> Iterator[Mendable]:
    """Mã đơn vị, đường dẫn và số hiệu có khuôn cố định.

    Máy nối các tệp với nhau bằng những mã này, sai một dấu là không tìm thấy.
    ---
    Unit ids, paths and numbers have a fixed form.

    Files are joined by them; one wrong sign and nothing is found.
    """
    yield from corpus.faults_of("schema:pattern")


@rule(
    "SK208",
    Words("Ngày giờ viết sai", "Date or time wrongly written"),
    says=Words("“{field}” (`{name}`) là “{value}”, phải là {limit}.", "“{field}” (`{name}`) is “{value}”; it must be {limit}."),
    cure=Words("{how}", "{how}"),
    volatile=("how",),
)
def wrong_format(corpus: Corpus) -> Iterator[Mendable]:
    """Ngày viết năm-tháng-ngày; ngày giờ có kèm múi giờ.

    Viết 03/04/2021 thì nơi hiểu là 3 tháng 4, nơi hiểu là 4 tháng 3.
    ---
    Dates are year-month-day; instants carry their offset.

    03/04/2021 is 3 April to some and 4 March to others.
    """
    yield from corpus.faults_of("schema:format")


@rule(
    "SK209",
    Words("Số quá nhỏ", "Number too small"),
    says=Words(
        "“{field}” (`{name}`) là {value}, ít nhất phải {limit}.", "“{field}” (`{name}`) is {value}; the least is {limit}."
    ),
    cure=Words(
        "Ghi con số thật, từ {limit} trở lên, viết theo kiểu: {example}",
        "Write the true number, {limit} or more, like: {example}",
    ),
)
def too_small(corpus: Corpus) -> Iterator[Mendable]:
    """Con số phải từ mức thấp nhất trở lên.

    Số âm hay số không ở những trường này là gõ nhầm.
    ---
    A number must not be below its least value.

    A negative or zero here is a slip.
    """
    yield from corpus.faults_of("schema:minimum")


@rule(
    "SK210",
    Words("Số quá lớn", "Number too great"),
    says=Words("“{field}” (`{name}`) là {value}, nhiều nhất {limit}.", "“{field}” (`{name}`) is {value}; the most is {limit}."),
    cure=Words(
        "Ghi con số thật, không quá {limit}, viết theo kiểu: {example}",
        "Write the true number, {limit} at most, like: {example}",
    ),
)
def too_great(corpus: Corpus) -> Iterator[Mendable]:
    """Con số không được quá mức cao nhất.

    Phần trăm trên 100 hay tiền nghìn tỉ thường là thừa số không.
    ---
    A number must not exceed its greatest value.

    A share over 100 or trillions of đồng is mostly a zero too many.
    """
    yield from corpus.faults_of("schema:maximum")


@rule(
    "SK211",
    Words("Danh sách thiếu mục", "Too few items"),
    says=Words(
        "“{field}” (`{name}`) có {count} mục, ít nhất phải {limit}.",
        "“{field}” (`{name}`) has {count} items; at least {limit} are needed.",
    ),
    cure=Words(
        "Ghi bằng dữ liệu thật, theo kiểu: {example}",
        "Fill in what is true, like: {example}",
    ),
)
def too_few(corpus: Corpus) -> Iterator[Mendable]:
    """Danh sách phải có đủ số mục tối thiểu.

    Bài không có tác giả, quyết định không có sáng kiến nào thì không có nghĩa.
    ---
    A list must have its least number of items.

    A submission without an author or a decision without an innovation means nothing.
    """
    yield from corpus.faults_of("schema:minItems")


@rule(
    "SK212",
    Words("Danh sách thừa mục", "Too many items"),
    says=Words(
        "“{field}” (`{name}`) có {count} mục, nhiều nhất {limit}.",
        "“{field}” (`{name}`) has {count} items; at most {limit} are allowed.",
    ),
    cure=Words("Chỉ giữ những mục chính.", "Keep only the main ones."),
)
def too_many(corpus: Corpus) -> Iterator[Mendable]:
    """Danh sách có số mục tối đa.

    Đồng tác giả là người trực tiếp góp công, không phải cả đơn vị.
    ---
    A list has a greatest number of items.

    Co-authors are those who did the work, not the whole unit.
    """
    yield from corpus.faults_of("schema:maxItems")


@rule(
    "SK213",
    Words("Mục trong danh sách bị lặp", "Repeated item"),
    says=Words("“{field}” (`{name}`) có mục ghi hai lần: {value}", "“{field}” (`{name}`) has the same item twice: {value}"),
    cure=Words("Bỏ mục bị lặp.", "Take the repeated item out."),
)
def repeated(corpus: Corpus) -> Iterator[Mendable]:
    """Mỗi mục trong danh sách chỉ ghi một lần.

    Ghi lặp làm số đếm sai.
    ---
    Each item of a list is written once.

    A repeated item falsifies counts.
    """
    yield from corpus.faults_of("schema:uniqueItems")
