"""Faults of the access room: scopes, states, relations, fields, routes."""

from tests.faults.fault import Fault

EVERY_OBJECT, EVERY_ROUTE = "tests/access/test_every_object.py", "tests/access/test_every_route.py"
TREES = "tests/access/test_generated_trees.py"
ACTS = f"{EVERY_OBJECT}::test_acts_on_every_row_are_those_of_the_matrix"
FIELDS = f"{EVERY_OBJECT}::test_fields_of_every_row_are_those_of_the_matrix"
HIDDEN = f"{EVERY_ROUTE}::test_key_out_of_reach_answers_as_a_key_that_never_was[DH]"
FLAGS = "tests/access/test_no_flags.py"
DECIDE = "foundation/access/decide.py"
FILTERS = "foundation/access/filters.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-01",
        "a route stands outside the matrix",
        (f"{EVERY_ROUTE}::test_every_route_stands_in_the_matrix",),
        file="accounts/matrix.yaml",
        old='  "accounts:grants": {action: grant.read}\n',
        new="",
    ),
    Fault(
        "M-01",
        "a page does not ask who may open it",
        (f"{EVERY_ROUTE}::test_every_route_answers_as_the_matrix_says[CA]",),
        file="accounts/views/grants.py",
        old='    require(user, "grant.propose")\n    require_step_up(request)\n    form = ProposeForm(',
        new="    form = ProposeForm(",
    ),
    Fault(
        "M-01",
        "a page is open without signing in",
        (f"{EVERY_ROUTE}::test_every_route_answers_as_the_matrix_says[AN]",),
        file="accounts/views/account.py",
        old="@login_required\ndef password(",
        new="def password(",
    ),
    Fault(
        "M-02",
        "a person is shown whatever the reader's scope",
        (HIDDEN,),
        file="cadres/selectors/people.py",
        old="found = people_for(user).filter(code=code)",
        new="found = Person.objects.filter(code=code)",
    ),
    Fault(
        "M-02",
        "states are not looked at",
        (f"{ACTS}[evaluation]",),
        file=FILTERS,
        old="    if rule.states is not None:\n        scope &=",
        new="    if False:\n        scope &=",
    ),
    Fault(
        "M-02",
        "the subject reads the own draft through another role",
        (f"{ACTS}[evaluation]",),
        file=FILTERS,
        old="    if rule.not_self and identity.person_id is not None:\n        scope &=",
        new="    if False:\n        scope &=",
    ),
    Fault(
        "M-02",
        "refused and missing are told apart",
        (HIDDEN,),
        file="foundation/access/decide.py",
        old="        raise NotFound\n",
        new="        raise Forbidden(_('Your role does not include this.'))\n",
    ),
    Fault(
        "M-03",
        "the unit's scope has no end",
        (TREES,),
        file=FILTERS,
        old='Q(**{f"{look_up}__startswith": path}) for look_up, path in looks)) if looks else None',
        new='Q(**{f"{look_up}__startswith": path[:6]}) for look_up, path in looks)) if looks else None',
    ),
    Fault(
        "M-03",
        "an ended grant still counts",
        (TREES,),
        file="accounts/selectors/grants.py",
        old="Q(valid_to__isnull=True) | Q(valid_to__gte=on), state",
        new="state",
    ),
    Fault(
        "M-03",
        "a grant of the future counts already",
        (TREES,),
        file="accounts/selectors/grants.py",
        old=", state=GrantState.ACTIVE, valid_from__lte=on",
        new=", state=GrantState.ACTIVE",
    ),
    Fault(
        "M-04",
        "every field is readable",
        (FIELDS,),
        file=DECIDE,
        old="rule, obj):\n            readable |= rule.fields - rule.masked",
        new="rule, obj):\n            readable |= frozenset().union(*policy.field_groups.values())",
    ),
    Fault(
        "M-04",
        "masked fields are shown in full",
        (f"{FIELDS}[person]",),
        file=DECIDE,
        old="rule, obj):\n            readable |= rule.fields - rule.masked",
        new="rule, obj):\n            readable |= rule.fields | rule.masked",
    ),
    Fault(
        "M-06",
        "a disabled account goes on",
        (f"{EVERY_OBJECT}::test_disabled_account_has_nothing",),
        file="foundation/access/identity.py",
        old=" or not user.is_active:",
        new=":",
    ),
    Fault(
        "M-08",
        "a superuser may do everything",
        (f"{FLAGS}::test_flags_of_django_give_nothing",),
        file=DECIDE,
        old="(user)\n    if obj is None:",
        new="(user)\n    if hasattr(user, 'is_staff'):\n        return True\n    if obj is None:",
    ),
)
