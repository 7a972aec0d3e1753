"""A map of Beijing's districts that needs nothing from outside: outlines drawn by hand, and how they lie on a page.

The outlines are ours: rounded to about a kilometre from what is commonly known of where each district begins and ends.
They show where things are; they decide nothing, and are no survey. Each border is one line that both neighbours share,
so there are neither gaps nor overlaps. Numbers are thousandths of a degree, longitude before latitude.
"""

from dataclasses import dataclass

from anju.agencies.rules import NORTH, WEST
from anju.core.rules import DISTRICTS

Place = tuple[int, int]

LINES = {
    "yanqing_out": (
        "115870,40280 115770,40360 115770,40440 115730,40500 115750,40540 115830,40590 "
        "115910,40620 115980,40600 116070,40610 116120,40630 116160,40660 116230,40720 "
        "116250,40790 116310,40770 116370,40770 116450,40770"
    ),
    "huairou_out": (
        "116450,40770 116470,40830 116450,40900 116340,40900 116330,40940 116400,40950 "
        "116450,40980 116540,40990 116610,41060 116690,41050 116690,40970 116710,40910"
    ),
    "miyun_out": (
        "116710,40910 116810,40850 116880,40800 116960,40710 117110,40700 117200,40690 "
        "117290,40660 117420,40690 117490,40680 117500,40640 117430,40610 117420,40570 "
        "117310,40580 117250,40550 117260,40510 117220,40460 117240,40400 117260,40370"
    ),
    "pinggu_out": (
        "117260,40370 117330,40290 117360,40230 117390,40220 117380,40180 117350,40170 "
        "117340,40140 117280,40120 117220,40110 117180,40070 117080,40070 117030,40040 "
        "116970,40060"
    ),
    "shunyi_out": "116970,40060 116930,40040 116870,40040 116820,40040 116780,40030",
    "tongzhou_out": (
        "116780,40030 116780,39950 116800,39880 116860,39850 116920,39830 116940,39780 "
        "116910,39730 116900,39690 116840,39670 116820,39610 116760,39620 116710,39610 "
        "116650,39600"
    ),
    "daxing_out": (
        "116650,39600 116610,39600 116550,39600 116530,39570 116480,39550 116440,39510 "
        "116430,39450 116360,39460 116320,39460 116240,39510 116220,39570"
    ),
    "fangshan_out": (
        "116220,39570 116150,39590 116100,39570 116000,39570 115960,39560 115900,39570 "
        "115880,39530 115820,39510 115760,39510 115730,39550 115680,39570 115670,39610 "
        "115580,39590 115530,39600 115510,39650 115490,39740 115430,39750 115440,39790 "
        "115500,39830"
    ),
    "mentougou_out": (
        "115500,39830 115520,39880 115510,39920 115430,39950 115440,40030 115520,40080 "
        "115590,40120 115730,40160 115780,40180 115850,40150"
    ),
    "changping_out": "115850,40150 115870,40190 115900,40230 115870,40280",
    "yanqing_changping": (
        "115870,40280 115970,40310 116060,40340 116130,40330 116170,40370 116240,40380 116300,40390"
    ),
    "yanqing_huairou": (
        "116300,40390 116380,40440 116370,40490 116480,40490 116530,40560 116570,40620 "
        "116550,40670 116510,40700 116450,40770"
    ),
    "changping_huairou": "116300,40390 116360,40380 116380,40340 116440,40330 116490,40280",
    "huairou_shunyi": "116490,40280 116540,40270 116600,40280 116660,40260 116720,40270",
    "huairou_miyun": (
        "116720,40270 116700,40320 116720,40380 116660,40450 116680,40520 116740,40570 "
        "116730,40640 116690,40700 116740,40760 116760,40820 116710,40910"
    ),
    "miyun_shunyi": "116720,40270 116790,40270 116850,40280 116930,40250",
    "miyun_pinggu": (
        "116930,40250 116970,40270 117020,40300 117080,40330 117150,40360 117210,40370 117260,40370"
    ),
    "pinggu_shunyi": "116930,40250 116950,40190 116970,40140 116980,40100 116970,40060",
    "shunyi_changping": "116490,40280 116480,40230 116500,40170 116480,40130 116470,40090",
    "changping_chaoyang": "116470,40090 116430,40090 116380,40070",
    "changping_haidian": (
        "116380,40070 116340,40060 116300,40080 116250,40080 116240,40120 116180,40150 "
        "116130,40130 116100,40110"
    ),
    "changping_mentougou": "116100,40110 116050,40120 116000,40080 115950,40120 115900,40120 115850,40150",
    "haidian_mentougou": "116100,40110 116080,40080 116100,40030 116150,39980",
    "mentougou_shijingshan": "116150,39980 116140,39950 116120,39920 116130,39900",
    "haidian_shijingshan": "116150,39980 116200,39980 116220,39950 116250,39930 116260,39900",
    "shijingshan_fengtai": "116260,39900 116230,39890 116180,39890 116130,39900",
    "mentougou_fengtai": "116130,39900 116100,39890 116070,39880",
    "mentougou_fangshan": (
        "116070,39880 116040,39890 115970,39870 115900,39900 115840,39900 115780,39920 "
        "115700,39880 115600,39860 115560,39820 115500,39830"
    ),
    "fengtai_fangshan": "116070,39880 116100,39850 116130,39840 116160,39800 116210,39800 116230,39780",
    "fangshan_daxing": "116230,39780 116240,39740 116200,39690 116250,39640 116220,39570",
    "fengtai_daxing": "116230,39780 116280,39790 116330,39780 116380,39780 116420,39790 116460,39810",
    "daxing_chaoyang": "116460,39810 116510,39820 116560,39820",
    "daxing_tongzhou": (
        "116560,39820 116540,39780 116570,39740 116600,39700 116640,39680 116660,39640 116650,39600"
    ),
    "chaoyang_tongzhou": "116560,39820 116600,39860 116630,39900 116620,39960 116620,40020",
    "tongzhou_shunyi": "116620,40020 116660,40030 116710,40010 116780,40030",
    "chaoyang_shunyi": "116620,40020 116560,40060 116520,40080 116470,40090",
    "haidian_fengtai": "116260,39900 116290,39890 116320,39895",
    "haidian_xicheng": "116320,39895 116330,39910 116345,39940 116355,39965 116375,39972",
    "haidian_chaoyang": "116375,39972 116370,40000 116360,40030 116380,40070",
    "xicheng_chaoyang": "116375,39972 116390,39970",
    "xicheng_dongcheng": "116390,39970 116392,39940 116390,39910 116398,39890 116395,39865",
    "xicheng_fengtai": "116320,39895 116325,39875 116360,39868 116395,39865",
    "dongcheng_fengtai": "116395,39865 116420,39858 116440,39865",
    "dongcheng_chaoyang": "116390,39970 116430,39960 116434,39930 116436,39900 116440,39865",
    "fengtai_chaoyang": "116440,39865 116450,39840 116460,39810",
}
"""Where a district meets its neighbour, or (`…_out`) the city's edge; clockwise for the first one named."""

