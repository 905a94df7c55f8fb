"""Pages: one folder or file a screen group, templates, styles. No models; nothing is worked out here."""
