"""Recomputes a sealed draw from its published text: needs Python alone, shares no line with the system."""

import hashlib
import sys


def recompute(text: str, outside_number: str, commitment: str) -> list[str]:
    if hashlib.sha256(text.encode()).hexdigest() != commitment:
        raise SystemExit("the text is not the one whose hash was published")
    words = [line.split(" ") for line in text.splitlines()]
    key = next(line[1] for line in words if line[0] == "key")
    places = next(int(line[1]) for line in words if line[0] == "places")
    units = [(line[1], int(line[2])) for line in words if line[0] == "unit"]
    seed = hashlib.sha256((key + "|" + outside_number).encode()).hexdigest()
    drawn: list[str] = []
    while units and len(drawn) < places:
        digest = hashlib.sha256((seed + ":" + str(len(drawn) + 1)).encode()).digest()
        point = int.from_bytes(digest, "big") % sum(weight for _code, weight in units)
        while point >= 0:  # the list is turned until the one hit stands last
            point -= units[0][1]
            units = [*units[1:], units[0]]
        drawn.append(units.pop()[0])
        units.sort()
    return drawn


if __name__ == "__main__":
    print("\n".join(recompute(sys.stdin.read(), sys.argv[1], sys.argv[2])))
