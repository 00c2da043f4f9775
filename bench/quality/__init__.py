"""How good the order is: judged searches over invented services, ours beside plain Whoosh and plain PostgreSQL."""
