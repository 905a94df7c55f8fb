"""The register of baselines: agencies' own recorded demand (measure zero)."""
