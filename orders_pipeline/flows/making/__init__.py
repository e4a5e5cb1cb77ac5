"""Rows made of landed pages by processes of their own, while this one writes what they made.

A load of many orders is half Python and half DuckDB; here the first half gets cores of its own. Small loads start
nothing.
"""
