"""What all parts of NEUFIT share; shipped to Lambda as a layer."""
