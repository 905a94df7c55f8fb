"""The pages of audits: of who keeps the register, and of the auditors."""
