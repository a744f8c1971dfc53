"""Disconnects a socket from an endpoint."""


def run(peer, socket, endpoint):
    peer.sockets[socket].disconnect(endpoint)
    return {}
