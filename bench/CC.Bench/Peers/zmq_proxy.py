"""libzmq's own proxy between a ROUTER, which clients connect to, and a DEALER, which connects on."""

import sys

import zmq

context = zmq.Context()
front = context.socket(zmq.ROUTER)
back = context.socket(zmq.DEALER)
for socket in (front, back):
    socket.sndhwm = socket.rcvhwm = 1000
front.bind(sys.argv[1])
back.connect(sys.argv[2])
print("ready", flush=True)
zmq.proxy(front, back)
