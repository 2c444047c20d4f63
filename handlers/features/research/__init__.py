"""Features about public sources.

Here people keep or refuse the answers that public sources propose, remove their own findings, and
switch public sources on or off.
"""
