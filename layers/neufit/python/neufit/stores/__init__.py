"""DynamoDB tables (through PynamoDB) and S3 objects, one file per entity."""
