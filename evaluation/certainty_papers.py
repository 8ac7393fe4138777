"""Invented certificates as bad pictures, with the truth of every number and date: material for `evaluation.certainty`.

Nothing here comes from the samples: other layouts, other numbers, other fonts, other ways of spoiling a page.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Picture = NDArray[np.uint8]
FOLDER = Path("/usr/share/fonts")
FACES = (
    "opentype/noto/NotoSerifCJK-Regular.ttc",
    "opentype/noto/NotoSansCJK-Regular.ttc",
    "opentype/noto/NotoSerifCJK-Bold.ttc",
    "truetype/arphic/ukai.ttc",
    "truetype/wqy/wqy-zenhei.ttc",
    "truetype/arphic-gbsn00lp/gbsn00lp.ttf",
)
"""Fonts of Debian packages; those that are not installed are left out."""
NUMERALS = "〇一二三四五六七八九"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIRM = "江门市{}有限公司"
SYLLABLES = "华新永鸿德信达锐恒泰嘉宝鑫盛联创凯源"
TRADES = ("电器", "五金制品", "水暖器材", "食品机械", "精密模具", "卫浴")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper before it is printed: lines (text, size in points, centred), evidence type and its true values."""

    type: str
    lines: tuple[tuple[str, float, bool], ...]
    truth: dict[str, str]


def _day(rng: random.Random, first: int = 2016, last: int = 2021) -> dt.date:
    return dt.date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))


def _digits(rng: random.Random, count: int) -> str:
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def _plus(day: dt.date, years: int, days: int = 0) -> dt.date:
    return day.replace(year=day.year + years) + dt.timedelta(days=days)


def printed(day: dt.date, style: str) -> str:
    """A day in one of the ways in which papers print it.

    >>> printed(dt.date(2018, 9, 10), "numerals"), printed(dt.date(2018, 9, 1), "english")
    ('二〇一八年九月十日', 'Sep. 1, 2018')
    """
    if style == "numerals":
        tens, ones = divmod(day.day, 10)
        days = ("" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十") + (NUMERALS[ones] if ones else "")
        months = "十" + (NUMERALS[day.month % 10] if day.month % 10 else "") if day.month > 9 else NUMERALS[day.month]
        return "".join(NUMERALS[int(c)] for c in str(day.year)) + f"年{months}月{days}日"
    return {
        "chinese": f"{day.year}年{day.month}月{day.day}日",
        "padded": f"{day.year}年{day.month:02}月{day.day:02}日",
        "dashed": day.isoformat(),
        "dotted": f"{day.year}.{day.month:02}.{day.day:02}",
        "english": f"{MONTHS[day.month - 1]}. {day.day}, {day.year}",
    }[style]


def _firm(rng: random.Random) -> str:
    return FIRM.format("".join(rng.sample(SYLLABLES, 2)) + rng.choice(TRADES))


def _chinese_style(rng: random.Random) -> str:
    return rng.choice(("chinese", "padded", "dashed", "dotted"))


def _management(rng: random.Random) -> Sheet:
    issue, style = _day(rng), _chinese_style(rng)
    expiry = _plus(issue, rng.choice((3, 3, 3, 1, 5)), -rng.randint(0, 1))
    system, standard = rng.choice((("质量", "GB/T 19001-2016"), ("环境", "GB/T 24001-2016")))
    number = f"{_digits(rng, 5)}{rng.choice('QE')}{_digits(rng, 5)}R{rng.randint(0, 4)}{rng.choice('MSL')}"
    first = _plus(issue, -rng.randint(1, 9)) if rng.random() < 0.4 else None
    lines = [
        (f"{system}管理体系认证证书", 24, True), (f"证书编号：{number}", 11, rng.random() < 0.5), ("兹证明", 12, True),
        (_firm(rng), 16, True), (f"管理体系符合 {standard}", 12, True), ("认证范围：水龙头的设计和生产", 11, False),
        *([(f"初次发证日期：{printed(first, style)}", 11, False)] if first else []),
        (f"发证日期：{printed(issue, style)}", 11, False), (f"有效期至：{printed(expiry, style)}", 11, False),
        ("粤衡认证有限公司", 13, True),
    ]  # fmt: skip
    truth = {"certificate_no": number, "issue_date": issue.isoformat(), "expiry_date": expiry.isoformat()}
    return Sheet("management_certificate", tuple(lines), truth)


def _patent(rng: random.Random) -> Sheet:
    filed = _day(rng, 2014, 2019)
    granted = filed + dt.timedelta(days=rng.randint(250, 900))
    sort = rng.choice((("1", "发明"), ("2", "实用新型")))
    body = f"{filed.year}{sort[0]}0{_digits(rng, 6)}"
    check = sum(int(c) * w for c, w in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)) % 11
    number = f"ZL{body}.{'X' if check == 10 else check}"
    spaced = f"ZL {body[:4]} {body[4]} {body[5:]}{number[-2:]}"
    lines = (
        (f"证书号第{_digits(rng, 7)}号", 10, False), (f"{sort[1]}专利证书", 26, True),
        (f"{sort[1]}名称：一种阀芯装配工装", 12, False), ("发明人：欧阳明;司徒静", 12, False),
        (f"专利号：{spaced}", 12, False), (f"专利申请日：{printed(filed, 'padded')}", 12, False),
        (f"专利权人：{_firm(rng)}", 12, False), (f"授权公告日：{printed(granted, 'padded')}", 12, False),
        ("国家知识产权局依照中华人民共和国专利法进行审查，决定授予专利权", 11, False),
    )  # fmt: skip
    return Sheet(
        "patent", lines, {"patent_no": number, "filing_date": filed.isoformat(), "grant_date": granted.isoformat()}
    )


