"""Recording a class without decoding it: packets of its host become frames, frames a Matroska file in the bucket."""
