"""The World Bank reader and the comparison of releases, on small files built here in the download's layout."""

from datetime import date
from decimal import Decimal

import pytest

from funds.strategy.indicators.doubts import doubts
from funds.strategy.indicators.figures import (
    INDICATORS,
    Figure,
    read_figures,
    shipped_figures,
    shipped_sources,
    write_figures,
)
from funds.strategy.indicators.revisions import compare
from funds.strategy.indicators.worldbank import Release, read_release
from funds.unusable import Unusable

KNOWN = {"VNM", "KHM", "UZB"}
CODE = "SH.XPD.CHEX.PC.CD"
ROWS = {
    "Africa Eastern and Southern": ("AFE", "90.5", "91", ""),
    "Cambodia": ("KHM", "", "100.25", "120"),
    "Channel Islands": ("CHI", "", "", ""),
    "Viet Nam": ("VNM", "150", "160.125", "168"),
}


def download(
    rows: dict[str, tuple[str, ...]] = ROWS, updated: str = "2026-07-01", first: int = 2020, code: str = CODE
) -> str:
    """A file in the World Bank's layout: BOM, quoted cells, trailing commas."""
    width = len(next(iter(rows.values()))) - 1 if rows else 3
    header = [
        "Country Name",
        "Country Code",
        "Indicator Name",
        "Indicator Code",
        *map(str, range(first, first + width)),
    ]
    lines = ['"Data Source","World Development Indicators",', "", f'"Last Updated Date","{updated}",', ""]
    table = [header, *([name, iso3, "Health", code, *cells] for name, (iso3, *cells) in rows.items())]
    lines += ["".join(f'"{cell}",' for cell in row) for row in table]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def read(text: str, **asked: object) -> Release:
    return read_release(text.encode(), KNOWN, **asked)  # type: ignore[arg-type]


def refused(text: str | bytes, **asked: object) -> list[str]:
    with pytest.raises(Unusable) as caught:
        read_release(text if isinstance(text, bytes) else text.encode(), KNOWN, **asked)  # type: ignore[arg-type]
    return [problem.en for problem in caught.value.problems]


def test_a_download_is_read_with_year_and_source() -> None:
    release = read(download())
    assert (release.indicator, release.indicator_name, release.updated) == (CODE, "Health", date(2026, 7, 1))
    assert release.years == (2020, 2021, 2022)
    assert release.figures == (
        Figure("KHM", CODE, 2021, Decimal("100.25"), "wdi-2026-07-01"),
        Figure("KHM", CODE, 2022, Decimal(120), "wdi-2026-07-01"),
        Figure("VNM", CODE, 2020, Decimal(150), "wdi-2026-07-01"),
        Figure("VNM", CODE, 2021, Decimal("160.125"), "wdi-2026-07-01"),
        Figure("VNM", CODE, 2022, Decimal(168), "wdi-2026-07-01"),
    )


def test_groups_are_set_aside_and_unknown_codes_are_listed() -> None:
    release = read(download())
    assert release.groups == ("AFE",)
    assert release.unknown == (("CHI", "Channel Islands"),)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r\n\r\n"])
def test_line_ends_do_not_matter(ending: str) -> None:
    text = download()
    assert read(text.replace("\r\n", "\n") if ending == "\n" else text + ending) == read(text)


def test_small_numbers_with_an_exponent_are_numbers() -> None:
    release = read(download({"Viet Nam": ("VNM", "1.5E-05")}))
    assert release.figures[0].value == Decimal("0.000015")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda t: t.replace("World Development Indicators", "Gender Statistics"), "Line 1 differs"),
        (
            lambda t: t.replace(
                '"Data Source","World Development Indicators",', "Data Source,World Development Indicators,,,"
            ),
            "Line 1 differs",
        ),
        (lambda t: t.replace('",\r\n\r\n"Last', '",\r\n,,,\r\n"Last'), "Line 2 differs"),
        (lambda t: t.replace("2026-07-01", "7/1/2026"), "Line 3 differs"),
        (lambda t: t.replace("2026-07-01", "2026-13-01"), "Line 3 differs"),
        (lambda t: t.replace('01",\r\n\r\n', '01",\r\nx\r\n'), "Line 4 differs"),
        (lambda t: t.replace("Country Code", "ISO"), "Line 5 (the header) was altered"),
        (lambda t: t.replace('"2021"', '"2021 [YR2021]"'), "Line 5 (the header) was altered"),
        (lambda t: t.replace('"2021"', '"2022"'), "Line 5 (the header) was altered"),
        (lambda t: t.replace('"160.125"', '"..",'), "Line 9: its cells do not match"),
        (lambda t: t.replace('"160.125"', '".."'), "Line 9, 2021: .. is no number."),
        (lambda t: t.replace('"160.125"', '"1,601"'), "Line 9, 2021: 1,601 is no number."),
        (lambda t: t.replace('"160.125"', '"NaN"'), "Line 9, 2021: NaN is no number."),
        (lambda t: t.replace('"160.125"', '"160"5'), "A line has quotation marks out of place."),
        (lambda t: t.replace('"KHM"', '""'), "Line 7: its cells do not match"),
        (lambda t: t.replace('"KHM"', '"VNM"'), "The country code VNM stands twice."),
        (
            lambda t: t.replace(CODE, "SP.POP.TOTL", 1),
            "The file holds several indicators: SH.XPD.CHEX.PC.CD, SP.POP.TOTL",
        ),
        (lambda t: t[: t.index('"Country Name"')], "The header line is missing."),
        (lambda t: t[: t.index('"Africa')], "There is no line of any country."),
        (lambda t: '"Country Code","Region","IncomeGroup",', "This is a Metadata file."),
    ],
)
def test_an_altered_file_is_refused(change: object, sentence: str) -> None:
    (found,) = refused(change(download()))  # type: ignore[operator]
    assert found.startswith(sentence)


