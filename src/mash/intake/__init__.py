"""Files in: readers, column mappings kept as data, rejects."""
