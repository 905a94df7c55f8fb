"""The API for agencies' own systems: submit a referral, follow it, answer what one's agency is asked.

A system shows a token, and is held to the same rules of need to know as a person of its agency. Each
operation is a function in a file named for what it is about; `operation` declares who may use it.
"""
