"""Records → dataset: the only room that knows both planes, the one with names and the one without."""
