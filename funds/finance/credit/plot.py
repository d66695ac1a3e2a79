"""The reliability plot of a calibration as an SVG picture: foretold against observed share of defaults."""

from collections.abc import Sequence

from funds.finance.credit.calibration import Bin

SIZE = 360
EDGE = 48


def reliability_svg(bins: Sequence[Bin]) -> str:
    """A square plot; a point on the diagonal was foretold exactly. Each point carries its numbers as a title."""
    points = "".join(
        f'<circle cx="{_x(b.predicted):.1f}" cy="{_y(b.observed):.1f}" r="5" fill="#0b50d0">'
        f"<title>{b.rows}: {b.predicted:.3f} → {b.observed:.3f}</title></circle>"
        for b in bins
    )
    ticks = "".join(
        f'<text x="{_x(t):.1f}" y="{SIZE - EDGE + 18}" text-anchor="middle">{t:.1f}</text>'
        f'<text x="{EDGE - 8}" y="{_y(t) + 4:.1f}" text-anchor="end">{t:.1f}</text>'
        for t in (0, 0.5, 1)
    )
    middle = SIZE / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" font-family="sans-serif" font-size="12">'
        "<title>신뢰도 그림 (reliability plot)</title>"
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIZE - 2 * EDGE}" height="{SIZE - 2 * EDGE}" fill="none" stroke="#58616a"/>'
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#58616a" stroke-dasharray="4"/>'
        f"{ticks}{points}"
        f'<text x="{middle}" y="{SIZE - 8}" text-anchor="middle">예측한 부도 비율 (predicted)</text>'
        f'<text x="{middle}" y="{EDGE - 16}" text-anchor="middle">실제 부도 비율 (observed, 세로축)</text>'
        "</svg>\n"
    )


def _x(share: float) -> float:
    return EDGE + share * (SIZE - 2 * EDGE)


def _y(share: float) -> float:
    return SIZE - EDGE - share * (SIZE - 2 * EDGE)