OUTLINES = {
    "110101": "dongcheng_chaoyang -dongcheng_fengtai -xicheng_dongcheng",
    "110102": "haidian_xicheng xicheng_chaoyang xicheng_dongcheng -xicheng_fengtai",
    "110105": (
        "-changping_chaoyang -chaoyang_shunyi -chaoyang_tongzhou -daxing_chaoyang "
        "-fengtai_chaoyang -dongcheng_chaoyang -xicheng_chaoyang haidian_chaoyang"
    ),
    "110106": (
        "-shijingshan_fengtai haidian_fengtai xicheng_fengtai dongcheng_fengtai "
        "fengtai_chaoyang -fengtai_daxing -fengtai_fangshan -mentougou_fengtai"
    ),
    "110107": "haidian_shijingshan shijingshan_fengtai -mentougou_shijingshan",
    "110108": (
        "-changping_haidian -haidian_chaoyang -haidian_xicheng -haidian_fengtai "
        "-haidian_shijingshan -haidian_mentougou"
    ),
    "110109": (
        "mentougou_out -changping_mentougou haidian_mentougou mentougou_shijingshan "
        "mentougou_fengtai mentougou_fangshan"
    ),
    "110111": "fangshan_out -mentougou_fangshan fengtai_fangshan fangshan_daxing",
    "110112": "tongzhou_out -daxing_tongzhou chaoyang_tongzhou tongzhou_shunyi",
    "110113": (
        "shunyi_out -tongzhou_shunyi chaoyang_shunyi -shunyi_changping huairou_shunyi "
        "miyun_shunyi pinggu_shunyi"
    ),
    "110114": (
        "changping_out yanqing_changping changping_huairou shunyi_changping changping_chaoyang "
        "changping_haidian changping_mentougou"
    ),
    "110115": "daxing_out -fangshan_daxing fengtai_daxing daxing_chaoyang daxing_tongzhou",
    "110116": "huairou_out -huairou_miyun -huairou_shunyi -changping_huairou yanqing_huairou",
    "110117": "pinggu_out -pinggu_shunyi miyun_pinggu",
    "110118": "miyun_out -miyun_pinggu -miyun_shunyi huairou_miyun",
    "110119": "yanqing_out -yanqing_huairou -yanqing_changping",
}
"""The lines around each district, clockwise; one with a minus is gone through backwards."""

