"""What stands for Lambda: our handlers really run, in processes that are ended at their timeout."""
