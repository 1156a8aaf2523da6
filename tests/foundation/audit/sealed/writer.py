"""One writer of M-25, a process of its own: edits one row again and again, prints how long each edit took.

python writer.py ADDRESS KEY EDITS: says "ready", waits for a line, writes, prints a JSON list of milliseconds.
"""

import json
import sys
import time

import psycopg2


def main(address: str, key: int, edits: int) -> None:
    connection = psycopg2.connect(address)
    print("ready", flush=True)
    sys.stdin.readline()
    took = []
    for number in range(edits):
        begun = time.perf_counter()
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT set_config('kc.actor', '1', true), set_config('kc.actor_name', 'x', true)")
            cursor.execute("UPDATE organization_unit SET short_name = %s WHERE id = %s", [str(number), key])
        took.append(1000 * (time.perf_counter() - begun))
    connection.close()
    print(json.dumps(took), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
