"""What ezdxf makes of DXF files: for each, one JSON object on a line.

For every layer that is shown: how many paths, their length, and the box around them, in units of the
file, seen from above, blocks placed. Figures come from ezdxf's entities by formulas of their own: arcs are
sampled and extrapolated (Richardson), because ezdxf's own paths are off by 2.7e-4 of a radius.
"""

import json
import math
import sys

import ezdxf
import numpy
from ezdxf import recover
from ezdxf.lldxf.encoding import decode_dxf_unicode
from ezdxf.math import OCS, Vec3

SAMPLES = 256
PARTS_OF_A_TURN = 8


class Layer:
    def __init__(self):
        self.count, self.length, self.low, self.high = 0, 0.0, [math.inf] * 2, [-math.inf] * 2
        self.counted = True

    def box(self, xy):
        """Grows the box; the outermost sample of each axis is refined by the parabola through it."""
        for axis in (0, 1):
            values = xy[:, axis]
            for sign, side in ((1.0, self.high), (-1.0, self.low)):
                at = int(numpy.argmax(sign * values))
                best = values[at]
                if 0 < at < len(values) - 1:
                    before, here, after = values[at - 1 : at + 2]
                    bend = before - 2 * here + after
                    if bend != 0.0:
                        best = here - (after - before) ** 2 / (8 * bend)
                side[axis] = max(side[axis], best) if sign > 0 else min(side[axis], best)

    def curve(self, xy):
        def chords(points):
            return float(numpy.hypot(*numpy.diff(points, axis=0).T).sum())

        fine, coarse = chords(xy), chords(xy[::2])
        self.length += fine + (fine - coarse) / 3
        self.box(xy)

    def line(self, a, b):
        xy = numpy.array([[a[0], a[1]], [b[0], b[1]]], float)
        self.length += math.hypot(*(xy[1] - xy[0]))
        self.box(xy)


def turned(layer, center, first, second, start, sweep):
    """`center + first·cos + second·sin`, all in the world."""
    parts = max(1, math.ceil(abs(sweep) / math.tau * PARTS_OF_A_TURN))
    for part in range(parts):
        angles = start + sweep * (part + numpy.linspace(0, 1, SAMPLES + 1)) / parts
        cos, sin = numpy.cos(angles), numpy.sin(angles)
        x = center.x + first.x * cos + second.x * sin
        y = center.y + first.y * cos + second.y * sin
        layer.curve(numpy.column_stack([x, y]))


def arc(layer, ocs, center, radius, start, sweep):
    world = ocs.to_wcs
    turned(layer, world(center), world(Vec3(radius, 0, 0)), world(Vec3(0, radius, 0)), start, sweep)


def sweep_of(start, end):
    """Counter-clockwise from one angle in radians to the other; a whole turn apart is a turn."""
    if abs(end - start) < 1e-9:
        return 0.0
    sweep = (end - start) % math.tau
    return math.tau if sweep < 1e-9 else sweep


def bulged(layer, ocs, points, closed, elevation):
    """Points are (x, y, bulge) in the plane of `ocs`."""
    pairs = list(zip(points, points[1:]))
    if closed and points[-1][:2] != points[0][:2]:
        pairs.append((points[-1], points[0]))
    for (ax, ay, bulge), (bx, by, _) in pairs:
        a, b = Vec3(ax, ay, elevation), Vec3(bx, by, elevation)
        chord = (b - a).magnitude
        if abs(bulge) < 1e-12 or chord == 0.0:
            layer.line(ocs.to_wcs(a), ocs.to_wcs(b))
            continue
        across = Vec3(-(by - ay), bx - ax, 0)
        center = (a + b) / 2 + across * ((1 - bulge * bulge) / (4 * bulge))
        radius = chord * (1 + bulge * bulge) / (4 * abs(bulge))
        start = math.atan2(ay - center.y, ax - center.x)
        arc(layer, ocs, center, radius, start, 4 * math.atan(bulge))


def spline(layer, tool):
    """A span between two knots at a time: there it is smooth."""
    knots = list(tool.knots())
    inner = sorted(set(knots[tool.degree : len(knots) - tool.degree]))
    for a, b in zip(inner, inner[1:]):
        points = [(p.x, p.y) for p in tool.points(numpy.linspace(a, b, 2 * SAMPLES + 1))]
        layer.curve(numpy.array(points))


def hatch(layer, entity):
    """Edges of the boundary, unless the lines they were made from are named."""
    if any(path.source_boundary_objects for path in entity.paths):
        return False
    ocs, z = entity.ocs(), entity.dxf.elevation.z
    for path in entity.paths:
        if path.type.name == "POLYLINE":
            if len(path.vertices) > 1:
                bulged(layer, ocs, list(path.vertices), path.is_closed, z)
            continue
        for edge in path.edges:
            kind = edge.type.name
            if kind == "LINE":
                layer.line(ocs.to_wcs(Vec3(edge.start.x, edge.start.y, z)), ocs.to_wcs(Vec3(edge.end.x, edge.end.y, z)))
            elif kind == "ARC":
                start, end = math.radians(edge.start_angle), math.radians(edge.end_angle)
                arc(layer, ocs, Vec3(edge.center.x, edge.center.y, z), edge.radius, start, sweep_of(start, end) or math.tau)
            elif kind == "ELLIPSE":
                first = Vec3(edge.major_axis)
                second = Vec3(-first.y, first.x, 0) * edge.ratio
                start, end = edge.start_param, edge.end_param
                world = ocs.to_wcs
                center = world(Vec3(edge.center.x, edge.center.y, z))
                turned(layer, center, world(first), world(second), start, sweep_of(start, end) or math.tau)
            elif kind == "SPLINE":
                spline(layer, edge.construction_tool())
    return True


