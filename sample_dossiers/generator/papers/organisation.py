# ruff: noqa: E501  (hanzi count double; what is printed stays in one piece)
"""The applicant's own papers: chart, manual, ledger, traceability, instructions, rules, risks; laboratory summary."""

from __future__ import annotations

import random

from ..mupdf import Book, pymupdf
from ..ornament import workshop_jpeg
from ..sheet import GREY, Sheet
from ..wording import Data, dotted, zh_short

_TEXTS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "quality_system": (
        (
            "质量手册",
            (
                "1 范围：本手册依据GB/T 19001标准编制，适用于本公司产品的设计、生产和服务。",
                "2 质量方针：精工制造，持续改进，顾客满意。",
                "3 质量目标：成品一次交验合格率≥98.5%，顾客满意度≥92分。",
                "4 组织环境：公司识别内外部因素和相关方需求，每年评审一次。",
                "5 领导作用：最高管理者确保质量管理体系要求融入业务过程。",
                "6 策划：应对风险和机遇的措施，质量目标及其实现的策划。",
            ),
        ),
        (
            "质量管理制度汇编",
            (
                "第一章 总则：为规范公司质量管理，制定本制度。",
                "第二章 职责：品质部负责质量管理体系文件的归口管理。",
                "第三章 文件控制：文件的编制、审批、发放、更改按程序执行。",
                "第四章 内部审核：每年至少进行一次内部审核和管理评审。",
            ),
        ),
        (
            "质量管理体系程序文件",
            (
                "QP-01 文件控制程序",
                "QP-02 记录控制程序",
                "QP-03 内部审核程序",
                "QP-04 不合格品控制程序",
                "QP-05 纠正措施程序",
            ),
        ),
    ),
    "work_instruction": (
        (
            "作业指导书",
            (
                "工序名称：冲压成型",
                "1 作业前检查模具安装是否牢固，安全光栅是否有效。",
                "2 首件须经检验员确认合格后方可批量生产。",
                "3 质量标准：毛刺高度不大于0.05 mm，尺寸公差±0.1 mm。",
                "4 每小时自检5件并填写记录。",
            ),
        ),
        (
            "生产工艺流程与操作规程",
            (
                "一、工艺流程：下料→成型→焊接→抛光→装配→检测→包装",
                "二、焊接工序：电流110～130 A，焊缝应均匀无裂纹。",
                "三、装配工序：扭矩2.5±0.2 N·m。",
                "四、各工序工作质量标准见附表。",
            ),
        ),
        (
            "标准作业程序（SOP）",
            (
                "岗位：总装线",
                "步骤1 领料核对",
                "步骤2 预装",
                "步骤3 紧固",
                "步骤4 通电测试",
                "判定基准：功率偏差在±5%以内",
            ),
        ),
    ),
    "inspection_rules": (
        (
            "检验管理制度及质量异常处理规程",
            (
                "1 进料检验：按GB/T 2828.1一般检验水平Ⅱ抽样。",
                "2 过程检验：首检、巡检、末检。",
                "3 成品检验：出货前逐批检验。",
                "4 质量异常处理：发现异常立即停线，填写异常处理单，品质部组织原因分析，验证后恢复。",
            ),
        ),
        (
            "质量检验规程",
            (
                "一、目的：保证未经检验的产品不投入使用。",
                "二、检验项目与抽样方案。",
                "三、不合格品处理：标识、隔离、评审、处置。",
                "四、异常处理记录保存三年。",
            ),
        ),
        (
            "检验规范与不合格处置办法",
            ("第一条 检验员持证上岗。", "第二条 检验记录及时准确。", "第三条 质量异常实行8D报告制度。"),
        ),
    ),
    "risk_management": (
        (
            "风险管理制度",
            (
                "第一条 为识别和控制企业经营风险，建立健全风险管理体系，制定本制度。",
                "第二条 风险分为战略、市场、质量、安全、财务五类。",
                "第三条 每半年开展一次风险识别与评估，形成风险清单。",
                "第四条 重大风险由总经理办公会决策应对方案。",
            ),
        ),
        ("企业风险管理体系文件", ("1 风险管理方针", "2 风险识别与评价程序", "3 风险应对措施", "4 应急预案与演练")),
        (
            "风险和机遇控制程序",
            (
                "目的：为建立风险和机遇的应对措施，明确控制要求。",
                "职责：各部门识别本部门风险。",
                "评价准则：严重度×发生频度×可探测度。",
            ),
        ),
    ),
}
_NAMES = ["甘牧野", "佘清和", "晁景行", "缪知远", "芮若水", "闵修竹", "庾怀瑾", "蔺言蹊"]


