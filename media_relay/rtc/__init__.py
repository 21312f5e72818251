"""Real-time media: what a browser's peer connection talks to.

``stun`` and ``ice`` find out which address is which peer, ``certificate`` and ``dtls`` agree on keys with it, ``sdp``
says what both sides send. These are sans-I/O: bytes and time in, bytes out.
"""
