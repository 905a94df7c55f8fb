"""Data-sharing agreements: who shares what with whom, for what, on which lawful basis, until when."""
