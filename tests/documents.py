"""Small files in the formats that reports come in, made on the spot."""

import zipfile
from pathlib import Path

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT = "STSong-Light"


def pdf(
    path: Path, pages: list[list[tuple[float, float, str]]], *, password: str = "", size: int = 10, title: str = ""
) -> Path:
    """Write a PDF whose pages hold texts at positions (points from the lower left corner)."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=A4, encrypt=password or None, invariant=1)
    if title:
        canvas.setTitle(title)
    for texts in pages:
        canvas.setFont(FONT, size)
        for x, y, text in texts:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path


def column(x: float, top: float, lines: list[str], *, leading: float = 14) -> list[tuple[float, float, str]]:
    """Return lines one below the other."""
    return [(x, top - number * leading, line) for number, line in enumerate(lines)]


def docx(path: Path, body: str, *, prologue: str = "") -> Path:
    """Write a word document around the XML of a body."""
    document = f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<w:document xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>'
    kinds = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="word/document.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", kinds)
        archive.writestr("_rels/.rels", relations)
        archive.writestr("word/document.xml", document)
    return path


def paragraph(text: str) -> str:
    """Return the XML of a paragraph in two runs, as word processors cut them."""
    half = len(text) // 2
    return f"<w:p><w:r><w:t>{text[:half]}</w:t></w:r><w:r><w:t>{text[half:]}</w:t></w:r></w:p>"
