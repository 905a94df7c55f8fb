"""The trail: who saw and changed what, in a record that shows tampering.

`recorded()` opens a transaction, `note()` says what happened in it, and what was noted is written last of
all in that same transaction: what is not on the trail did not happen, and is not shown.
"""
