"""What stands for AWS: moto behind one server, our hooks in it, the resources, and what is kept on disk."""