def _trademark(rng: random.Random) -> Sheet:
    start, style = _day(rng, 2012, 2021), rng.choice(("chinese", "padded"))
    end = _plus(start, 10, -1)
    number = _digits(rng, 8)
    lines = (
        ("国家知识产权局商标局", 14, True), ("商标注册证", 26, True), (f"第 {number} 号", 14, True),
        ("核定使用商品/服务项目（国际分类：11）", 11, False), ("水龙头；淋浴用设备；浴室装置", 11, False),
        (f"注册人：{_firm(rng)}", 12, False), (f"注册日期：{printed(start, style)}", 12, False),
        (f"有效期至：{printed(end, style)}", 12, False),
    )  # fmt: skip
    truth = {"registration_no": number, "registration_date": start.isoformat(), "expiry_date": end.isoformat()}
    return Sheet("trademark", lines, truth)


def _madrid(rng: random.Random) -> Sheet:
    start = _day(rng, 2012, 2021)
    end = _plus(start, 10)
    number = "1" + _digits(rng, 6)
    lines = (
        ("WORLD INTELLECTUAL PROPERTY ORGANIZATION", 14, True), ("CERTIFICATE OF REGISTRATION", 20, True),
        ("Madrid Agreement and Protocol", 12, True), ("151 Date of the registration:", 11, False),
        (f"    {printed(start, 'english')}", 12, False), ("180 Expected expiration date:", 11, False),
        (f"    {printed(end, 'english')}", 12, False), ("111 INTERNATIONAL REGISTRATION No.", 11, False),
        (f"    {number[0]} {number[1:4]} {number[4:]}", 12, False), ("732 Name of the holder:", 11, False),
        ("    JIANGMEN HENGTAI VALVE CO., LTD.", 12, False), ("511 International Classification: 11", 11, False),
    )  # fmt: skip
    truth = {"registration_no": number, "registration_date": start.isoformat(), "expiry_date": end.isoformat()}
    return Sheet("trademark", lines, truth)


def _high_tech(rng: random.Random) -> Sheet:
    issue = _day(rng, 2018, 2021)
    number = f"GR{issue.year}44{_digits(rng, 6)}"
    lines = (
        ("高新技术企业", 28, True), ("证 书", 24, True), (f"企业名称：{_firm(rng)}", 13, False),
        (f"证书编号：{number}", 13, False),
        (f"发证时间：{printed(issue, rng.choice(('padded', 'chinese', 'numerals')))}", 13, False),
        ("有效期：三年", 13, False), ("批准机关：广东省科学技术厅 广东省财政厅", 12, False),
    )  # fmt: skip
    truth = {
        "certificate_no": number,
        "issue_date": issue.isoformat(),
        "expiry_date": _plus(issue, 3).isoformat(),
    }
    return Sheet("high_tech_enterprise", lines, truth)


def _metrology(rng: random.Random) -> Sheet:
    issue = _day(rng, 2015, 2020)
    expiry = _plus(issue, 5, -rng.randint(0, 1))
    number = f"粤计保(2)字第{_digits(rng, 4)}号"
    lines = (
        ("计量保证体系确认合格证书", 25, True), (number, 12, True), (f"{_firm(rng)}：", 14, False),
        ("经审查，你单位符合二级计量保证体系的确认条件，准予确认。", 12, False),
        (f"发证日期：{printed(issue, 'padded')}", 12, False), (f"有效期至：{printed(expiry, 'padded')}", 12, False),
        ("广东省质量技术监督局", 13, True), (printed(issue, "numerals"), 13, True),
    )  # fmt: skip
    return Sheet(
        "metrology_confirmation",
        lines,
        {"certificate_no": number, "issue_date": issue.isoformat(), "expiry_date": expiry.isoformat()},
    )


