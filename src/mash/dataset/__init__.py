"""The dataset: the one contract between recording and measuring. Tables without identities."""
