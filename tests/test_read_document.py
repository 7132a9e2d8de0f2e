"""Reports of every format: what is read, where it stood, and what is refused."""

import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidgraph.errors import DataError, StorageError
from aidgraph.read.document import read_document
from aidgraph.read.encodings import decode_any
from documents import column, docx, paragraph, pdf

CHINESE = "青河市第一中学与沙岭县第三中学结对共建，\n双方互派教师40余人。\n"


@pytest.mark.parametrize(
    "data",
    [
        CHINESE.encode(),
        CHINESE.encode("utf-8-sig"),
        CHINESE.encode("utf-16"),
        b"\xfe\xff" + CHINESE.encode("utf-16-be"),
        CHINESE.encode("utf-16-le"),
        CHINESE.encode("gbk"),
        CHINESE.encode("gb18030"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16", "utf-16-be", "utf-16 without mark", "gbk", "gb18030"],
)
def test_a_text_file_is_read_in_the_encoding_it_has(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    document = read_document(path)
    assert document.text == CHINESE
    assert document.locate(7).offset == 7


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("青河市第一中學與沙嶺縣第三中學結為姊妹學校，雙方互派教師。".encode("big5"), "Big5"),
        (b"Riverside School \xff\xfe\xfa twinned", "not UTF-8"),
        (b"abc\x00\x01\x02def", "r.txt"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(DataError, match=said):
        decode_any(data, file="r.txt")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1))
def test_utf_8_is_always_read_as_utf_8(text: str) -> None:
    assert decode_any(text.encode(), file="r.txt") == text.removeprefix("\ufeff")


def test_line_breaks_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("一\r\n二\r三".encode())
    assert read_document(path).text == "一\r\n二\r三"


def test_a_huge_text_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    with path.open("wb") as handle:
        os.truncate(handle.fileno(), 500 << 20)
    with pytest.raises(DataError, match="500 MiB"):
        read_document(path, file="report.txt")


@pytest.mark.parametrize(
    ("name", "said"), [("report.odt", "no report is read from .odt"), ("report", "without an ending")]
)
def test_other_formats_are_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / name).write_text("text")
    with pytest.raises(DataError, match=said):
        read_document(tmp_path / name)


def test_a_missing_file_is_an_error_of_storage(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"gone\.pdf"):
        read_document(tmp_path / "gone.pdf")


def test_a_blank_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(" \n\n")
    with pytest.raises(DataError, match="no text"):
        read_document(tmp_path / "report.txt")


# ---- PDF


LEFT = [f"左栏第{number}行的文字写到这里为止，" for number in "一二三四五六"]
RIGHT = [f"右栏第{number}行的文字写到这里为止，" for number in "一二三四五六"]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    rows = [text for pair in zip(column(60, 700, LEFT), column(320, 700, RIGHT), strict=True) for text in pair]
    heading = (60, 760, "一行横跨两栏的标题写得很长很长很长很长很长很长很长很长很长很长很长很长")
    document = read_document(pdf(tmp_path / "r.pdf", [[heading, *rows]]))
    assert "".join(document.text.split()) == heading[2] + "".join(LEFT) + "".join(RIGHT)


def test_three_columns_and_a_heading_between_them(tmp_path: Path) -> None:
    def three(top: float, label: str) -> list[tuple[float, float, str]]:
        columns = [
            column(x, top, [f"{label}{name}{n}栏中文字占满这一行" for n in range(5)])
            for x, name in ((50, "左"), (220, "中"), (390, "右"))
        ]
        return [text for row in zip(*columns, strict=True) for text in row]

    middle = (50, 500, "一条横跨各栏的标题，一条横跨各栏的标题，一条横跨各栏的标题，一条横跨各栏的标题")
    document = read_document(pdf(tmp_path / "r.pdf", [[*three(600, "上"), middle, *three(460, "下")]]))
    plain = "".join(document.text.split())
    order = ["上左0", "上左4", "上中0", "上右4", "一条横跨", "下左0", "下中4", "下右0"]
    assert sorted(order, key=plain.index) == order


def test_the_cells_of_a_table_are_read_row_by_row(tmp_path: Path) -> None:
    cells = [
        (x, 700 - 20 * row, text)
        for row, pair in enumerate([("名称", "数量"), ("一中", "12"), ("二中", "9"), ("三中医院分校", "7")])
        for x, text in zip((60, 320), pair, strict=True)
    ]
    assert read_document(pdf(tmp_path / "r.pdf", [cells])).text.split() == [
        "名称",
        "数量",
        "一中",
        "12",
        "二中",
        "9",
        "三中医院分校",
        "7",
    ]


def test_every_line_of_a_pdf_knows_its_page_and_place(tmp_path: Path) -> None:
    document = read_document(
        pdf(
            tmp_path / "r.pdf",
            [[(60, 700, "第一页的文字")] * 1, [(60, 700, "Second page, first line"), (60, 300, "青河医院")]],
        )
    )
    spot = document.locate(document.text.index("青河"))
    assert (spot.page, str(spot)) == (2, "page=2")
    assert spot.box is not None
    left, bottom, right, top = spot.box
    assert left == pytest.approx(60, abs=3)
    assert 290 < bottom < top < 315
    assert right == pytest.approx(100, abs=3)


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [
        [(60, 800, "青河援建简报"), (60, 700, f"正文内容之{name}，写得足够长。"), (290, 30, f"- {number} -")]
        for number, name in enumerate("甲乙丙丁", 1)
    ]
    assert read_document(pdf(tmp_path / "r.pdf", pages)).text.split() == [
        f"正文内容之{name}，写得足够长。" for name in "甲乙丙丁"
    ]


def test_words_of_latin_text_stay_apart(tmp_path: Path) -> None:
    document = read_document(
        pdf(tmp_path / "r.pdf", [[(60, 700, "Riverside Primary School was twinned with Hilltop School.")]])
    )
    assert document.text == "Riverside Primary School was twinned with Hilltop School."


def test_progress_counts_pages(tmp_path: Path) -> None:
    told = list[tuple[int, int]]()
    read_document(
        pdf(tmp_path / "r.pdf", [[(60, 700, f"第{n}页的文字写在这里")] for n in "一二三"]),
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_scanned_pages_are_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"scanned.*OCR"):
        read_document(pdf(tmp_path / "r.pdf", [[], []]))


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="locked with a password"):
        read_document(pdf(tmp_path / "r.pdf", [[(60, 700, "文字")]], password="secret"))  # noqa: S106


