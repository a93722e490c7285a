"""A store that speaks S3 (moto), and a way to make its objects old or wrong: one command a line."""

import datetime
import logging
import sys

from moto.backends import get_backend
from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(*server.get_host_and_port(), flush=True)


def object_of(bucket, name):
    return get_backend("s3")["123456789012"]["aws"].buckets[bucket].keys[name]


for line in sys.stdin:
    words = line.split()
    if words[0] == "age":
        found = object_of(words[1], words[2])
        found.last_modified -= datetime.timedelta(seconds=int(words[3]))
    elif words[0] == "spoil":
        object_of(words[1], words[2]).value = words[3].encode()
    elif words[0] == "make":
        get_backend("s3")["123456789012"]["aws"].create_bucket(words[1], "us-east-1")
    print("done", flush=True)
server.stop()
