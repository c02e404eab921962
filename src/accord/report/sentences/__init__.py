"""Results turned into sentences that never say more than the ranges allow. Pure functions, given a translator."""
