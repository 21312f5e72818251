"""Session descriptions (RFC 8866, RFC 8829): what a browser offers, and what the relay answers.

``description`` reads lines, ``media`` holds the terms in which both sides speak, ``offer`` reads what a browser means,
``negotiation`` decides, and ``answer`` writes it down.
"""
