"""What all visitors share: the engine and the caches, uploads, garbage collection."""
