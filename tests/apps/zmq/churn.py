"""Connects over and over, and exchanges one message each time."""

import zmq


def run(peer, endpoint, type, count, timeout):
    exchanged = 0
    for number in range(count):
        socket = peer.context.socket(getattr(zmq, type))
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.RCVTIMEO, timeout)
        socket.connect(endpoint)
        socket.send(number.to_bytes(8, "big"))
        exchanged += socket.recv() == number.to_bytes(8, "big")
        socket.close()
    return {"exchanged": exchanged}
