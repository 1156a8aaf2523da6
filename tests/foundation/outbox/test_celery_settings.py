"""The pinned settings of Celery, and beat's table: it only ticks."""

from config.celery import app
from config.schedule import BEAT, PERIODIC
from foundation.outbox.sweeper import SILENCE
from foundation.outbox.ticker import timetable


def test_a_task_is_acknowledged_late_and_comes_back_when_its_worker_dies() -> None:
    assert app.conf.task_acks_late and app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_time_limits_are_shorter_than_redelivery_and_than_the_sweepers_patience() -> None:
    timeout = app.conf.broker_transport_options["visibility_timeout"]
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < timeout
    assert app.conf.visibility_timeout == app.conf.result_backend_transport_options["visibility_timeout"] == timeout
    assert app.conf.task_time_limit < SILENCE.total_seconds()


def test_messages_are_json_and_leave_no_results() -> None:
    assert (list(app.conf.accept_content), app.conf.task_serializer) == (["json"], "json")
    assert app.conf.task_ignore_result


def test_beat_knows_the_ticks_only_and_keeps_no_file() -> None:
    ticks = {"outbox.sweep", "outbox.tick", "trail.watch"}
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} == ticks
    assert {task for task, _ in BEAT.values()} <= set(app.tasks)
    assert app.conf.beat_scheduler == "celery.beat:Scheduler"


def test_timetable_is_handed_down_at_start() -> None:
    assert timetable() == PERIODIC
