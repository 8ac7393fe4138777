"""One clause of a report: what a number in it measures, and whether it was measured at all.

Wishes (力争达到98%), demands (不低于96%的目标), differences (提高2.1个百分点, 增长5%) and comparisons are no values.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.parsers import measured_value

PLACES: Final = (
    r"(?:全国|全省|全市|全区|全县|全镇|我国|我省|我市|我区|我县|本市|本区|本县|本辖区|辖区内?"
    r"|(?:广东省|江门市|(?:蓬江|江海|新会|台山|开平|鹤山|恩平)(?:市|区))(?![\u4e00-\u9fff]{0,6}局))"
)
_CHANGED: Final = re.compile(
    r"(?:提高|上升|下降|增长|增加|减少|降低|回落|提升|下滑|缩小|扩大|同比|环比|增幅|降幅|涨幅|增速|高于|低于|高出|快于|慢于|优于|净增|递增|递减|年均"
    r"|(?<![最提较])高|(?<![最降较])低|(?<![至])多|少|增|减|涨|跌|升|降)(?:了|约|近|超过?|为|达|[:(])*$"
)
_AGAINST: Final = re.compile(
    r"(?:同比|环比|同期|[比较]$|[比较](?:上一?年|去年|前年|年初|年均|20\d\d年|全[国省市])[^,]{0,8})$"
)
_LEVEL: Final = re.compile(r"(?:到|至|达|为|[:(])(?:了|约|近|超过?)?$")
_OTHER: Final = re.compile(
    r"(?P<who>全国|全省|国家|世界|省内|珠三角)(?:[\u4e00-\u9fff]{0,6}?)(?:平均|总体|整体)(?:水平|值|数)?"
)
_WISH: Final = re.compile(
    r"力争|争取|确保(?!了)|计划|规划|拟|预计|预期|有望|将(?:达到|实现|完成)|目标(?:是|为|:|值)|以(?:实现|达到)"
    r"|(?<![主重需紧首必])要(?:求|达到|实现|确保|力争|保持|控制|完成|不断|进一步)|应(?:达到|当|不低于|保持)|须(?:达到|保持)|必须|务必"
)
_UNTIL: Final = re.compile(r"(?:^|[,:(])到(?P<year>20\d\d)年")
_WISHED_AFTER: Final = re.compile(
    r"^(?:以上|以内|以下)?的?(?:年度|考核|工作|预期|创建|规划|既定|省定|市定|国家)*(?:目标|要求|任务|指标|标准)"
)
_WISHED_BEFORE: Final = re.compile(r"(?:目标|任务|要求|指标)(?:任务|值|数)?(?:\(|为|是|:)$")
_LEAD: Final = re.compile(
    rf"^(?:[-·■◆●★▲,]|\(?[一二三四五六七八九十\d]{{1,2}}(?:\)|[、.．])|其中[:,]?|此外|另外|同时|目前|当前|现在|截至|截止|至|在(?![建校册岗用售线编职营])|并|且|而|以及|及|和(?!谐)|与|对(?![外口照接])|使(?!用)|将"
    rf"|{PLACES}(?:范围)?内?|我[局委办关院]|近[两二三四五\d]年来?|年末|年底|全年|初步核算|的|共(?!享|同|建|有[^\d])|累计|合计|总计|已经?|均|各级|[\"“”‘’《》])+"
)
_TAIL: Final = re.compile(
    r"(?:分别|各|均|已经?|也|都|仍|则|就|继续|持续|保持|稳定|维持|始终|一直|累计|共计|合计|总计|总数|共有?|总共|近|约|超过?|突破|逾|不足|不低于|不少于|至少|高达"
    r"|连续(?:\d{1,2}|[一二三四五六七八九十])年|达到?了?|达至|实现了?|完成|为|是|有|在|居|位居|位列|位次|列|排名?(?=$|为|在|居)|第|占|由|从|提高到?|提升[到至]?|上升[到至]?|增加[到至]|下降[到至]?|降低?[到至]?|增[至到]|升[至到]"
    r"|(?:位居|居|位列|列|在)?全[国省市](?:[\u4e00-\u9fff\d]{0,8}城市|[\u4e00-\u9fff]{0,4}(?:市|区|县))?(?:中|排名|的)?|到|至|了|[:=,(\"“”‘’]|(?<=率)的)+$"
)
_LIGHT: Final = re.compile(
    r"^(?:共|累计|先后|全年|成功|新|共计|积极|组织|共有|现有|拥有|有|获得了?|获评|获|建成了?|取得了?|完成了?|开展了?|举办了?|召开了?|培训了?|发放了?|推动|指导|帮助|对|为|向|已)+$"
)
_HAVING: Final = re.compile(
    r"^(?:成功|新|现|已|共|累计)?(?:拥有|有(?![效机关限色害毒序])|获得了?|荣获|获评|获|建成了?|建立了?|取得了?|完成了?|实现了?|创建了?|保有)(?=[\u4e00-\u9fff“\"]{3})"
)
_RATE: Final = re.compile(
    r"(?:率|(?<![制程力年季月角高进态广深温限跨])度|比重|比例|占比|指数|份额|排名|名次|位次|得分|评分|分数|系数|强度|浓度|平均值)"
    r"(?:\([^)]*\)|[\"”’])?(?:情况|结果|总体)?$"
)
_SHARE: Final = re.compile(
    r"^(?P<who>.*?)[,]?(?P<of>占[\u4e00-\u9fff()\ue001]{2,34}?)(?:\d[\d.,]*[万亿]*元)?(?:的(?:比例|比重)?|比例|比重)?(?:为|达到?|是)?$"
)


def is_wish(sentence: str, at: int, after: str, year: int | None) -> bool:
    """Is the number at `at` of the sentence wanted and not measured?"""
    before = sentence[:at]
    clause = before[max(before.rfind(","), before.rfind(";")) + 1 :]
    until = next((m for m in _UNTIL.finditer(before)), None)
    return (
        _WISH.search(before) is not None
        or _WISHED_AFTER.match(after) is not None
        or _WISHED_BEFORE.search(clause) is not None
        or (until is not None and year is not None and int(until["year"]) > year)
    )


def is_difference(left: str) -> bool:
    """Do the words before a number make it a change or a distance and not a level?

    >>> [is_difference(w) for w in ("合格率同比提高", "合格率由30%提高到", "比上年增长", "增长率为")]
    [True, False, True, False]
    """
    if re.search(r"率(?:为|达|达到|[:(])$", left):
        return False
    if _LEVEL.search(left) and not re.search(r"(?:增幅|降幅|涨幅|增速|同比)(?:为|达|[:(])$", left):
        return re.search(r"(?:高于|低于|高出|优于)[^,]*$", left) is not None and not left.endswith("(")
    return _CHANGED.search(left) is not None or _AGAINST.search(left) is not None


def other_place(left: str) -> str | None:
    """全国 where the number is the country's average and not the unit's own.

    >>> other_place("低于全国平均水平("), other_place("全国特种设备万台死亡率"), other_place("为全国平均水平")
    ('全国', None, '全国')
    """
    found = list(_OTHER.finditer(left))
    return found[-1]["who"] if found and len(left) - found[-1].end() <= 4 else None


def measure_before(left: str) -> tuple[str, int, int]:
    """The words before a number that say what it measures: name, and its stretch in `left`; '' where there are none.

    >>> measure_before("全市主要农产品质量安全抽检合格率达到了")[0], measure_before("现有中国驰名商标")[0]
    ('主要农产品质量安全抽检合格率', '中国驰名商标')
    >>> measure_before("安排质量工作专项经费,占年财政一般预算收入的")[0]
    '质量工作专项经费占年财政一般预算收入比例'
    """
    share = _SHARE.match(left) if left.endswith(("的", "比例", "比重", "为", "达", "达到")) else None
    start = _lead_end(left)
    tail = _TAIL.search(left, start)
    end = tail.start() if tail else len(left)
    if share is not None and "占" in left and not _RATE.search(left[start:end].split("占")[0] or "-"):
        who = share["who"]
        first = max(_lead_end(who), _verb_end(who))
        kind = "比重" if left[share.end("of") :].lstrip("的").startswith("比重") else "比例"
        name = re.sub(r"(?:合计|共计|总计|累计|共)$", "", _bare(_SUM.sub("", who[first:])))
        return f"{name}{_bare(share['of'])}{kind}", first if who[first:] else share.start("of"), share.end("of")
    having = _HAVING.match(left[start:end])
    start += having.end() if having else 0
    if having is None and _verb_end(left[:end]) < end:
        start = max(start, _verb_end(left[:end]))
    return _bare(left[start:end]), start, end


_SUM: Final = re.compile(rf"(?:共|达|为|约)*\d[\d.,]*[万亿]*(?:{measured_value.UNITS})")


def _verb_end(text: str) -> int:
    m = re.match(r"[\u4e00-\u9fff]{0,8}?(?:安排|投入|落实|设立|列支|下达|拨付)", text[_lead_end(text) :])
    return _lead_end(text) + (m.end() if m else 0)


def _lead_end(text: str) -> int:
    m = _LEAD.match(text)
    return m.end() if m else 0


def _bare(name: str) -> str:
    bare = re.sub(r"[\s“”\"‘’\ue000\ue001]", "", name).strip(",、:的")
    return re.sub(r"(?<=[\u4e00-\u9fff]{2})(?:以及|及|和|与|等)$", "", bare)


def measure_after(right: str) -> tuple[str, int, int]:
    """The words after a count that say what was counted, with their stretch in `right`.

    >>> measure_after("企业获得市级以上政府质量奖,")[0], measure_after("的小微企业质量负责人")[0]
    ('企业获得市级以上政府质量奖', '小微企业质量负责人')
    """
    start = re.match(r"[的以上余多左右(]*", right)
    first = start.end() if start else 0
    stop = re.search(r"[,;。:()、]|$", right[first:])
    end = first + (stop.start() if stop else 0)
    return _bare(right[first:end]), first, end


def is_light(words: str) -> bool:
    """Words that only say that there is something: 共有, 新增, 组织, 举办."""
    return not words or _LIGHT.match(words) is not None


_SAMPLE: Final = re.compile(
    r"(?P<who>[\u4e00-\u9fff、]*?)(?P<deed>(?:国家|省级|市级|县级)?(?:质量安全|质量)?(?:监督抽查|监督抽检|例行监测抽检|例行监测|抽样检测|抽样检验"
    r"|抽检|抽查|抽样|监测|检测|检验|验收))(?P<what>[\u4e00-\u9fff、]*)$"
)


def rate_of_sample(sampled: str, rate: str) -> str:
    """合格率 behind 抽检…1862批次: the rate of what was sampled; '' where nothing was.

    >>> rate_of_sample("监督抽查重点食品", "合格率"), rate_of_sample("省级例行监测抽检", "合格率")
    ('重点食品监督抽查合格率', '省级例行监测抽检合格率')
    >>> rate_of_sample("省、市、区三级监督抽查我区生产企业产品", "批次合格率")
    '生产企业产品监督抽查批次合格率'
    >>> rate_of_sample("在建大中型工程项目", "一次验收合格率")
    '大中型工程一次验收合格率'
    """
    if (
        work := re.match(r"(?:在建|新建|完工|竣工)?(?P<what>[\u4e00-\u9fff]*工程)(?:项目)?$", sampled)
    ) and "验收" in rate:
        return work["what"] + rate if rate.startswith(("一次", "质量")) else ""
    m = _SAMPLE.match(sampled)
    if m is None or rate not in {"合格率", "批次合格率", "产品合格率", "总体合格率", "平均合格率", "达标率", "检出率"}:
        return ""
    who = re.sub(r"^(?:我[局关委办]|共|累计|组织|开展|完成|全年)+|^[国省市区县、级两三]+$", "", m["who"])
    what = re.sub(rf"^(?:了|{PLACES})+", "", m["what"])
    return f"{what}{who}{m['deed']}{rate}"


def names_a_rate(measure: str) -> bool:
    """Does the name itself say that a share, an index or a rank is measured?"""
    return _RATE.search(measure) is not None or measure.endswith("比例")


_HEAD: Final = re.compile(
    r".*(?:业(?!务)|产品|食品|药品|商品|工程|企业|单位|设备|建筑|机构)(?P<head>[\u4e00-\u9fff]{2,14}(?:率|度|比重|比例|指数))$"
)


def names_a_score(measure: str) -> bool:
    """Does the name say that points are measured (满意度, 得分)? (20分) behind a task are not."""
    return (
        re.search(r"(?:满意度|满意率|得分|评分|分数|指数|总分|成绩|测评结果)(?:调查|测评)?(?:结果|得分)?$", measure)
        is not None
    )


def rate_head(measure: str) -> str:
    """The common end of a rate's name, which later words may leave out: 抽检合格率 of 种植业产品抽检合格率."""
    if m := _HEAD.match(measure):
        return m["head"]
    m = re.search(
        r"(?:(?:质量安全|质量|产品|安全)?(?:监督抽查|抽检|监督抽检|抽样检验|抽查|检测|监测|验收|一次验收|一次交验)?"
        r"(?:总体|平均)?[\u4e00-\u9fff]{1,4}(?:率|度|比重|比例|指数))$",
        measure,
    )
    return m.group() if m else ""
