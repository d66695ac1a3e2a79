"""Logos: an SVG keeps its shapes and loses or is refused for everything that acts."""

import pytest

from funds.selection.brand.svg import MOST_BYTES, PNG, SVG, UnfitLogo, logo

NS = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"'
GOOD = f'<svg {NS} xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" data-x="1"><metadata>x</metadata><g inkscape:label="a"><rect width="4" height="4" fill="url(#g)" style="fill:red"/></g></svg>'


def test_shapes_stay_and_the_rest_goes():
    kept, media = logo(GOOD.encode())
    assert media == SVG
    assert b"<rect" in kept
    assert b'fill="url(#g)"' in kept
    assert not [word for word in (b"style", b"inkscape", b"metadata", b"data-x") if word in kept]


@pytest.mark.parametrize(
    "inside",
    [
        "<script>1</script>",
        '<rect onload="x()"/>',
        '<image href="http://example.org/a.png"/>',
        '<rect fill="url(http://example.org/a)"/>',
        "<style>@import 'x'</style>",
        "<foreignObject/>",
        '<a href="javascript:x"><rect/></a>',
    ],
)
def test_what_acts_is_refused(inside):
    with pytest.raises(UnfitLogo):
        logo(f"<svg {NS}>{inside}</svg>".encode())


@pytest.mark.parametrize(
    "content",
    [
        f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {NS}/>'.encode(),
        b"<svg broken",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n" + b"0" * MOST_BYTES,
    ],
    ids=["doctype", "broken", "no viewBox", "gif", "large"],
)
def test_other_files_are_refused(content):
    with pytest.raises(UnfitLogo):
        logo(content)


def test_a_png_is_kept_as_it_is():
    content = b"\x89PNG\r\n\x1a\n" + b"1234"
    assert logo(content) == (content, PNG)
