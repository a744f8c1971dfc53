"""Receives numbered messages, slowly if told to, until all have come or no more do; answers how many, and how many out of order."""

import time

import zmq


def run(peer, socket, count, pause_every, timeout):
    source = peer.sockets[socket]
    source.setsockopt(zmq.RCVTIMEO, timeout)
    received = disordered = 0
    while received < count:
        try:
            number = int.from_bytes(source.recv_multipart()[-1][:8], "big")
        except zmq.Again:
            break
        disordered += number != received
        received += 1
        if pause_every and received % pause_every == 0:
            time.sleep(0.001)
    return {"received": received, "disordered": disordered}
