"""Writes, into the folder that it is given, a DXF of every version that ezdxf writes, as text and as binary,
with every kind of entity that is cut, blocks nested, mirrored and in rows, and letters of two code pages."""

import math
import os
import sys

import ezdxf
from ezdxf.math import Vec3

LAYERS = {"cp1250": "Řez č. 1", "cp932": "切断"}


def entities(to, layer, new):
    at = {"layer": layer}
    down = {"layer": layer, "extrusion": (0, 0, -1)}
    to.add_line((0, 0), (10, 5), at)
    to.add_point((1, 1), at)
    to.add_circle((20, 5), 4.25, at)
    to.add_circle((20, 5), 1.25, down)
    to.add_arc((5, 20), 3, 300, 60, dxfattribs=at)
    to.add_arc((5, 20), 4, 30, 250, dxfattribs=down)
    to.add_polyline2d([(0, 30, 0.5), (10, 30, -1), (10, 40, 0)], format="xyb", close=True, dxfattribs=at)
    to.add_polyline2d([(0, 30, 0.5), (10, 33, 0)], format="xyb", dxfattribs=down)
    to.add_polyline3d([(0, 50, 1), (10, 52, 3), (3, 58, 5)], dxfattribs=at)
    # What a program leaves that bent a polyline: bulges and extra points, or a frame beside the curve.
    fitted = to.add_polyline2d([(0, 60, 0.2), (5, 63, 0.2), (10, 60, 0)], format="xyb", dxfattribs=at | {"flags": 2})
    fitted.vertices[1].dxf.flags = 1
    curve = to.add_polyline2d([(0, 70), (5, 75), (10, 70), (3, 71), (7, 72)], dxfattribs=at | {"flags": 4})
    for vertex, flags in zip(curve.vertices, (16, 16, 16, 8, 8)):
        vertex.dxf.flags = flags
    to.add_text("Ø %%c12", height=3, dxfattribs=at | {"insert": (1, 2)})
    if not new:
        return
    to.add_lwpolyline([(30, 0, 1), (40, 0, 0), (40, 10, -0.3)], format="xyb", close=True, dxfattribs=at)
    to.add_lwpolyline([(30, 0, 1), (40, 3, 0), (40, 10, -0.3)], format="xyb", dxfattribs=down)
    to.add_ellipse((50, 50), (8, 3), 0.4, 0.5, 5.1, dxfattribs=at)
    to.add_ellipse((50, 50), (0, 7), 0.6, dxfattribs=at | {"extrusion": (0, 0, -1)})
    to.add_open_spline([(60, 0), (65, 9), (70, -3), (75, 4), (80, 8)], degree=3, dxfattribs=at)
    to.add_rational_spline([(60, 20), (65, 29), (70, 17), (75, 24)], [1, 2, 0.5, 1], degree=3, dxfattribs=at)
    to.add_spline(dxfattribs=at).set_closed([(60, 40, 0), (70, 40, 0), (70, 50, 0), (62, 52, 0)], degree=3)
    hatch = to.add_hatch(dxfattribs=at)
    hatch.paths.add_polyline_path([(90, 0, 0.3), (99, 0, 0), (95, 8, 0)], is_closed=True)
    edges = hatch.paths.add_edge_path()
    edges.add_line((90, 20), (98, 20))
    edges.add_arc((98, 24), 4, 270, 90, ccw=True)
    edges.add_line((98, 28), (90, 28))
    edges.add_ellipse((90, 24), (0, 4), 0.5, 0, 180, ccw=True)
    to.add_mtext("{\\fArial;M8}\\Pthrough", dxfattribs=at | {"insert": (3, 4)})


def main(folder):
    for version in ("R12", "R2000", "R2004", "R2007", "R2010", "R2013", "R2018"):
        for encoding, layer in LAYERS.items():
            doc = ezdxf.new(version, units=4)
            doc.encoding = encoding
            new = version != "R12"
            doc.layers.add(layer, color=1)
            doc.layers.add("off").off()
            doc.layers.add("ice").freeze()
            space = doc.modelspace()
            entities(space, layer, new)
            space.add_line((0, 0), (999, 999), {"layer": "off"})
            space.add_line((0, 0), (999, 999), {"layer": "ice"})
            part = doc.blocks.new("Part", base_point=(1, 2))
            entities(part, "0", new)
            outer = doc.blocks.new("Outer")
            outer.add_blockref("Part", (100, 0), {"xscale": -1, "rotation": 30})
            outer.add_blockref("Part", (0, 100), {"layer": "0", "xscale": 2, "yscale": 2, "extrusion": (0, 0, -1)})
            rows = {"row_count": 3, "column_count": 2, "row_spacing": 150, "column_spacing": 130}
            space.add_blockref("Outer", (300, 300), rows | {"layer": layer, "yscale": -1, "rotation": 15})
            space.add_blockref("Part", (50, -300), {"layer": "ice"})
            name = os.path.join(folder, f"{version}-{encoding}")
            doc.saveas(f"{name}.dxf")
            if version in ("R12", "R2000"):
                doc.saveas(f"{name}-binary.dxf", fmt="bin")


main(sys.argv[1])