def written(book: Book, d: Data, rng: random.Random, variant: int) -> None:
    """Rules and manuals: cover-like head, controlled-document table, text over the pages asked for."""
    title, paragraphs = _TEXTS[d["doc"]][variant]
    pages = int(d.get("pages", 1))
    for number in range(pages):
        s = Sheet(book, font=("song", "hei", "thin")[variant])
        if variant == 1:
            s.centre(d["holder"], 15, "songbold", y=80)
            s.centre(title, 20, "songbold", y=115)
            s.y = 150
        else:
            s.y = 60
            s.table(
                60,
                [160, 175, 70, 70],
                [
                    [d["holder"], title, "文件编号", f"{d['doc'][:2].upper()}-{rng.randrange(10, 99)}"],
                    ["^", "^", "页次", f"{number + 1}/{pages}"],
                ],
                10,
                centred=True,
            )
            s.y += 24
        for text in paragraphs[number % 2 :: 1] if pages > 1 else paragraphs:
            s.paragraph(text, 65, size=11.5)
            s.y += 4
        if pages > 1:
            for i in range(4):
                s.paragraph(
                    f"{number + 1}.{i + 1} 各部门应按照本条款要求落实责任人、时限和记录，并在每月质量例会上报告完成情况；对未按期完成的事项，"
                    "由品质部跟踪并提出改进建议。",
                    65,
                    size=11,
                )
        s.y = max(s.y + 20, 730)
        s.text(
            70,
            s.y,
            f"编制：{_NAMES[0]}　　审核：{_NAMES[1]}　　批准：{_NAMES[2]}　　实施日期：{dotted(d.get('date', '2021-03-01'))}",
            10,
        )
        if number == 0:
            s.seal(d["holder"], 470, s.y - 20, 98, rng.randrange(99), "受控文件")


def chart(book: Book, d: Data, rng: random.Random, variant: int) -> None:
    """An organisation chart with names and posts."""
    s = Sheet(book, 842, 595, font=("hei", "song", "wqy")[variant])
    s.centre(d["holder"] + ("组织架构图", "质量管理组织机构图", "企业组织结构图")[variant], 18, "heibold", y=60)
    boxes = ["品质部", "生产部", "技术部", "采购部", "销售部", "行政人事部"]
    if variant == 0:
        boxes.insert(1, "检测中心（独立检验室）")

    def cell(x: float, y: float, w: float, first: str, second: str) -> None:
        s.page.draw_rect(pymupdf.Rect(x - w / 2, y, x + w / 2, y + 46), width=0.9)
        s.centre(first, 10 if len(first) < 9 else 7.5, y=y + 19, x=x)
        s.centre(second, 9, y=y + 36, x=x)

    cell(421, 90, 130, "总经理", _NAMES[3])
    s.page.draw_line((421, 136), (421, 180))
    cell(421, 180, 130, "质量副总 / 首席质量官", d.get("officer", _NAMES[4]))
    s.page.draw_line((421, 226), (421, 262))
    step = 720 / len(boxes)
    s.page.draw_line((60 + step / 2, 262), (60 + step * (len(boxes) - 0.5), 262))
    for i, name in enumerate(boxes):
        x = 60 + step * (i + 0.5)
        s.page.draw_line((x, 262), (x, 290))
        cell(x, 290, step - 14, name, f"{('经理', '部长', '主管')[variant]}：{_NAMES[i % 8]}")
    s.y = 390
    s.table(
        110,
        [120, 200, 300],
        [
            ["姓名", "部门", "职务"],
            *[[_NAMES[i % 8], n, ("经理", "部长", "主管")[variant]] for i, n in enumerate(boxes[:4])],
        ],
        10,
        head=True,
        centred=True,
    )


