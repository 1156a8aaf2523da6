"""Verification of the trail: the chain, its checkpoints, and every live row against its last image."""
