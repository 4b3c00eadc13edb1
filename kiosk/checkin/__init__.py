"""The visit: one coroutine from a document to a ticket. Knows no Qt, no HTTP, no driver."""
