#!/usr/bin/env python3
"""Verifies an exported trail with nothing but this file and Python: no database, no Django, no other package.

python3 verify_trail.py TRAIL CHECKPOINTS PUBLIC_KEY

TRAIL is what `manage.py export_trail` wrote, CHECKPOINTS the file of signed checkpoints that was kept elsewhere,
PUBLIC_KEY a file of public keys in hexadecimal. Prints one JSON object; exit 1 when something is not what was signed.
"""

import json
import sys
from hashlib import sha256, sha512

# Ed25519 as RFC 8032 describes it, verification only. Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, z, t, y = f - e, h - g, h + g, f + e
    return (x * z % P, t * y % P, z * t % P, x * y % P)


def times(number, point):
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def point(data):
    """The point these 32 bytes stand for, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(text, signature, public):
    if len(signature) != 64 or len(public) != 32:
        return False
    key, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(sha512(signature[:32] + public + text).digest(), "little") % ORDER
    left, right = times(s, BASE), add(r, times(h, key))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


def read_checkpoints(lines, keys, bad):
    """Checkpoints in their order; what is wrong with them goes to `bad` as (place in the trail, words)."""
    found = {}
    for line in lines:
        if line.strip():
            row = json.loads(line)
            found[row["body"]] = row["signature"]
    held, number, digest, seq = [], 0, "", 0
    for body, signature in sorted(found.items(), key=lambda item: json.loads(item[0])["number"]):
        said = json.loads(body)
        name = f"checkpoint {said['number']}"
        if not any(is_signed(body.encode(), bytes.fromhex(signature), key) for key in keys):
            bad.append((said["seq"], name + " is not signed by a known key"))
            continue
        if said["number"] != number + 1 or said["previous"] != digest or said["seq"] <= seq:
            bad.append((said["seq"], name + " does not follow the one before it"))
        number, digest, seq = said["number"], sha256(body.encode()).hexdigest(), said["seq"]
        held.append(said)
    return held


def read_trail(lines, checkpoints, bad):
    """Number of entries; stops at the first that is not what was sealed."""
    columns = json.loads(next(lines))["columns"]
    kind, table, operation = (columns.index(name) for name in ("kind", "table_name", "operation"))
    head, length, waiting, rows = bytes(32), 0, list(checkpoints), {}
    for line in lines:
        seq, seal, texts = json.loads(line)
        if seq != length + 1:
            bad.append((length + 1, "the entry is missing"))
            return length
        parts = ["-" if text is None else f"{len(text.encode())}:{text}," for text in texts]
        head = sha256(head + "".join(parts).encode()).digest()
        if head.hex() != seal:
            bad.append((seq, "the entry or its place was changed"))
            return length
        length = seq
        if texts[kind] == "row":
            rows[texts[table]] = rows.get(texts[table], 0) + {"I": 1, "D": -1}.get(texts[operation], 0)
        while waiting and waiting[0]["seq"] == seq:
            said = waiting.pop(0)
            counted = {name: count for name, count in rows.items() if count}
            if said["head"] != seal or {name: count for name, count in said["rows"].items() if count} != counted:
                bad.append((seq, f"checkpoint {said['number']} was signed over another chain"))
    for said in waiting:
        words = f"checkpoint {said['number']} counts {said['seq']} entries, the trail has {length}"
        bad.append((said["seq"], words))
    return length


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__)
    trail, checkpoints, public = arguments
    bad = []
    with open(public, encoding="ascii") as file:
        keys = [bytes.fromhex(word) for word in file.read().split()]
    with open(checkpoints, encoding="utf-8") as file:
        held = read_checkpoints(file, keys, bad)
    with open(trail, encoding="utf-8") as file:
        entries = read_trail(file, held, bad)
    first = min(bad, key=lambda found: found[0]) if bad else None
    said = {"ok": not bad, "entries": entries, "checkpoints": len(held)}
    said["first_bad"] = {"seq": first[0], "why": first[1]} if first else None
    print(json.dumps(said))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
