"""Live meetings: group classes and one-on-one sessions."""
