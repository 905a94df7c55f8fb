"""The pages of retention: rules, holds, lists of what has reached its time, certificates."""
