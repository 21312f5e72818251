"""Sample people and videos, so that nothing looks empty at the first start. All of it goes through the public API."""
