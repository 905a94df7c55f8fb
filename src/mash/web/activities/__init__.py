"""The register of leadership activities (measure thirteen)."""
