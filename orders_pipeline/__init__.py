"""orders_pipeline: shows what your channels really hold, moves money once and to the cent, and can prove both."""
