"""docs/permissions.md, printed from accounts/matrix.yaml: who may do what, and what each route asks."""

from collections.abc import Iterator

from foundation.access.matrix import Matrix, ObjectPolicy, Rule, matrix

SCOPES = {
    "all": "the whole city",
    "sub": "units granted for and below",
    "self": "oneself",
    "own_path": "own unit and those above it",
}
HEAD = """# Permissions

Printed from `accounts/matrix.yaml` by `python manage.py print_permissions > docs/permissions.md`; do not edit.
`accounts/matrix.yaml` is the only source: code reads it, the tests of tests/access are made from it.

Everything is denied unless a line below allows it. Somebody with several roles gets the union. An object outside
one's reach answers 404, the same as an object that never was; an act closed to one's role answers 403. Nobody deletes.
CA is everybody with an account. SA sees no content. LD reads. "not on oneself": the line does not hold where the
reader is the subject.
"""


def page() -> str:
    return "\n".join([HEAD, *_objects(matrix()), *_routes(matrix()), *_tasks(matrix())]) + "\n"


def _objects(known: Matrix) -> Iterator[str]:
    for name in sorted(known.objects):
        policy = known.objects[name]
        yield f"## {name}\n"
        yield "| role | where | states | may | reads | shown in part |"
        yield "|---|---|---|---|---|---|"
        for rule in policy.rules:
            yield _line(policy, rule)
        yield ""
        for group, fields in sorted(policy.field_groups.items()):
            yield f"- {group}: {', '.join(sorted(fields))}"
        yield from _marks(policy)
        yield ""


def _marks(policy: ObjectPolicy) -> Iterator[str]:
    if policy.kept_from_relatives:
        yield '- "not on oneself" means a declared relative of the person as well'
    if policy.protected:
        fields = ", ".join(sorted(policy.protected))
        yield f"- † shown in part until revealed with a fresh confirmation and a reason: {fields}"
    if policy.logged:
        yield f"- ‡ reading these of another leaves an entry in the trail: {', '.join(sorted(policy.logged))}"
    for scope, columns in sorted(policy.among.items()):
        named = {
            column: ", ".join(sorted(str(value) or "empty" for value in values))
            for column, values in sorted(columns.items())
        }
        listed = "; ".join(f"{column} {values}" for column, values in named.items())
        yield f"- {scope}: rows with {listed}"


def _line(policy: ObjectPolicy, rule: Rule) -> str:
    where = SCOPES.get(rule.scope, f"{rule.scope} of it") + (", not on oneself" if rule.not_self else "")
    where += f", from {rule.opens} on" if rule.opens else ""
    where += f", until {rule.closes}" if rule.closes else ""
    where += f", after {rule.after}" if rule.after else ""
    groups = [name for name, fields in sorted(policy.field_groups.items()) if fields and fields <= rule.fields]
    cells = [
        rule.role,
        where,
        ", ".join(sorted(rule.states)) if rule.states is not None else "any",
        ", ".join(sorted(rule.actions)),
        ", ".join(groups),
        ", ".join(sorted(rule.masked)),
    ]
    return f"| {' | '.join(cells)} |"


def _routes(known: Matrix) -> Iterator[str]:
    yield "## Routes\n"
    yield "| route | asks for |"
    yield "|---|---|"
    for name, entry in sorted(known.routes.items()):
        kind = next((key for key in ("public", "signed_in", "development") if entry.get(key)), "")
        asks = str(entry["action"]) if "action" in entry else f"{kind.replace('_', ' ')}: {entry.get('why', '')}"
        yield f"| {name} | {asks} |"
    yield ""


def _tasks(known: Matrix) -> Iterator[str]:
    yield "## Tasks\n"
    yield "| task | why it may act |"
    yield "|---|---|"
    for name, entry in sorted(known.tasks.items()):
        yield f"| {name} | {entry.get('why', '')} |"