LABELS = {
    "110101": "116415,39912",
    "110102": "116363,39925",
    "110105": "116530,39960",
    "110106": "116290,39835",
    "110107": "116190,39935",
    "110108": "116240,40030",
    "110109": "115760,40020",
    "110111": "115900,39720",
    "110112": "116740,39780",
    "110113": "116700,40150",
    "110114": "116200,40220",
    "110115": "116400,39660",
    "110116": "116600,40650",
    "110117": "117140,40190",
    "110118": "116980,40500",
    "110119": "116060,40480",
}
"""Where each district's name is written."""


UNIT = 1_000  # millionths of a degree of latitude to one unit of the page
SHRINKS = 766  # at 40° north a degree of longitude is so many thousandths of one of latitude


@dataclass(frozen=True)
class DistrictShape:
    """A district as a page draws it: an SVG path and where its name stands, in units of the page."""

    code: str
    name: str
    path: str
    label: Place


def outline(district: str) -> list[Place]:
    """The corners of a district, clockwise, in millionths of a degree; the first does not come again."""
    corners: list[Place] = []
    for name in OUTLINES[district].split():
        line = [_place(text) for text in LINES[name.removeprefix("-")].split()]
        corners += (line[::-1] if name.startswith("-") else line)[:-1]
    return corners


def label(district: str) -> Place:
    return _place(LABELS[district])


def _place(text: str) -> Place:
    longitude, latitude = text.split(",")
    return int(longitude) * 1_000, int(latitude) * 1_000


def on_page(longitude: int, latitude: int) -> Place:
    """Where a place lies on the page: to the right and down from its corner, in whole units."""
    return (longitude - WEST) * SHRINKS // (1_000 * UNIT), (NORTH - latitude) // UNIT


def district_shapes() -> list[DistrictShape]:
    """All districts as a page draws them, in the order of their codes."""
    return [
        DistrictShape(
            code,
            name,
            "M"
            + "L".join(f"{x} {y}" for x, y in (on_page(*corner) for corner in outline(code)))
            + "Z",
            on_page(*label(code)),
        )
        for code, name in DISTRICTS.items()
    ]
