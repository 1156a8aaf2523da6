"""Long work in short transactions: chunks of at most 500 rows, where one bad row does not stop the rest."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction

from foundation.outbox.progress import ClaimLost, Progress

CHUNK = 500
STOPS_ALL = (ClaimLost, SoftTimeLimitExceeded, OperationalError, InterfaceError)


class RowsFailed(Exception):
    """Some rows could not be done; all others are committed. The job is tried again and finds only these."""

    def __init__(self, errors: dict[int, str]) -> None:
        self.errors = errors
        first = "; ".join(f"{row}: {error}" for row, error in list(errors.items())[:5])
        super().__init__(f"{len(errors)} rows failed ({first})")


Work = Callable[[list[int]], object]


def in_chunks(ids: Iterable[int], work: Work, progress: Progress, *, size: int = CHUNK) -> int:
    """Call work(chunk) in one transaction per chunk, return the rows done.

    A chunk that raises is rolled back and done row by row; rows that still raise are left out, and
    RowsFailed is raised after the last chunk. Progress commits with its chunk.
    """
    if not 1 <= size <= CHUNK:
        raise ValueError(f"A chunk has 1 to {CHUNK} rows, not {size}.")
    errors: dict[int, str] = {}
    done = 0
    for chunk in _split(ids, size):
        before = progress.done
        try:
            with transaction.atomic():
                work(chunk)
                progress.advance(len(chunk))
            done += len(chunk)
        except STOPS_ALL:
            raise
        except Exception:  # any bad row is set aside, the others go on
            progress.done = before
            done += _row_by_row(chunk, work, progress, errors)
    if errors:
        raise RowsFailed(errors)
    return done


def _row_by_row(chunk: list[int], work: Work, progress: Progress, errors: dict[int, str]) -> int:
    done = 0
    for row in chunk:
        before = progress.done
        try:
            with transaction.atomic():
                work([row])
                progress.advance(1)
            done += 1
        except STOPS_ALL:
            raise
        except Exception as error:  # any bad row is set aside, the others go on
            progress.done = before
            errors[row] = type(error).__name__
    return done


def _split(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, size)):
        yield chunk
