"""Writes that share one transaction, so that many check-ins cost one wait for the disk."""

from collections.abc import Callable, Sequence
from typing import Any

from kiosk.frontdesk.clock import stamp
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.store.database import StoreError


class Job:
    """One write: what somebody asked for, and how it ended."""

    __slots__ = ("error", "result", "settled", "who", "work")

    def __init__(self, who: str, work: Callable[[Desk], Any], settled: Callable[["Job"], None]):
        self.who = who
        self.work = work
        self.settled = settled
        """Told when the outcome is on disk."""
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self, desk: Desk) -> bool:
        """Run it; answers whether the transaction is still good for others."""
        store = desk.store
        before = store.db.writes
        store.who, store.at = self.who, stamp(desk.now())
        self.error = None
        try:
            self.result = self.work(desk)
        except Refusal as refusal:
            self.error = refusal
            return store.db.writes == before
        except StopIteration as error:
            # Futures take no such error: who asked would never hear of it, nor who came after.
            self.error = RuntimeError("StopIteration")
            self.error.__cause__ = error
            return False
        except Exception as error:
            # Whatever it was, it is told to who asked for this and to nobody else.
            self.error = error
            return False
        return True


def commit_together(desk: Desk, jobs: Sequence[Job], last: Callable[[], None]) -> None:
    """Run all in one transaction, and settle each when it is on disk.

    One that fails after it wrote takes nobody along: then each runs again in a transaction of
    its own. ``last`` is called before each commit.
    """
    if not _committed(desk, jobs, last):
        for job in jobs:
            _committed(desk, [job], last)
    for job in jobs:
        job.settled(job)


def _committed(desk: Desk, jobs: Sequence[Job], last: Callable[[], None]) -> bool:
    """Whether every job has its outcome; ``False``: nothing happened, run each alone."""
    db = desk.store.db
    done = False
    try:
        db.begin()
        for job in jobs:
            if not job.run(desk):
                if isinstance(job.error, StoreError):
                    raise job.error
                return len(jobs) == 1
        last()
        db.commit()
        done = True
    except StoreError as error:
        for job in jobs:
            job.error = error
    except Exception as error:
        # A statement that the database took only now: whose it was, each alone will tell.
        # Whoever commits must live on.
        if len(jobs) > 1:
            return False
        jobs[0].error = error
    finally:
        db.rollback()
        if not done:
            # What a room was said to do in there, it did not.
            desk.queues.times.look_again()
    return True