def entity_on(layer, e):
    """Adds one entity; False for what is not drawn."""
    kind = e.dxftype()
    if kind == "LINE":
        layer.line(e.dxf.start, e.dxf.end)
    elif kind == "POINT":
        layer.line(e.dxf.location, e.dxf.location)
    elif kind == "CIRCLE":
        if e.dxf.radius <= 0:
            return False
        arc(layer, e.ocs(), e.dxf.center, e.dxf.radius, 0.0, math.tau)
    elif kind == "ARC":
        start, end = math.radians(e.dxf.start_angle), math.radians(e.dxf.end_angle)
        if e.dxf.radius <= 0 or sweep_of(start, end) == 0.0:
            return False
        arc(layer, e.ocs(), e.dxf.center, e.dxf.radius, start, sweep_of(start, end))
    elif kind == "ELLIPSE":
        start, end = e.dxf.start_param, e.dxf.end_param
        # Placing a block takes parameters round, and a whole turn to next to nothing.
        turned(layer, e.dxf.center, e.dxf.major_axis, e.minor_axis, start, sweep_of(start, end) or math.tau)
    elif kind in ("SPLINE", "HELIX"):
        spline(layer, e.construction_tool())
    elif kind == "LWPOLYLINE":
        points = list(e.get_points("xyb"))
        if len(points) < 2:
            return False
        bulged(layer, e.ocs(), points, e.closed, e.dxf.elevation)
    elif kind == "POLYLINE":
        if not (e.is_2d_polyline or e.is_3d_polyline):
            return False
        vertices = [v for v in e.vertices if not v.dxf.flags & 16]
        if len(vertices) < 2:
            return False
        if e.is_3d_polyline:
            points = [(v.dxf.location.x, v.dxf.location.y, 0.0) for v in vertices]
            bulged(layer, OCS(), points, e.is_closed, 0.0)
        else:
            points = [(v.dxf.location.x, v.dxf.location.y, v.dxf.get("bulge", 0.0)) for v in vertices]
            bulged(layer, e.ocs(), points, e.is_closed, Vec3(e.dxf.get("elevation", (0, 0, 0))).z)
    elif kind == "HATCH":
        # How its edges make paths is a choice.
        drawn = hatch(layer, e)
        layer.counted &= not drawn
        return False
    else:
        return False
    layer.count += 1
    return True


class File:
    def __init__(self, doc):
        self.doc, self.layers = doc, {}

    def is_frozen(self, name):
        return name in self.doc.layers and self.doc.layers.get(name).is_frozen()

    def is_hidden(self, name):
        return self.is_frozen(name) or (name in self.doc.layers and self.doc.layers.get(name).is_off())

    def add(self, entities, outer, depth=0):
        for e in entities:
            if e.dxf.get("invisible", 0) or (depth == 0 and e.dxf.get("paperspace", 0)):
                continue
            name = e.dxf.get("layer", "0").strip()
            name = outer if name == "0" and outer is not None else name
            if e.dxftype() == "INSERT":
                self.insert(e, name, depth)
            elif not self.is_hidden(name):
                entity_on(self.layers.setdefault(decode_dxf_unicode(name).lower(), Layer()), e)

    def insert(self, insert, name, depth):
        if self.is_frozen(name) or depth > 40 or insert.block() is None:
            return
        for one in insert.multi_insert() if insert.mcount > 1 else [insert]:
            parts = list(one.virtual_entities())
            self.add(parts, name, depth + 1)
            # What is stretched comes apart into ellipses.
            if abs(abs(one.dxf.xscale) - abs(one.dxf.yscale)) > 1e-9:
                for layer in self.layers.values():
                    layer.counted = False


def look(name):
    try:
        doc, how = ezdxf.readfile(name), "plain"
    except Exception:
        try:
            (doc, _), how = recover.readfile(name), "recovered"
        except Exception as error:
            return {"opened": None, "error": f"{type(error).__name__}: {error}"}
    file = File(doc)
    try:
        file.add(doc.modelspace(), None)
    except Exception as error:
        return {"opened": None, "error": f"expansion: {type(error).__name__}: {error}"}
    layers = {
        name: {
            "count": layer.count if layer.counted else None,
            "length": layer.length,
            "box": layer.low + layer.high,
        }
        for name, layer in file.layers.items()
        if layer.low[0] <= layer.high[0]
    }
    return {"opened": how, "layers": layers}


if __name__ == "__main__":
    ezdxf.options.log_unprocessed_tags = False
    for name in sys.stdin.read().splitlines():
        print(json.dumps({"file": name} | look(name)), flush=True)
