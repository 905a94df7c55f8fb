"""The board's pack: results in, files out, the same bytes for the same inputs.

`write_pack(pack, out)` in `write.py` is the door. `document.py` says once what stands in the pack and in
which order; `pdf.py` and `page.py` set it, `workbook.py` and `bundle.py` give the figures alone.
`changed.py` says what changed since the earlier release, and why. Takes results only, protected or not.
"""
