"""Performance: the thirteen measures as pages. They read answers that are kept (mash.figures) and compute
nothing; what is not answered yet is asked of the worker.
"""
