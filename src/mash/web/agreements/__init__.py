"""The pages of data-sharing agreements and of the lawful bases."""
