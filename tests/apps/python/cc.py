"""Messages as CC 0.8.7 makes and takes them, over libzmq: what the scripts of tests begin with."""
import json
import zmq

PATIENCE = 60000
context = zmq.Context()


def socket(kind):
    s = context.socket(kind)
    s.setsockopt(zmq.RCVTIMEO, PATIENCE)
    s.setsockopt(zmq.LINGER, PATIENCE)
    return s


def dealer(url):
    """A client, as all of CC's are."""
    s = socket(zmq.DEALER)
    s.connect(url)
    return s


def router(url):
    """A node's socket."""
    s = socket(zmq.ROUTER)
    s.bind(url)
    return s


def text(req, **fields):
    """A body; `time`, `hostname` and `blob_hash` are those of every message."""
    return json.dumps(dict(dict(req=req, time=1.5, hostname='h', blob_hash=''), **fields)).encode()


def send(s, req, route=(), blob=None, **fields):
    s.send_multipart([*route, b'', req.encode(), text(req, **fields), b''] + ([] if blob is None else [blob]))


def receive(s):
    """The next message: route, type, body, and what follows the body."""
    frames = s.recv_multipart()
    end = frames.index(b'')
    body = json.loads(frames[end + 2])
    assert body['req'] == frames[end + 1].decode(), frames
    return frames[:end], body['req'], body, frames[end + 3:]


def receive_type(s, prefix):
    """The next message of a type, or below it; others are left out."""
    while True:
        route, req, body, rest = receive(s)
        if req == prefix or req.startswith(prefix + '.'):
            return route, body, rest


def ping(s):
    """Comes back once the node has taken all that was sent before."""
    send(s, 'echo.request', target='T')
    return receive_type(s, 'echo.response')
