"""Faults of the sealed trail: chain, checkpoints, verification, roles."""

from config.embedded.address import ROLES
from foundation.audit.privileges import CAPTURE, CHAIN, LIFE
from tests.faults.fault import Fault
from tests.faults.ground_floor import APP, without_trigger

AUDIT = "tests/foundation/audit"
ATTACK = f"{AUDIT}/sealed/test_attacks.py::test_attack_is_found_and_its_place_named"
CHECKPOINTS = f"{AUDIT}/sealed/test_checkpoints.py"
VERIFYING = "foundation/audit/verifying"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-21",
        "the application may write the chain",
        (f"{AUDIT}/test_trail_refuses.py", f"{AUDIT}/test_four_roles.py"),
        sql=f"GRANT INSERT, UPDATE, DELETE ON {', '.join(CHAIN)}, {LIFE} TO {APP}",
    ),
    Fault(
        "M-21",
        "the application may call the capture with an invented image",
        (f"{AUDIT}/sealed/test_sealing.py::test_application_cannot_invent_an_image",),
        sql=f"GRANT EXECUTE ON FUNCTION {CAPTURE} TO {APP}",
    ),
    Fault(
        "M-21",
        "the owner may edit seals",
        (f"{AUDIT}/test_trail_refuses.py::test_chain_is_never_changed_not_even_by_its_owner_or_the_sealer",),
        sql=without_trigger("audit_seal", "append_only"),
    ),
    Fault(
        "M-22",
        "entries are not hashed again",
        (ATTACK,),
        file=f"{VERIFYING}/chain.py",
        old="            if head != bytes(seal):",
        new="            if False:",
    ),
    Fault(
        "M-22",
        "the actor is not part of what is hashed",
        (ATTACK,),
        file="foundation/audit/canonical.py",
        old='"actor": "e.actor"',
        new='"actor": "\'\'"',
    ),
    Fault(
        "M-22",
        "nobody looks for events that were slipped in",
        (ATTACK,),
        file=f"{VERIFYING}/chain.py",
        old="            if (transaction_id, event_id) <= tuple(end):",
        new="            if False:",
    ),
    Fault(
        "M-22",
        "checkpoints outside are not read",
        (ATTACK, f"{AUDIT}/sealed/test_attacks.py::test_yesterdays_copy_put_back_is_found"),
        file=f"{VERIFYING}/verify.py",
        old="        return outside(chosen), []",
        new="        return [], []",
    ),
    Fault(
        "M-22",
        "a transaction that commits late comes to stand before the sealed end",
        (f"{AUDIT}/sealed/test_sealing.py::test_a_transaction_that_commits_late_is_neither_lost_nor_slipped_in",),
        file="foundation/audit/sealer.py",
        old="    AND e.transaction_id < %(horizon)s\n",
        new="",
    ),
    Fault(
        "M-23",
        "rows are not compared with their images",
        (f"{AUDIT}/sealed/test_rows.py",),
        file=f"{VERIFYING}/rows.py",
        old="  OR (to_jsonb(live) - {hidden}) IS DISTINCT FROM (({fill} || image.after) - {hidden}) - {gone}))",
        new="  ))",
    ),
    Fault(
        "M-23",
        "rows the trail never saw are passed over",
        (f"{AUDIT}/sealed/test_rows.py::test_row_that_the_trail_never_saw_and_row_that_is_gone_are_named",),
        file=f"{VERIFYING}/rows.py",
        old="FROM image FULL JOIN",
        new="FROM image LEFT JOIN",
    ),
    Fault(
        "M-26",
        "any signature will do",
        (CHECKPOINTS, f"{AUDIT}/sealed/test_attacks.py::test_checkpoint_signed_by_another_key_is_named"),
        file="foundation/audit/keys.py",
        old="    return False",
        new="    return True",
    ),
    Fault(
        "M-26",
        "a checkpoint a day is thought enough",
        (f"{CHECKPOINTS}::test_checkpoint_is_due_after_five_minutes_or_ten_thousand_entries_or_at_the_end",),
        file="foundation/audit/checkpoints.py",
        old="timedelta(seconds=settings.CHECKPOINT_SECONDS)",
        new="timedelta(days=1)",
    ),
    Fault(
        "M-26",
        "nobody hears of a receiver that is missing",
        (f"{CHECKPOINTS}::test_receiver_missing_for_ten_minutes_is_told_once_to_administrators_and_auditors",),
        file="config/trail_alerts.py",
        old="PATIENCE = timedelta(minutes=10)",
        new="PATIENCE = timedelta(days=10)",
    ),
    Fault(
        "M-26",
        "the verifier believes the file",
        (f"{CHECKPOINTS}::test_verifier_names_the_first_bad_entry",),
        file="bin/verify_trail.py",
        old="        if head.hex() != seal:",
        new="        if False:",
    ),
    Fault(
        "M-68",
        "the worker connects as the web does",
        (f"{AUDIT}/test_four_roles.py",),
        file="config/embedded/address.py",
        old='    worker = os.environ.get(PROCESS) == "worker"',
        new="    worker = False",
    ),
    Fault(
        "M-68",
        "the sealer may change what it sealed",
        (f"{AUDIT}/test_four_roles.py::test_sealer_reads_the_trail_and_writes_the_chain_only",),
        sql=f"GRANT UPDATE ON {', '.join(CHAIN)} TO {ROLES['sealer']}",
    ),
)
