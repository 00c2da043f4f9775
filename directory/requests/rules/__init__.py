"""What holds of a request whatever the framework, the database and the hour."""
