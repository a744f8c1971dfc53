"""Waits for an event of a socket's connections; answers whether it came in time."""

import time

import zmq
from zmq.utils.monitor import recv_monitor_message


def run(peer, socket, event, timeout):
    deadline = time.monotonic() + timeout / 1000
    monitor = peer.monitors[socket]
    while monitor.poll(max(0, int((deadline - time.monotonic()) * 1000))):
        if recv_monitor_message(monitor)["event"] == getattr(zmq, event):
            return {"seen": True}
    return {"seen": False}
