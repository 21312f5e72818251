"""A light WebRTC client: as much of a browser's peer connection as a relay can tell, and hundreds in a process.

It offers, checks as the controlling agent of ICE, does DTLS, sends pre-made VP8 in three layers and audio, answers NACK
and PLI, receives in slots, counts packets, gaps and frames, and gives feedback (receiver reports, NACK, TWCC or REMB).
It neither encodes nor decodes. It shares the relay's reading of packets, so for what the wire should look like real
browsers and aiortc are the judges; this client is for load, for counting, for bad behaviour on demand, and for the
sample people who hold a class on one machine.

``client`` is what to use; ``transport`` is its socket with ICE, DTLS and SRTP; ``description`` writes offers and reads
answers; ``pictures`` makes the video; ``sending`` and ``receiving`` are the two halves of the media.
"""
