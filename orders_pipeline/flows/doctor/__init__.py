"""`doctor`: what is wrong with a home, and the next command for each of it.

`gather` looks, without network and without taking a lock; the `examinations` judge the picture, each a pure function;
`diagnosis` puts findings and lines together.
"""