def test_what_only_calls_itself_a_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.pdf").write_bytes(b"%PDF-1.7 nonsense")
    with pytest.raises(DataError, match="not a readable PDF"):
        read_document(tmp_path / "r.pdf")


# ---- word documents


def test_paragraphs_of_a_word_document_are_numbered(tmp_path: Path) -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('沙岭县第三中学')}</w:tc></w:tr></w:tbl>"
    document = read_document(docx(tmp_path / "r.docx", paragraph("青河市第一中学") + table + paragraph("完")))
    assert document.text == "青河市第一中学\n沙岭县第三中学\n完"
    assert str(document.locate(document.text.index("第三"))) == "paragraph 2"


def test_deleted_text_and_fallback_copies_are_left_out(tmp_path: Path) -> None:
    deleted = "<w:p><w:r><w:t>留下</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
    choices = f"<mc:Choice Requires='x'>{paragraph('正文')}</mc:Choice><mc:Fallback>{paragraph('正文')}</mc:Fallback>"
    copy = f"<mc:AlternateContent>{choices}</mc:AlternateContent>"
    assert read_document(docx(tmp_path / "r.docx", deleted + copy)).text.split() == ["留下", "正文"]


def test_xml_entities_are_not_replaced(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    prologue = f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "{secret.as_uri()}">]>'
    body = "<w:p><w:r><w:t>文字 &b; &c;</w:t></w:r></w:p>"
    try:
        text = read_document(docx(tmp_path / "r.docx", body, prologue=prologue)).text
    except DataError:
        return
    assert "SECRET" not in text
    assert "aaa" not in text


