"""The container for long-lived sessions: WebSocket and, later, WebRTC."""
