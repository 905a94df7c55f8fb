"""Same person? Identifiers in, person_key out; nothing downstream sees a name."""
