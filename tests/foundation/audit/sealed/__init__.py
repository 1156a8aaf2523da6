"""Tests of the sealed trail: chain, checkpoints, verification."""
