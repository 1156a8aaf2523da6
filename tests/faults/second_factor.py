"""Faults of the second factor and of confirming once more who one is."""

from tests.faults.fault import Fault

FACTOR, ROUTES = "tests/accounts/test_second_factor.py", "tests/access/test_step_up_routes.py"
STEP_UP, RESET = "tests/accounts/test_step_up.py", "tests/accounts/test_factor_reset.py"
CODES = "tests/accounts/test_second_factor_codes.py"
SERVICE, CONFINEMENT = "accounts/services/second_factor.py", "accounts/confinement.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-48",
        "a privileged session without its second factor goes everywhere",
        (f"{FACTOR}::test_refusal_says_what_to_do_in_each_shape",),
        file=CONFINEMENT,
        old="        return _refuse(request, owed) if owed else None",
        new="        return None",
    ),
    Fault(
        "M-48",
        "auditors need no second factor",
        (f"{FACTOR}::test_roles_with_a_second_factor_are_the_four_of_the_matrix",),
        file="accounts/matrix.yaml",
        old="second_factor: [SA, OC, AU, TL]",
        new="second_factor: [SA, OC, TL]",
    ),
    Fault(
        "M-48",
        "a role gained while signed in is not looked at",
        (f"{FACTOR}::test_role_gained_while_signed_in_confines_at_the_next_request",),
        file="accounts/selectors/second_factor.py",
        old='    return ENROL if is_privileged(user) else ""',
        new='    return ""',
    ),
    Fault(
        "M-48",
        "a code is taken twice",
        (f"{FACTOR}::test_code_is_taken_once",),
        file=SERVICE,
        old="ended_at__isnull=True, last_step__lt=step)",
        new="ended_at__isnull=True)",
    ),
    Fault(
        "M-48",
        "the code that enrolled is taken again",
        (f"{FACTOR}::test_code_that_enrolled_is_spent",),
        file=SERVICE,
        old="secret=secret, last_step=step, enrolled_at=at)",
        new="secret=secret, last_step=0, enrolled_at=at)",
    ),
    Fault(
        "M-48",
        "codes of two steps before and after are taken",
        (f"{CODES}::test_one_step_beside_is_taken_two_are_not",),
        file="accounts/rules/one_time_codes.py",
        old="TOLERANCE = 1\n",
        new="TOLERANCE = 2\n",
    ),
    Fault(
        "M-48",
        "recovery codes are kept as they are",
        (f"{FACTOR}::test_first_set_up_by_the_pages_and_its_ten_codes",),
        file=SERVICE,
        old="RecoveryCode(factor=factor, digest=digest_of(codes.bare(one))) for one in made)",
        new="RecoveryCode(factor=factor, digest=codes.bare(one)) for one in made)",
    ),
    Fault(
        "M-48",
        "a recovery code works twice",
        (f"{FACTOR}::test_recovery_code_stands_for_the_telephone_once",),
        file=SERVICE,
        old="        taken = bool(rows.filter(digest=digest).update(used_at=at))",
        new="        taken = rows.filter(digest=digest).exists()",
    ),
    Fault(
        "M-48",
        "an enrolled account sets up another authenticator with the password alone",
        (f"{FACTOR}::test_set_up_page_of_an_enrolled_account_shows_no_secret_before_the_code",),
        file="accounts/views/second_factor.py",
        old="    if replaces and not second_factor.is_verified(request):",
        new="    if False:",
    ),
    Fault(
        "M-48",
        "tries of codes are not counted",
        (f"{FACTOR}::test_tries_have_their_own_limit",),
        file="accounts/views/second_factor.py",
        old="    tried = recovery if by_recovery else form\n    if sent and not limiter.take(limiter.OTP, user.pk):",
        new="    tried = recovery if by_recovery else form\n    if False:",
    ),
    Fault(
        "M-53",
        "a confirmation never grows old",
        (ROUTES,),
        file="foundation/web/step_up.py",
        old="    return 0 <= age <= timedelta(seconds=settings.STEP_UP_SECONDS).total_seconds()",
        new="    return True",
    ),
    Fault(
        "M-53",
        "roles are proposed over the API without a confirmation",
        (ROUTES,),
        file="accounts/api.py",
        old='        require(request.user, "grant.propose")\n        require_step_up(request)\n',
        new='        require(request.user, "grant.propose")\n',
    ),
    Fault(
        "M-53",
        "a unit gets more time without a confirmation",
        (ROUTES,),
        file="evaluations/views/control.py",
        old='"unit_cycle.extend")\n    require_step_up(request)\n',
        new='"unit_cycle.extend")\n',
    ),
    Fault(
        "M-53",
        "a key borrows the confirmation of the session that comes with it",
        (ROUTES,),
        file="foundation/web/step_up.py",
        old='    if getattr(request, "auth", None) is not None:',
        new="    if False:",
    ),
    Fault(
        "M-53",
        "what was typed is lost when the confirmation runs out",
        (f"{STEP_UP}::test_nothing_typed_is_lost_when_the_confirmation_runs_out",),
        file=CONFINEMENT,
        old="            kept_text.keep(request, user=user)\n",
        new="",
    ),
    Fault(
        "M-53",
        "who proposes a reset also carries it out",
        (f"{RESET}::test_proposer_and_person_concerned_never_carry_out",),
        file="accounts/states.py",
        old='FactorResetState.EXECUTED, duties_apart=("proposer", "subject")),',
        new="FactorResetState.EXECUTED),",
    ),
)
