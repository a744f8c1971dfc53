"""Binds a socket and answers with the endpoint that came of it."""

import zmq


def run(peer, socket, endpoint):
    peer.sockets[socket].bind(endpoint)
    return {"endpoint": peer.sockets[socket].getsockopt(zmq.LAST_ENDPOINT).rstrip(b"\0").decode()}
