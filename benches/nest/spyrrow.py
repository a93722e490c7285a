"""Nests one instance with spyrrow and prints its density."""

import json
import sys

import spyrrow

path, seconds, seed = sys.argv[1], int(float(sys.argv[2])), int(sys.argv[3])
with open(path) as file:
    data = json.load(file)
items = [
    spyrrow.Item(
        str(item["id"]),
        [tuple(corner) for corner in item["shape"]["data"]],
        demand=item["demand"],
        allowed_orientations=item.get("allowed_orientations"),
    )
    for item in data["items"]
]
instance = spyrrow.StripPackingInstance("instance", strip_height=data["strip_height"], items=items)
config = spyrrow.StripPackingConfig(total_computation_time=seconds, seed=seed, num_workers=2)
print(instance.solve(config).density)
