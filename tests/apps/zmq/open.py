"""Makes a socket. Options are libzmq's names, with numbers, or texts that stand for octets."""

import zmq


def run(peer, socket, type, options):
    made = peer.context.socket(getattr(zmq, type))
    made.setsockopt(zmq.LINGER, 0)
    made.setsockopt(zmq.IPV6, 1)
    made.setsockopt(zmq.RECONNECT_IVL, 20)
    for name, value in options.items():
        made.setsockopt(getattr(zmq, name), value.encode() if isinstance(value, str) else value)
    if options.get("PLAIN_SERVER"):
        authenticate(peer)
    peer.monitors[socket] = made.get_monitor_socket(zmq.EVENT_DISCONNECTED | zmq.EVENT_HANDSHAKE_SUCCEEDED)
    peer.sockets[socket] = made
    return {}


def authenticate(peer):
    """libzmq asks a ZAP handler about each PLAIN client: here admin, secret."""
    if not hasattr(peer, "authenticator"):
        from zmq.auth.thread import ThreadAuthenticator

        peer.authenticator = ThreadAuthenticator(peer.context)
        peer.authenticator.start()
        peer.authenticator.configure_plain(domain="*", passwords={"admin": "secret"})
