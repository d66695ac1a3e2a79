"""The shapes of the world's countries as SVG paths, from the TopoJSON of the npm package world-atlas (public-domain
Natural Earth).

Pure: knows neither web nor database. The file is fetched at set-up and may be absent: then there are no shapes, and
pages show their table alone. Plate carrée from 84° north to 57° south; rings are cut at the antimeridian.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = "vendor/world-atlas/countries-50m.json"  # below the static folder
WIDTH, HEIGHT = 960, 376
NORTH, SOUTH = 84.0, -57.0
LEAST_STEP = 1.6  # px: points nearer to the last one are left out
LEAST_PART = 1.5  # px: islands smaller than this are left out, but of a country that has nothing larger
SMALL = 5.0  # px: a country whose greatest part is smaller than this also gets a dot

Point = tuple[float, float]
_UNNAMED = {"Kosovo": "XK"}  # the package gives these no number


class Shape(NamedTuple):
    """One country: alpha-2 code, SVG path data, the middle of its greatest part,
    and whether it is too small to be seen.
    """

    iso2: str
    path: str
    x: float
    y: float
    small: bool


def shapes(file: Path) -> tuple[Shape, ...]:
    """The countries of the TopoJSON file by code; none where there is no such file."""
    return _shapes(file, file.stat().st_mtime) if file.is_file() else ()


@lru_cache(maxsize=2)
def _shapes(file: Path, _made: float) -> tuple[Shape, ...]:
    from babel.core import get_global

    codes = get_global("territory_aliases")
    world = json.loads(file.read_text(encoding="utf-8"))
    arcs = [_unpacked(arc, world["transform"]) for arc in world["arcs"]]
    found: dict[str, list[list[Point]]] = {}
    for each in world["objects"]["countries"]["geometries"]:
        known = codes.get(each.get("id", ""), [_UNNAMED.get(each["properties"]["name"], "")])
        if len(known) == 1 and len(known[0]) == 2 and known[0] != "AQ":
            found.setdefault(known[0], []).extend(_rings(each, arcs))
    return tuple(shape for code, rings in sorted(found.items()) if (shape := _shape(code, rings)) is not None)


def _unpacked(arc: Sequence[Sequence[int]], transform: Any) -> list[Point]:
    """Degrees of an arc whose points are steps in whole numbers."""
    (kx, ky), (x0, y0) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * kx + x0, y * ky + y0))
    return points


def _rings(geometry: Any, arcs: list[list[Point]]) -> Iterator[list[Point]]:
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for polygon in polygons:
        for ring in polygon:
            yield _joined(ring, arcs)


def _joined(ring: Sequence[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring; a negative number means the arc backwards."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def cut(ring: Sequence[Point]) -> list[list[Point]]:
    """The ring as parts that never jump across the map: where it crosses the antimeridian it is cut there."""
    turned: list[Point] = []
    for longitude, latitude in ring:
        if turned:
            before = turned[-1][0]
            while longitude - before > 180:
                longitude -= 360
            while longitude - before < -180:
                longitude += 360
        turned.append((longitude, latitude))
    parts = []
    for shift in (-360, 0, 360):
        part = _clipped([(x + shift, y) for x, y in turned])
        if len(part) > 2:
            parts.append(part)
    return parts


def _clipped(points: list[Point]) -> list[Point]:
    """What of a closed line lies between -180 and 180 degrees."""
    for edge, side in ((-180.0, 1), (180.0, -1)):
        inside = [side * (x - edge) >= 0 for x, _ in points]
        kept: list[Point] = []
        for i, (x, y) in enumerate(points):
            px, py = points[i - 1]
            if inside[i] != inside[i - 1]:
                share = (edge - px) / (x - px)
                kept.append((edge, py + share * (y - py)))
            if inside[i]:
                kept.append((x, y))
        points = kept
        if not points:
            break
    return points


def _shape(code: str, rings: list[list[Point]]) -> Shape | None:
    drawn: list[tuple[float, float, float, str]] = []
    for ring in rings:
        for part in cut(ring):
            pixels = _thinned([_pixel(point) for point in part])
            if len(pixels) < 3:
                continue
            xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
            size = max(max(xs) - min(xs), max(ys) - min(ys))
            drawn.append((size, (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2, _line(pixels)))
    if not drawn:
        return None
    size, x, y, _ = max(drawn)
    path = "".join(line for each, *_, line in drawn if each >= min(size, LEAST_PART))
    return Shape(code, path, round(x, 1), round(y, 1), size < SMALL)


def _line(points: list[Point]) -> str:
    """Path data in steps, which is half as long as in places."""
    x, y = points[0]
    steps = []
    for to_x, to_y in points[1:]:
        dx, dy = f"{to_x - x:.1f}".removesuffix(".0"), f"{to_y - y:.1f}".removesuffix(".0")
        steps.append(dx + ("" if dy.startswith("-") else " ") + dy)
        x, y = to_x, to_y
    return f"M{points[0][0]:g} {points[0][1]:g}l{' '.join(steps)}z"


def _pixel(point: Point) -> Point:
    longitude, latitude = point
    latitude = max(min(latitude, NORTH), SOUTH)
    return (longitude + 180) / 360 * WIDTH, (NORTH - latitude) / (NORTH - SOUTH) * HEIGHT


def _thinned(points: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= LEAST_STEP:
            kept.append((round(x, 1), round(y, 1)))
    if len(kept) < 3 and len(points) > 2:  # a small island stays to be seen
        kept = [(round(x, 1), round(y, 1)) for x, y in points[:: max(1, len(points) // 4)]]
    return kept
