"""The register of complaints and compliments (measure nine)."""