def ledger(book: Book, d: Data, rng: random.Random, variant: int) -> None:
    """A ledger of production and service records."""
    s = Sheet(book, 842, 595)
    s.centre(d["holder"], 13, "hei", y=55)
    s.centre(("生产服务过程信息台账", "生产过程记录台账", "产品生产及服务信息登记台账")[variant], 18, "songbold", y=82)
    rows: list[list[str | None]] = [["日期", "批次号", "产品型号", "数量", "工序", "操作人", "检验结果", "记录保存"]]
    for i in range(14):
        rows.append(
            [
                f"2021.{1 + i % 12:02}.{3 + i:02}",
                f"P21{1 + i % 12:02}{i + 11}",
                f"{d.get('model', 'HX')}-{18 + i % 3}",
                str(rng.randrange(200, 900)),
                ("冲压", "焊接", "装配")[i % 3],
                _NAMES[i % 8],
                "合格",
                "已归档",
            ]
        )
    s.y = 100
    s.table(60, [80, 110, 100, 70, 80, 90, 90, 100], rows, 10, head=True, centred=True)


def traceability(book: Book, d: Data, rng: random.Random, variant: int) -> None:
    """What a traceability system's window looks like."""
    s = Sheet(book, 842, 595, font="wqy")
    title = ("质量信息追溯系统", "产品质量追溯平台", "MES产品服务数据库")[variant]
    s.page.draw_rect(pymupdf.Rect(30, 40, 812, 74), color=None, fill=(0.16, 0.35, 0.6))
    s.text(44, 63, f"{title} - {d['holder']}", 14, colour=(1, 1, 1))
    s.page.draw_rect(pymupdf.Rect(30, 74, 160, 540), color=None, fill=(0.93, 0.95, 0.97))
    for i, name in enumerate(("首页", "产品服务数据库", "质量追溯查询", "条码管理", "售后服务", "系统设置")):
        s.text(46, 104 + i * 30, name, 11)
    s.text(180, 104, "追溯码：" + str(rng.randrange(10**11, 10**12)) + "　　[查询]　[导出]", 11)
    s.y = 122
    s.table(
        180,
        [90, 140, 110, 120, 90],
        [
            ["批次", "原料供应商批号", "生产日期", "检验员", "去向"],
            *[
                [
                    f"P21{i + 10}",
                    f"M{rng.randrange(1000, 9999)}",
                    f"2021-0{1 + i % 9}-1{i % 9}",
                    _NAMES[i % 8],
                    ("华南", "华东", "出口")[i % 3],
                ]
                for i in range(10)
            ],
        ],
        10,
        head=True,
        centred=True,
    )
    s.text(180, 530, "共 10 条记录　第 1/1 页", 9.5, colour=GREY)


def laboratory(book: Book, d: Data, rng: random.Random, variant: int) -> None:
    """The laboratory's yearly summary and its photographs."""
    s = Sheet(book, font=("song", "kai", "hei")[variant])
    title = (
        f"{d['year']}年度检验室运作工作总结",
        f"检测中心{d['year']}年工作总结",
        f"实验室{d['year']}年度运行情况总结",
    )[variant]
    s.centre(d["holder"], 15, "songbold", y=85)
    s.centre(title, 18, "songbold", y=118)
    s.y = 155
    for text in (
        f"{d['year']}年，公司检验室在公司领导的重视下，独立开展原材料、半成品和成品的检验工作，全年完成检验{rng.randrange(3, 9) * 1000}余批次。",
        "一、人员与设备：检验室现有检验人员9人，配备盐雾试验箱、三坐标测量机、光谱仪等设备42台（套），均按期校准。",
        "二、主要工作：完成进料检验、过程检验、出厂检验，开展新产品验证试验，出具检验报告并建立档案。",
        "三、存在问题和改进：部分高温试验能力不足，下一年度计划新增设备投入80万元。",
    ):
        s.paragraph(text, 75, size=12.5)
    s.right(510, 640, d["holder"], 12)
    s.right(510, 664, zh_short(f"{int(d['year']) + 1}-01-15"), 12)
    s.seal(d["holder"], 440, 640, 104, rng.randrange(99))
    t = Sheet(book)
    t.centre("检验室照片", 16, "songbold", y=80)
    for i in range(2):
        t.page.insert_image(
            pymupdf.Rect(120, 110 + i * 330, 475, 342 + i * 330), stream=workshop_jpeg(rng.randrange(10**6))
        )
        t.centre(f"图{i + 1}　{('盐雾试验区', '精密测量室')[i]}", 11, y=362 + i * 330)


DRAWERS = {
    "org_chart": chart,
    "process_ledger": ledger,
    "traceability": traceability,
    "lab_summary": laboratory,
    "quality_system": written,
    "work_instruction": written,
    "inspection_rules": written,
    "risk_management": written,
}
