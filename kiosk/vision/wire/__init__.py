"""What the kiosk and the process of its eyes say to each other.

MessagePack (msgpack.org/specification) over a Unix socket pair, each message with its length
before it: four bytes, most significant first. Times are ``time.monotonic()``, which on Linux is
one clock for all processes (clock_gettime(2), CLOCK_MONOTONIC).
"""