def test_a_word_document_that_swells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="unpacks to"):
        read_document(docx(tmp_path / "r.docx", paragraph("一" * (8 << 20))))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b"plain text"), "not a word document"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0rest"), "password"),
        (lambda path: zipfile.ZipFile(path, "w").writestr("a.txt", "x"), "no word/document.xml"),
        (lambda path: docx(path, "<w:p>"), "not a readable word document"),
    ],
    ids=["no archive", "old or locked", "other archive", "broken XML"],
)
def test_what_is_no_word_document_is_refused(tmp_path: Path, make: object, said: str) -> None:
    path = tmp_path / "r.docx"
    assert callable(make)
    make(path)
    with pytest.raises(DataError, match=said):
        read_document(path)


# ---- web pages


PAGE = """<!DOCTYPE html><html lang="zh"><head><title>t</title><script>var a = "第九中学";</script></head><body>
<nav><a href="/">首页</a> <a href="/b">医院导航</a></nav>
<article><h1>结对共建工作简讯</h1>
<p>青河市第一中学与<b>沙岭县</b>第三中学结对共建，双方签订了三年的协议&mdash;&mdash;每年互派教师。学校负责人表示要办好这件事，让两地学生都受益。</p>
<p>另有四所学校参加了活动，活动历时三天，教师们听课、评课，交流了经验，收获很大。</p>
</article><footer>版权所有 页脚文字</footer><script>alert(1)</script></body></html>"""


def test_the_main_text_of_a_page_is_read_with_offsets_into_its_source(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    path.write_text(PAGE, encoding="utf-8")
    document = read_document(path)
    assert "青河市第一中学与沙岭县第三中学结对共建" in document.text
    assert "——每年" in document.text
    assert "第九中学" not in document.text
    assert "医院导航" not in document.text
    for at, character in enumerate(document.text):
        if character not in " \n—":
            offset = document.locate(at).offset
            assert offset is not None
            assert PAGE[offset] == character


@pytest.mark.parametrize(
    "markup",
    [
        "<script>{}</script>",
        "<style>{}</style>",
        "<noscript>{}</noscript>",
        "<!-- {} -->",
        "<p hidden>{}",
        "<p hidden>{0}<br>{0}<br/>{0}</p>",
        "<div hidden><div>{0}</div>{0}</div>",
        '<p style="color: red; DISPLAY :none">{}</p>',
        '<div style="visibility:hidden"><p>{0}<p>{0}</div>',
    ],
)
def test_what_a_page_does_not_show_is_no_evidence(tmp_path: Path, markup: str) -> None:
    path = tmp_path / "r.html"
    path.write_text(
        f"<p>看得见</p>{markup.format('第九中学与第八中学结对共建')}<p>又看得见<br hidden>了</p>", encoding="utf-8"
    )
    assert read_document(path).text.split() == ["看得见", "又看得见", "了"]


def test_a_page_says_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    path.write_bytes(PAGE.replace("<head>", '<head><meta charset="gb2312">').replace("——", "").encode("gb2312"))
    assert "沙岭县第三中学" in read_document(path).text


def test_a_page_too_plain_for_a_main_text_comes_whole(tmp_path: Path) -> None:
    path = tmp_path / "r.htm"
    path.write_text("<p>一中</p><p>二中</p>", encoding="utf-8")
    assert read_document(path).text.split() == ["一中", "二中"]


def test_a_page_of_tags_without_end_is_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    path.write_text("<div>" * 20_000 + "青河医院" + "<p>&#x4e00;&nbsp;&unknown;", encoding="utf-8")
    assert "青河医院" in read_document(path).text
