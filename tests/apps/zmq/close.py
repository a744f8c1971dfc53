"""Closes a socket, which goes on sending what it was given for as long as told (-1: for ever)."""


def run(peer, socket, linger):
    peer.sockets[socket].disable_monitor()
    del peer.monitors[socket]
    peer.sockets.pop(socket).close(linger=linger)
    return {}
