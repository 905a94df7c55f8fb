"""Answers kept: a dataset and a question give results, findings and charts once, and pages read them.

A page never opens a dataset and computes nothing; what it asks for and is not there yet is computed in a
process of its own, which may take its time (`answering`). Django-free and name-free.
"""
