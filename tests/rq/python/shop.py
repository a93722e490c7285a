"""Functions that a Python worker has, and that Penstock enqueues by name."""

import time

from rq import get_current_job

# Longest time that a function waits for its test, in seconds.
PATIENCE = 60


def add(a, b):
    return a + b


def echo(*args, **kwargs):
    """Says what arrived, with its type, so that nothing is equal by accident."""
    return {"args": repr(args), "kwargs": repr(sorted(kwargs.items()))}


def fail(message):
    raise ValueError(message)


def flaky(failures):
    """Fails this many times, then returns the number of the attempt."""
    job = get_current_job()
    attempt = job.connection.incr(f"test:attempts:{job.id}")
    if attempt <= failures:
        raise RuntimeError(f"attempt {attempt}")
    return attempt


def progress():
    """Leaves what a Python function leaves in meta."""
    job = get_current_job()
    job.meta["progress"] = 0.5
    job.meta["stage"] = "halfway"
    job.save_meta()
    wait_for("test:go")
    return "done"


def wait_for(key):
    """Runs until the test sets a key."""
    connection = get_current_job().connection
    end = time.monotonic() + PATIENCE
    while not connection.exists(key):
        if time.monotonic() > end:
            raise TimeoutError(key)
        time.sleep(0.02)
    return "seen"
