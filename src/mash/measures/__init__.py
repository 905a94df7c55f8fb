"""The baseline and the thirteen measures, one file each; nothing else."""
