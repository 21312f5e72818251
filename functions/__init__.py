"""What runs on Lambda behind API Gateway: one folder per resource, behind one seam (``http``)."""
