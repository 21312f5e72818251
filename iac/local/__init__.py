"""The same system on one machine: moto stands for AWS, our handlers really run, one origin serves it all."""
