"""The mathematics of trust: arrays and plain values in, frozen results out.

Nothing here reads a file, a clock, a network or a setting, and nothing writes into a caller's array.
Randomness is always a `numpy.random.Generator` argument.
"""
