"""One's own agency: the requests that wait for it, and what became of what it submitted."""
