"""A libzmq peer that does what it is told: a JSON line on stdin is a request, a JSON line on stdout its answer.

Each verb is a module of its own with a function run(peer, ...), whose arguments are the request's fields.
"""

import importlib
import json
import sys

import zmq

import content


class Peer:
    def __init__(self):
        self.context = zmq.Context()
        self.sockets = {}
        self.monitors = {}


def answer(peer, request):
    verb = importlib.import_module(request.pop("verb"))
    try:
        return verb.run(peer, **request)
    except zmq.ZMQError as failure:
        return {"error": content.name_of(failure)}


def main():
    peer = Peer()
    print(json.dumps({"version": zmq.zmq_version()}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(peer, json.loads(line))), flush=True)
    peer.context.destroy(linger=0)


if __name__ == "__main__":
    main()
