"""The documented limits of an uploaded table; plain numbers, shared by the guard and the reading child."""

MIB = 1024 * 1024

FILE_BYTES = 10 * MIB
UNPACKED_BYTES = 50 * MIB
RATIO = 100
MEMBERS = 200
DIRECTORY_BYTES = 128 * 1024
ROWS = 20_000
FRAME_ROWS = 100  # letterhead, header, totals and signatures come on top of the rows
COLUMNS = 60
CELL_CHARACTERS = 4_000
TEXT_CHARACTERS = 40 * MIB

CHILD_MEMORY_BYTES = 512 * MIB
CHILD_OUTPUT_BYTES = 128 * MIB
CHILD_SECONDS = 30
