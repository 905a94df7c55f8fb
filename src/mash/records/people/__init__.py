"""People: identifiers, names, addresses, family; which records are of one person, and which are not."""
