"""Sends a message, and waits as long as there is no room, or no such peer, for it."""

import time

import zmq

import content


def run(peer, socket, frames, timeout):
    deadline = time.monotonic() + timeout / 1000
    peer.sockets[socket].setsockopt(zmq.SNDTIMEO, timeout)
    while True:
        try:
            peer.sockets[socket].send_multipart([content.decode(frame) for frame in frames])
            return {}
        except zmq.ZMQError as failure:
            if failure.errno != zmq.EHOSTUNREACH or time.monotonic() > deadline:
                raise
            time.sleep(0.005)
