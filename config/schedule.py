"""Every periodic job in one table. Celery beat only ticks; the rows (job, period) decide what is due."""

from datetime import time

from foundation.outbox.periods import CatchUp, Periodic, daily

# A handler gets {"on": the period's date, "late": bool} and asks what is due *by* that date, never *on* it.
PERIODIC = [
    Periodic(
        name="evaluations.open_due_cycles",
        task="evaluations.open_due_cycles",
        periods=daily,
        catch_up=CatchUp.EACH,
        at=time(0, 5),
    ),
    Periodic(
        name="evaluations.proceed",
        task="evaluations.proceed",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(0, 10),
    ),
    Periodic(
        name="evaluations.objections",
        task="evaluations.objections",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(0, 15),
    ),
    Periodic(
        name="evaluations.remind",
        task="evaluations.remind",
        periods=daily,
        catch_up=CatchUp.EACH,
        at=time(6, 0),
    ),
    Periodic(
        name="discipline.watch",
        task="discipline.watch",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(4, 20),
    ),
    Periodic(
        name="cadres.rotation_night",
        task="cadres.rotation_night",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(1, 0),
    ),
    Periodic(
        name="discipline.lapse",
        task="discipline.lapse",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(0, 35),
    ),
    Periodic(
        name="discipline.tell_terms",
        task="discipline.tell_terms",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(6, 30),
    ),
    Periodic(
        name="evaluations.follow_discipline",
        task="evaluations.follow_discipline",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(0, 18),
    ),
    Periodic(
        name="inspections.remind_remedies",
        task="inspections.remind_remedies",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(6, 40),
    ),
    Periodic(
        name="files.sweep",
        task="files.sweep",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(3, 10),
    ),
    Periodic(
        name="files.sweep.afternoon",
        task="files.sweep",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(15, 10),
    ),
    Periodic(
        name="files.check",
        task="files.check",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(3, 30),
    ),
    Periodic(
        name="web.sweep_answers",
        task="web.sweep_answers",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(0, 20),
    ),
    Periodic(
        name="accounts.tidy",
        task="accounts.tidy",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(0, 25),
    ),
    Periodic(
        name="audit.verify",
        task="audit.verify",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(2, 0),
    ),
    Periodic(
        name="directives.remind_undertakings",
        task="directives.remind_undertakings",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(6, 10),
    ),
    Periodic(
        name="directives.give_recurring",
        task="directives.give_recurring",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(0, 30),
    ),
    Periodic(
        name="directives.raise_signals",
        task="directives.raise_signals",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(4, 0),
    ),
    Periodic(
        name="directives.remind_regulations",
        task="directives.remind_regulations",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(6, 20),
    ),
    Periodic(
        name="notifications.look",
        task="notifications.look",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(6, 40),
    ),
    Periodic(
        name="notifications.digest",
        task="notifications.digest",
        periods=daily,
        catch_up=CatchUp.LATEST,
        at=time(7, 0),
    ),
]

# The whole of beat's table: name -> (Celery task, seconds between).
BEAT = {
    "outbox.sweep": ("outbox.sweep", 30),
    "outbox.tick": ("outbox.tick", 60),
    "trail.watch": ("trail.watch", 60),
}
