#!/usr/bin/env python3
"""Sends a drawing to Penstock's workers through Redis, and fetches what they make. It needs `rq` alone:

    pip install rq
    python plot_with_penstock.py drawing.svg --out plotted --set join_tolerance_mm=0.2

A worker of Penstock must listen on the queue:

    penstock worker --store redis://localhost:6379/0 --queues default
"""

import argparse
import hashlib
import json
import os
import sys
import time
from pathlib import Path

from redis import Redis
from rq import Queue
from rq.job import Job

# Longest content that may travel within a job. Larger files go through `penstock submit`.
CONTENT_BYTES = 8 * 1024 * 1024
PREFIX = os.environ.get("RQ_KEY_PREFIX", "rq")


def enqueue(queue: Queue, drawing: Path, parameters: dict) -> Job:
    """Queues one plot. The parameters are those of `penstock tasks`; all have defaults."""
    content = drawing.read_bytes()
    if len(content) > CONTENT_BYTES:
        raise SystemExit(f"{drawing} has more than {CONTENT_BYTES} bytes: send it with penstock submit")
    inputs = [{"name": drawing.name, "content": content}]
    return queue.enqueue(
        "penstock.tasks.plot", kwargs={**parameters, "inputs": inputs}, job_timeout=1800, description=drawing.name
    )


def wait(job: Job, patience_s: float) -> dict:
    """The report of the job once it has ended; its progress goes to standard error until then."""
    end = time.monotonic() + patience_s
    last = None
    while True:
        status = job.get_status(refresh=True)
        if status in ("finished", "failed", "stopped", "canceled"):
            break
        meta = job.get_meta(refresh=True)
        now = (str(getattr(status, "value", status)), meta.get("stage"), meta.get("progress"))
        if now != last:
            print(*(word for word in now if word is not None), file=sys.stderr)
            last = now
        if time.monotonic() > end:
            raise SystemExit(f"job {job.id} did not end within {patience_s:g} s")
        time.sleep(0.2)
    result = job.latest_result()
    if status != "finished":
        # The last line says what happened; what stands before it is for whoever looks after the worker.
        why = result.exc_string.strip().splitlines()[-1] if result and result.exc_string else str(status)
        raise SystemExit(f"job {job.id}: {why}")
    return result.return_value


def fetch(connection: Redis, artifact: dict) -> bytes:
    """The content of one artifact, which lies in Redis in pieces under its SHA-256."""
    key = f"{PREFIX}:penstock:blob:{artifact['sha256']}"
    pieces = connection.hget(key, "pieces")
    if pieces is None:
        raise SystemExit(f"{artifact['name']} is not in this Redis: its lifetime is over, or artifacts are elsewhere")
    content = b"".join(connection.mget([f"{key}:{number}" for number in range(int(pieces))]))
    if hashlib.sha256(content).hexdigest() != artifact["sha256"]:
        raise SystemExit(f"{artifact['name']} arrived damaged")
    return content


def parameter(text: str) -> tuple:
    name, _, value = text.partition("=")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("drawing", type=Path)
    words.add_argument("--redis", default=os.environ.get("REDIS_URL", "redis://localhost:6379/0"))
    words.add_argument("--queue", default="default")
    words.add_argument("--out", type=Path, default=Path("plotted"), help="folder for the results")
    words.add_argument("--set", type=parameter, action="append", default=[], metavar="NAME=VALUE")
    words.add_argument("--patience", type=float, default=1800, metavar="S")
    given = words.parse_args()

    connection = Redis.from_url(given.redis)
    job = enqueue(Queue(given.queue, connection=connection), given.drawing, dict(given.set))
    print(f"job {job.id} waits in {given.queue}", file=sys.stderr)
    report = wait(job, given.patience)
    given.out.mkdir(parents=True, exist_ok=True)
    for artifact in report.pop("artifacts"):
        # A name comes from the drawing: only its last part, and nothing above the folder.
        target = given.out / Path(artifact["name"]).name
        target.write_bytes(fetch(connection, artifact))
        print(target)
    (given.out / "report.json").write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
