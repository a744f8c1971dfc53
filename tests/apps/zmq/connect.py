"""Connects a socket."""


def run(peer, socket, endpoint):
    peer.sockets[socket].connect(endpoint)
    return {}