def _export(rng: random.Random) -> Sheet:
    issue = _day(rng, 2017, 2021)
    expiry = _plus(issue, rng.choice((1, 2, 3, 5)), -rng.randint(0, 1))
    number = f"{rng.choice(('M8A', 'AE', 'B'))} {_digits(rng, 6)} {_digits(rng, 4)}"
    lines = (
        ("CERTIFICATE OF CONFORMITY", 24, True), (f"Certificate No.: {number}", 12, False),
        ("Holder: JIANGMEN HENGTAI VALVE CO., LTD.", 12, False),
        ("Manufacturer: JIANGMEN HENGTAI VALVE CO., LTD.", 12, False), ("Product: Single lever mixer", 12, False),
        ("Directive 2014/35/EU, EN 60335-1:2012, CE", 12, False),
        (f"Date of issue: {printed(issue, 'english')}", 12, False),
        (f"Valid until: {printed(expiry, 'english')}", 12, False),
    )  # fmt: skip
    truth = {"certificate_no": number, "issue_date": issue.isoformat(), "expiry_date": expiry.isoformat()}
    return Sheet("export_certificate", lines, truth)


DESIGNS: tuple[Callable[[random.Random], Sheet], ...] = (
    _management, _patent, _trademark, _madrid, _high_tech, _metrology, _export,
)  # fmt: skip


def draw(sheet: Sheet, rng: random.Random) -> Picture:
    """The paper as a clean BGR picture, with a red seal over its lower lines half of the time."""
    faces = [FOLDER / face for face in FACES if (FOLDER / face).exists()]
    if not faces:
        raise SystemExit("没有可用的中文字体（Debian：fonts-noto-cjk、fonts-arphic-ukai 或 fonts-wqy-zenhei）")
    face, scale = rng.choice(faces), rng.choice((110, 130, 150, 170, 200)) / 72
    image = Image.new("RGB", (round(595 * scale), round(842 * scale)), rng.choice(("white", "#fbf7ea", "#f2f6fb")))
    pen = ImageDraw.Draw(image)
    y = rng.uniform(60, 110)
    left = rng.uniform(60, 110)
    for text, size, centred in sheet.lines:
        font = ImageFont.truetype(str(face), round(size * scale))
        x = (595 - pen.textlength(text, font=font) / scale) / 2 if centred else left
        pen.text((max(x, 30) * scale, y * scale), text, fill=(25, 25, 30), font=font)
        y += size * rng.uniform(1.7, 2.6)
    if rng.random() < 0.5:
        middle, radius = (rng.uniform(200, 420) * scale, (y - rng.uniform(20, 90)) * scale), 55 * scale
        box = (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius)
        pen.ellipse(box, outline=(214, 40, 44), width=round(3 * scale))
        font = ImageFont.truetype(str(face), round(11 * scale))
        pen.text((middle[0] - radius * 0.7, middle[1]), "认证专用章", fill=(214, 40, 44), font=font)
    return np.ascontiguousarray(np.asarray(image, np.uint8)[..., ::-1])


def spoil(picture: Picture, noise: np.random.Generator) -> Picture:
    """What the scanner, the copier, the telephone and JPEG do to it; mild to bad."""
    rows, columns = picture.shape[:2]
    level = float(noise.uniform(0.2, 1.0))
    wobble = noise.uniform(-0.012, 0.012, (4, 2)) * columns * level
    corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    bend = cv2.getPerspectiveTransform(corners, (corners + wobble).astype(np.float32))
    out: NDArray[Any] = cv2.warpPerspective(picture, bend, (columns, rows), borderValue=(240, 240, 240))
    out = out.astype(np.float32)
    out = cv2.GaussianBlur(out, (0, 0), 0.3 + 0.9 * level)
    if noise.random() < 0.3:  # motion
        kernel = np.zeros((5, 5), np.float32)
        kernel[2] = 0.2
        out = cv2.filter2D(out, -1, kernel)
    if noise.random() < 0.4:  # pale print, or a copy of a copy
        out = 255 - (255 - out) * noise.uniform(0.45, 0.8)
    out = out * (1 - noise.uniform(0, 0.3) * level * np.linspace(0, 1, columns, dtype=np.float32)[None, :, None])
    out = out + noise.normal(0, 3 + 9 * level, (rows, columns, 1))
    flat = np.clip(out, 0, 255).astype(np.uint8)
    if noise.random() < 0.3:
        flat = cv2.cvtColor(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR).astype(np.uint8)
    quality = int(noise.integers(30, 85))
    return np.asarray(
        cv2.imdecode(cv2.imencode(".jpg", flat, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR), np.uint8
    )
