"""The MASH performance system: records the work of a Multi-Agency Safeguarding Hub and measures it.

Records flow one way: records → dataset → measures → published figures (docs/architecture.md).
"""

__version__ = "0.1.0"
