"""Subscribes, or takes a subscription back."""

import zmq


def run(peer, socket, prefix, subscribe):
    peer.sockets[socket].setsockopt(zmq.SUBSCRIBE if subscribe else zmq.UNSUBSCRIBE, bytes.fromhex(prefix))
    return {}
