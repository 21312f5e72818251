"""The WebSocket edge: who may come in, what a message is, which error closes with which code."""
