"""Sends messages that carry their number, from 0 on, as fast as the socket takes them."""

import zmq


def run(peer, socket, count, size, before, timeout):
    peer.sockets[socket].setsockopt(zmq.SNDTIMEO, timeout)
    prefix = [bytes.fromhex(frame) for frame in before]
    padding = bytes(size - 8)
    for number in range(count):
        peer.sockets[socket].send_multipart(prefix + [number.to_bytes(8, "big") + padding])
    return {}
