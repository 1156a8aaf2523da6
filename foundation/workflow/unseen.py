"""Characters nobody sees, some of which turn the order of reading; plain Python, for forms, programs and tables."""

import re

UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Marks that turn the direction, joiners and blanks without width, soft hyphens, tags: a name or title holding one is
read otherwise than it is stored, and found by no search."""
