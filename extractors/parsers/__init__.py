"""One module for each kind of number, date or name that stands on papers; python-stdnum style (compact, validate, …).

All read text in the form of `extractors.text.View`; `find` gives offsets into the text it was given.
"""
