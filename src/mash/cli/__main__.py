"""`python -m mash.cli`: the same as the command `mash`."""

from mash.cli import main

main()
