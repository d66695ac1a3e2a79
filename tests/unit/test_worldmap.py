"""The map's shapes: known countries, nothing across the antimeridian, absent file."""

import re
from pathlib import Path

import pytest

from portal.core import worldmap

FILE = Path(__file__).resolve().parents[2] / "portal" / "static" / "vendor" / "world-atlas" / "countries-50m.json"


@pytest.fixture(scope="module")
def shapes():
    return {s.iso2: s for s in worldmap.shapes(FILE)}


def lengths(path):
    """The longest step of each part along x."""
    for part in re.findall(r"M[^z]+z", path):
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", part)]
        yield max(map(abs, numbers[2::2]), default=0.0)


def test_every_country_that_matters_has_a_shape(shapes):
    assert {"KR", "VN", "CN", "US", "SG", "BH", "MV", "MU", "XK", "RU", "FJ", "NA"} <= shapes.keys()
    assert "AQ" not in shapes


def test_no_stripe_crosses_the_map(shapes):
    for code in ("RU", "FJ", "US", "NZ", "KI"):
        assert max(lengths(shapes[code].path)) < worldmap.WIDTH / 4, code


def test_everything_lies_within_the_frame(shapes):
    assert all(0 <= s.x <= worldmap.WIDTH and 0 <= s.y <= worldmap.HEIGHT for s in shapes.values())


def test_small_countries_are_marked(shapes):
    assert shapes["SG"].small
    assert shapes["BH"].small
    assert not shapes["VN"].small


def test_the_map_is_light_enough_for_a_page(shapes):
    assert sum(len(s.path) for s in shapes.values()) < 160_000


def test_without_the_file_there_are_no_shapes(tmp_path):
    assert worldmap.shapes(tmp_path / "none.json") == ()


def test_a_ring_over_the_antimeridian_falls_into_two_parts():
    parts = worldmap.cut([(170.0, 10.0), (-170.0, 10.0), (-170.0, -10.0), (170.0, -10.0)])
    spans = sorted((min(x for x, _ in part), max(x for x, _ in part)) for part in parts)
    assert spans == [(-180.0, -170.0), (170.0, 180.0)]
    assert len(worldmap.cut([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)])) == 1
