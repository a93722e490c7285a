"""Enqueues jobs, works them off in a burst, prints seconds and seconds of processor time.

The clock runs from the start of the first job to the end of the last, so that starting Python and the
worker is left out.
"""

import resource
import sys

from redis import Redis
from rq import Queue, SimpleWorker, Worker

import small_jobs


def cpu():
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


url, kind, count, function = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
connection = Redis.from_url(url)
queue = Queue("peer", connection=connection)
wanted = getattr(small_jobs, function)
jobs = queue.enqueue_many([Queue.prepare_data(wanted, result_ttl=86400) for _ in range(count)])
worker = {"forking": Worker, "simple": SimpleWorker}[kind]([queue], connection=connection)
before = cpu()
worker.work(burst=True, logging_level="ERROR")
used = cpu() - before
for job in jobs:
    job.refresh()
if not all(job.is_finished for job in jobs):
    sys.exit("not every job finished")
took = max(job.ended_at for job in jobs) - min(job.started_at for job in jobs)
print(took.total_seconds(), used)
