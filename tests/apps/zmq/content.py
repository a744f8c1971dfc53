"""Frames as text: hexadecimal, or '#' and a size for the pattern of that size."""

import errno

import zmq

LONGEST_SPELT_OUT = 1024


def pattern(size):
    period = bytes((i * 31 + size) & 255 for i in range(256))
    return (period * (size // 256 + 1))[:size]


def decode(frame):
    return pattern(int(frame[1:])) if frame.startswith("#") else bytes.fromhex(frame)


def encode(frame):
    if len(frame) <= LONGEST_SPELT_OUT:
        return frame.hex()
    return f"#{len(frame)}" if frame == pattern(len(frame)) else f"spoiled, {len(frame)} octets"


def name_of(failure):
    return "EAGAIN" if isinstance(failure, zmq.Again) else errno.errorcode.get(failure.errno, str(failure))
