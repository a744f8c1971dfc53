"""Receives a message."""

import zmq

import content


def run(peer, socket, timeout):
    peer.sockets[socket].setsockopt(zmq.RCVTIMEO, timeout)
    return {"frames": [content.encode(frame) for frame in peer.sockets[socket].recv_multipart()]}
