"""Tests of records → dataset."""