def test_a_file_of_another_kind_is_refused() -> None:
    assert refused(b"PK\x03\x04\xff\xfe") == [
        "The file is not UTF-8. Upload the World Bank's CSV as downloaded, not saved again by a program."
    ]
    assert len(refused("")) == 3


def test_the_wrong_release_is_refused() -> None:
    asked = {"held": date(2026, 7, 2), "indicator": "SP.POP.TOTL"}
    assert refused(download(), **asked) == [
        "This is a file of SH.XPD.CHEX.PC.CD, not of SP.POP.TOTL.",
        "The release of 2026-07-01 is older than 2026-07-02, held here.",
    ]
    assert read(download(), held=date(2026, 7, 1), indicator=CODE).indicator == CODE


def test_two_releases_of_different_width_are_compared() -> None:
    older = read(
        download({"Cambodia": ("KHM", "99", "100.25"), "Viet Nam": ("VNM", "150", "152.5")}, updated="2025-01-28")
    )
    newer = read(download())
    for changes in (compare(older, newer), compare(newer, older)):
        assert (changes.older, changes.newer) == (older, newer)
        assert [(r.iso3, r.year) for r in changes.added] == [("KHM", 2022), ("VNM", 2022)]
        assert [(r.iso3, r.year, r.before) for r in changes.removed] == [("KHM", 2020, Decimal(99))]
        (revised,) = changes.revised
        assert (revised.iso3, revised.year, revised.percent) == ("VNM", 2021, Decimal("5.0"))
        assert changes.same == 2
        assert changes.new_years == (2022,)
        assert changes.median_percent == Decimal("5.0")
    assert compare(newer, newer).median_percent is None


def test_different_indicators_are_not_compared() -> None:
    with pytest.raises(Unusable):
        compare(read(download()), read(download(code="SP.POP.TOTL")))


def test_shipped_figures_have_year_and_source() -> None:
    figures = shipped_figures()
    assert len({figure.iso3 for figure in figures}) == 61
    assert {figure.year for figure in figures} == set(range(2020, 2025))
    assert {figure.indicator for figure in figures} <= set(INDICATORS)
    assert {figure.source for figure in figures} == set(shipped_sources())
    assert read_figures(write_figures(figures)) == figures
    values = {(f.iso3, f.indicator, f.year): f.value for f in figures}
    assert 12000 < values["USA", CODE, 2021] < 12200
    assert 160 < values["VNM", CODE, 2021] < 175


def test_bad_lines_of_our_own_file_are_named() -> None:
    head = "iso3,indicator,year,value,source\n"
    with pytest.raises(Unusable) as caught:
        read_figures(head + "VNM,X,2023,1,s\nVNM,X,2023,2,s\nVNM,X,23,1,s\nVNM,X,2023,,s\nVNM,X,2023,1e5,s\n")
    assert [problem.en for problem in caught.value.problems] == [
        "Line 3: this country, indicator and year stand there already.",
        "Line 4 cannot be read.",
        "Line 5 cannot be read.",
        "Line 6 cannot be read.",
    ]
    with pytest.raises(Unusable):
        read_figures("iso3;indicator\n")


def test_odd_figures_are_pointed_out() -> None:
    def figure(code: str, year: int, value: str) -> Figure:
        return Figure("VNM", code, year, Decimal(value), "s")

    held = [
        figure(CODE, 2023, "110.2"),
        figure("NY.GDP.PCAP.CD", 2023, "1000"),
        figure("SH.XPD.CHEX.GD.ZS", 2023, "10"),
        figure("SP.POP.TOTL", 2022, "100"),
        figure("SP.POP.TOTL", 2023, "151"),
        figure("SH.MED.BEDS.ZS", 2022, "100"),
        figure("SH.MED.BEDS.ZS", 2023, "150"),
    ]
    found = doubts(held, 2023)
    assert [(doubt.indicator, doubt.words.en) for doubt in found] == [
        (
            CODE,
            "Spending per head ÷ GDP per head (11.02 %) is more than a tenth away from the published share (10.00 %).",
        ),
        ("SP.POP.TOTL", "Population moved by +51 % in a year (100 → 151)."),
    ]
    assert doubts(held, 2022) == ()


@pytest.mark.parametrize(("length", "shown"), [(59, "x" * 59), (60, "x" * 60), (61, "x" * 57 + "...")])
def test_a_line_is_shown_whole_up_to_sixty_letters(length, shown):
    with pytest.raises(Unusable) as found:
        read_release(("x" * length + "\n").encode(), ())
    assert f"1번째 줄이 세계은행 내려받기 형식과 다릅니다: {shown}" in [problem.ko for problem in found.value.problems]
