"""Tests of the Python runtime; run them with ``python3 -m unittest discover`` in the folder above."""
