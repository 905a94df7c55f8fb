"""The simulated hub's latest weeks, lived again in the records through the actions, up to this minute."""
