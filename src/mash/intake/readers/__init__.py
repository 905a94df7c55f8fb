"""Readers of workbooks and XML: rows of text out, or a sentence that says why not (CSV: dataset room)."""

from mash.intake.readers.limits import ReadError
from mash.intake.readers.xlsx import Sheet, read_xlsx
from mash.intake.readers.xml import read_xml, read_xml_header

__all__ = ["ReadError", "Sheet", "read_xlsx", "read_xml", "read_xml_header"]
