"""The bars of security and reliability as data, and the command that writes docs/security.md from what was run."""
