"""What runs inside a Python worker: takes events from the invoker's channel and calls the user's handler."""
