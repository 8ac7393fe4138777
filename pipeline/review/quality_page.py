"""The quality report as one page of HTML that needs no other file, and as lines for the terminal."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from pipeline.emit.labels import word
from pipeline.emit.wording import points_text
from pipeline.masking import mask
from pipeline.review.quality import LineCase, Quality, Share

_GRADES: Final = {"high": "高", "high_warned": "高（有警告）", "medium": "中", "low": "低"}
_STYLE: Final = """
body{font:15px/1.6 "Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#222;padding:0 1em}
body{margin:2em auto;max-width:1100px}
h1{color:#1F4E79;font-size:24px}h2{color:#1F4E79;font-size:18px;margin-top:1.8em}
table{border-collapse:collapse;width:100%}th{background:#1F4E79;color:#fff;font-weight:normal}
td,th{border:1px solid #BFC5CC;padding:4px 8px;text-align:left}td.n{text-align:right}
tr.bad td{background:#FAD4D4}img{max-width:100%}p.note{color:#555}
"""


def page(found: Quality, picture: bytes) -> str:
    """The whole page; the picture stands inside."""
    encoded = base64.b64encode(picture).decode()
    parts = [
        f"<h1>预审质量</h1><p>{escape(summary(found))}</p>",
        f'<img alt="把握与实际" src="data:image/png;base64,{encoded}">',
        "<h2>无声的错误</h2><p class=note>把握“高”且没有警告，复核却改了分的指标。"
        "这是最要紧的缺陷，请把材料发给软件维护人员。</p>",
        _silent(found.silent),
        "<h2>按把握程度</h2>",
        _lines([(_GRADES[share.key], share) for share in found.by_confidence]),
        "<h2>按指标</h2>",
        _lines([(f"{share.key} {share.name}", share) for share in found.by_indicator]),
        "<h2>按材料种类：预审采信的</h2>",
        _papers(found.by_type, "认可"),
        "<h2>按材料种类：预审存疑或不采信的</h2><p class=note>“改为采信”多的种类，说明预审过于谨慎。</p>",
        _papers(found.overturned, "改为采信"),
        "<p class=note>只有填了复核得分、复核意见或材料采信的指标才算“复核过”；留空的另列，不计入正确率。</p>",
    ]
    body = "\n".join(parts)
    head = f'<head><meta charset="utf-8"><title>预审质量</title><style>{_STYLE}</style></head>'
    return f'<!DOCTYPE html><html lang="zh">{head}<body>{body}</body></html>\n'


def summary(found: Quality) -> str:
    """The most important figures in one sentence."""
    looked = [case for case in found.lines if case.looked]
    right = sum(case.is_right for case in looked)
    share = f"，其中 {right} 项与预评相同（{right / len(looked):.0%}）" if looked else ""
    promised = [case for case in looked if case.promised]
    kept = sum(case.is_right for case in promised)
    held = f"；把握“高”且无警告的复核过 {len(promised)} 项，{kept} 项无误" if promised else ""
    return (
        f"{found.reviews} 份复核、{found.dossiers} 份材料；复核过 {len(looked)} 项指标{share}{held}；"
        f"无声的错误 {len(found.silent)} 项。"
    )


def told(found: Quality) -> Iterator[str]:
    """The report for the terminal."""
    yield summary(found)
    for share in found.by_confidence:
        if share.cases or share.untouched:
            yield f"把握{_GRADES[share.key]}：{_shown(share)}"
    for share in found.by_indicator:
        if share.cases:
            yield f"指标 {share.key} {share.name}：{_shown(share)}"
    for share in found.by_type:
        yield f"材料 {word('types', share.key)}：采信 {share.cases} 件，认可 {share.right} 件"
    for case in found.silent:
        given = f"预评 {case.draft}，复核 {case.final}"
        yield f"无声的错误：{case.dossier} 指标 {case.indicator}：{given}。{mask(case.reason)}"


def _shown(share: Share) -> str:
    part = "" if share.share is None else f"（{share.share:.0%}）"
    return f"复核 {share.cases} 项，相同 {share.right} 项{part}，留空 {share.untouched} 项"


def _lines(rows: Sequence[tuple[str, Share]]) -> str:
    head = ("", "复核过", "与预评相同", "在可能区间内", "平均相差（分）", "留空")
    body = [
        (
            name,
            str(share.cases),
            "—" if share.share is None else f"{share.right}（{share.share:.0%}）",
            "—" if not share.cases else f"{share.within}（{share.within / share.cases:.0%}）",
            "—" if not share.cases else f"{share.difference / share.cases:.2f}",
            str(share.untouched),
        )
        for name, share in rows
        if share.cases or share.untouched
    ]
    return _table(head, body)


def _papers(shares: Sequence[Share], verb: str) -> str:
    body = [
        (word("types", s.key), str(s.cases), f"{s.right}" + ("" if s.share is None else f"（{s.share:.0%}）"))
        for s in shares
    ]
    return _table(("材料", "复核过（件）", verb), body)


def _silent(cases: Sequence[LineCase]) -> str:
    body = [
        (c.dossier, f"{c.indicator} {c.name}", points_text(c.draft), points_text(c.final), c.reviewer, mask(c.reason))
        for c in cases
    ]
    return _table(("申报单位", "指标", "预评", "复核", "评审人", "理由"), body, bad=True)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, bad: bool = False) -> str:
    if not rows:
        return "<p>无。</p>"
    titles = "".join(f"<th>{escape(title)}</th>" for title in head)
    kind = ' class="bad"' if bad else ""
    body = "".join(f"<tr{kind}>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{titles}</tr>{body}</table>"
