"""Jobs that survive anything: a row committed with the change, worked off by whoever is alive."""
