"""The one address of the system: the web application, the API, the objects and the way to the relay."""
