"""Load, expand, flatten to 0.05 and chain by ezdxf: seconds of processor time without its start."""

import sys
import time

import ezdxf
from ezdxf import disassemble, edgeminer, path, recover

with open(sys.argv[1]) as names:
    files = names.read().splitlines()
begun = time.process_time()
for name in files:
    try:
        doc = ezdxf.readfile(name)
    except Exception:
        try:
            doc, _ = recover.readfile(name)
        except Exception:
            continue
    edges = []
    try:
        for entity in disassemble.recursive_decompose(doc.modelspace()):
            try:
                points = list(path.make_path(entity).flattening(0.05))
            except Exception:
                continue
            if len(points) > 1:
                length = sum(a.distance(b) for a, b in zip(points, points[1:]))
                edges.append(edgeminer.make_edge(points[0], points[-1], length))
        edgeminer.find_all_simple_chains(edgeminer.Deposit(edges, gap_tol=0.1))
    except Exception:
        continue
print(time.process_time() - begun)
