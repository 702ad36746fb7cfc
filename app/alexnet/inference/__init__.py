"""One engine that asks the networks, one question at a time: loaded networks, the queue, precision, hooks."""
