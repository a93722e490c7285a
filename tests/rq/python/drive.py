"""What a Python program does with RQ, one line of JSON at a time: a request in, an answer out.

The tests start one of these with each version of RQ and ask it to enqueue, to look and to act, always
through RQ's public interface. REDIS_URL names the server.
"""

import base64
import inspect
import json
import os
import sys
import traceback
from datetime import datetime, timedelta

import redis
from rq import Queue, Retry, SimpleWorker, Worker
from rq.command import send_kill_horse_command, send_shutdown_command, send_stop_job_command
from rq.job import Job
from rq.registry import (
    CanceledJobRegistry,
    DeferredJobRegistry,
    FailedJobRegistry,
    FinishedJobRegistry,
    ScheduledJobRegistry,
    StartedJobRegistry,
)
from rq.serializers import DefaultSerializer, JSONSerializer
from rq.suspension import is_suspended, resume, suspend

connection = redis.Redis.from_url(os.environ["REDIS_URL"])
REGISTRIES = {
    "started": StartedJobRegistry,
    "finished": FinishedJobRegistry,
    "failed": FailedJobRegistry,
    "deferred": DeferredJobRegistry,
    "scheduled": ScheduledJobRegistry,
    "canceled": CanceledJobRegistry,
}


def from_test(value):
    """Bytes come as {"$bytes": base64}, tuples as {"$tuple": [...]}."""
    if isinstance(value, dict):
        if "$bytes" in value:
            return base64.b64decode(value["$bytes"])
        if "$tuple" in value:
            return tuple(from_test(item) for item in value["$tuple"])
        if "$int" in value:
            return int(value["$int"])
        if "$date" in value:
            return datetime.fromisoformat(value["$date"])
        return {key: from_test(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_test(item) for item in value]
    return value


def to_test(value):
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): to_test(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_test(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return repr(value)


def serializer(request):
    return JSONSerializer if request.get("json") else DefaultSerializer


def queue(request):
    return Queue(request.get("queue", "default"), connection=connection, serializer=serializer(request))


def fetch(request):
    return Job.fetch(request["id"], connection=connection, serializer=serializer(request))


def enqueue(request):
    options = from_test(request.get("options", {}))
    if "retry" in options:
        options["retry"] = Retry(**options["retry"])
    options = {
        "args": tuple(from_test(request.get("args", []))),
        "kwargs": from_test(request.get("kwargs", {})),
        **options,
    }
    delay = request.get("in_s")
    if delay is None:
        return queue(request).enqueue(request["function"], **options).id
    return queue(request).enqueue_in(timedelta(seconds=delay), request["function"], **options).id


def job(request):
    found = fetch(request)
    result = found.latest_result()
    return {
        "status": str(getattr(found.get_status(), "value", found.get_status())),
        "origin": found.origin,
        "description": found.description,
        "function": found.func_name,
        "args": repr(found.args),
        "kwargs": repr(sorted(found.kwargs.items())),
        "meta": found.get_meta(),
        "timeout": found.timeout,
        "result_ttl": found.result_ttl,
        "failure_ttl": found.failure_ttl,
        "retries_left": found.retries_left,
        "retry_intervals": found.retry_intervals,
        "worker_name": found.worker_name,
        "dependencies": list(found._dependency_ids),
        "created_at": found.created_at,
        "enqueued_at": found.enqueued_at,
        "started_at": found.started_at,
        "ended_at": found.ended_at,
        "position": found.get_position(),
        "return_value": found.return_value(),
        "result_type": result.type.name if result else None,
        "exc_string": result.exc_string if result else None,
        "results": len(found.results()),
    }


def exists(request):
    return Job.exists(request["id"], connection=connection)


def registries(request):
    of = queue(request)
    return {"queued": of.job_ids, **{name: ids(kind(queue=of)) for name, kind in REGISTRIES.items()}}


def ids(registry):
    """Without the repairs that looking makes, where this version can leave them out."""
    if "cleanup" in inspect.signature(registry.get_job_ids).parameters:
        return registry.get_job_ids(cleanup=False)
    return registry.get_job_ids()


def workers(request):
    found = []
    for worker in Worker.all(connection=connection):
        worker.refresh()
        found.append(
            {
                "name": worker.name,
                "state": str(getattr(worker.get_state(), "value", worker.get_state())),
                "queues": worker.queue_names(),
                "current_job": worker.get_current_job_id(),
                "hostname": worker.hostname,
                "pid": worker.pid,
                "version": worker.version,
                "successful": worker.successful_job_count,
                "failed": worker.failed_job_count,
                "birth": worker.birth_date,
                "heartbeat": worker.last_heartbeat,
            }
        )
    return found


def burst(request):
    """Runs everything that is ready, here: no fork."""
    worker = SimpleWorker([queue(request)], connection=connection, serializer=serializer(request))
    worker.work(burst=True, logging_level="CRITICAL")
    return worker.name


ACTS = {
    "enqueue": enqueue,
    "job": job,
    "exists": exists,
    "registries": registries,
    "workers": workers,
    "burst": burst,
    "queues": lambda request: sorted(found.name for found in Queue.all(connection=connection)),
    "cancel": lambda request: fetch(request).cancel(),
    "delete": lambda request: fetch(request).delete(),
    "requeue": lambda request: fetch(request).requeue().id,
    "stop": lambda request: send_stop_job_command(connection, request["id"], serializer=serializer(request)),
    "kill_horse": lambda request: send_kill_horse_command(connection, request["worker"]),
    "shutdown": lambda request: send_shutdown_command(connection, request["worker"]),
    "suspend": lambda request: suspend(connection),
    "resume": lambda request: resume(connection),
    "suspended": lambda request: bool(is_suspended(connection)),
    "set": lambda request: connection.set(request["key"], "1"),
}


def main():
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"ok": to_test(ACTS[request["do"]](request))}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
