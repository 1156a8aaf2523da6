"""Faults of signing in: limits of tries, uniform answers, sessions, passwords, links, keys."""

from tests.faults.fault import Fault

SESSIONS, TRIES = "tests/accounts/test_sessions.py", "tests/accounts/test_sign_in_tries.py"
LIMITER, UNIFORM = "tests/accounts/test_limiter.py", "tests/accounts/test_uniform_answers.py"
PASSWORDS, LINKS, KEYS = (f"tests/accounts/test_{name}.py" for name in ("passwords", "links", "keys"))

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-06",
        "closing an account leaves its sessions, and a closed account may act",
        (f"{SESSIONS}::TestNextRequestObeys::test_disabled",),
        file="accounts/services/users.py",
        old="""        update_version(user, version=version, changes={"is_active": False})
        sessions.end_others(user=user)
""",
        new="""        update_version(user, version=version, changes={"language": user.language})
""",
    ),
    Fault(
        "M-06",
        "roles are kept from one request to the next",
        (f"{SESSIONS}::TestNextRequestObeys::test_lost_role",),
        file="accounts/selectors/grants.py",
        old="""    rows = in_force(on).filter(user_id=user.pk).values_list("role", "unit__path")
    return tuple(Held(role, path or "") for role, path in rows)
""",
        new="""    if user.pk not in _kept:
        rows = in_force(on).filter(user_id=user.pk).values_list("role", "unit__path")
        _kept[user.pk] = tuple(Held(role, path or "") for role, path in rows)
    return _kept[user.pk]


_kept: dict[int, tuple[Held, ...]] = {}
""",
    ),
    Fault(
        "M-49",
        "tries are read first and written afterwards",
        (f"{LIMITER}::test_parallel_tries_are_never_let_through_twice",),
        file="accounts/services/limiter.py",
        old="""    with transaction.atomic():  # always in this order, so that two tries never wait for each other
        here = _count(ACCOUNT_FROM_NETWORK, account, network)
""",
        new="""    with transaction.atomic():
        here = _used(ACCOUNT_FROM_NETWORK, account, network) + 1
        _count(ACCOUNT_FROM_NETWORK, account, network)
""",
    ),
    Fault(
        "M-49",
        "the address the client wrote is believed",
        (f"{TRIES}::test_forged_forwarding_header_changes_nothing",),
        file="foundation/web/client_address.py",
        old="    if count and len(forwarded) >= count:\n        return str(forwarded[-count])\n",
        new="    if forwarded:\n        return str(forwarded[0])\n",
    ),
    Fault(
        "M-49",
        "knocking while locked makes the lock longer",
        (f"{LIMITER}::test_bucket_opens_again_after_its_window_however_often_somebody_knocked",),
        file="accounts/services/limiter.py",
        old="               THEN clock_timestamp() ELSE c.started_at END",
        new="               THEN clock_timestamp() ELSE clock_timestamp() END",
    ),
    Fault(
        "M-49",
        "a known device is counted with everybody",
        (f"{TRIES}::test_victim_signs_in_from_a_known_device_during_an_attack_from_everywhere",),
        file="accounts/services/limiter.py",
        old="    if device:\n        return take(DEVICE, account, device)\n",
        new="",
    ),
    Fault(
        "M-49",
        "accounts tried from one network are not counted",
        (f"{TRIES}::test_one_network_on_a_hundred_accounts_is_stopped_at_fifty",),
        file="accounts/services/limiter.py",
        old=" and everywhere <= ACCOUNT.limit and accounts <= NETWORK.limit",
        new=" and everywhere <= ACCOUNT.limit",
    ),
    Fault(
        "M-50",
        "an unknown name is answered without a hash",
        (f"{UNIFORM}::test_every_refusal_works_out_exactly_one_hash",),
        file="accounts/services/sign_in.py",
        old="    else:\n        make_password(password)\n",
        new="    elif user is not None:\n        make_password(password)\n",
    ),
    Fault(
        "M-50",
        "a locked account is let in",
        (f"{UNIFORM}::test_every_refusal_to_sign_in_is_the_same_answer",),
        file="accounts/services/sign_in.py",
        old="    right, renew = False, False\n",
        new="    right, renew = False, False\n    if not allowed:\n        return user\n",
    ),
    Fault(
        "M-50",
        "a reset does its work for known names only",
        (f"{UNIFORM}::test_every_reset_is_the_same_answer_and_the_same_work",),
        file="accounts/services/links.py",
        old="        _enqueue(user.pk if user is not None and wanted else 0)\n",
        new="        if user is not None and wanted:\n            _enqueue(user.pk)\n",
    ),
    Fault(
        "M-51",
        "an ended session is written back",
        (f"{SESSIONS}::test_killed_session_is_not_written_back_by_a_request_in_flight",),
        file="accounts/session_store.py",
        old="raise UpdateError  # ended meanwhile: what this request wanted to keep is dropped\n            return\n",
        new="must_create = True\n            else:\n                return\n",
    ),
    Fault(
        "M-51",
        "a new key is made for an ended session",
        (f"{SESSIONS}::test_killed_session_is_not_written_back_by_a_request_in_flight",),
        file="accounts/session_store.py",
        old='            raise SessionInterrupted("The session was ended before the request completed.")\n',
        new="            self.create()\n            self._session_cache = data\n            return\n",
    ),
    Fault(
        "M-51",
        "a session lives for ever while it is used",
        (f"{SESSIONS}::test_limits_hold_to_the_minute[officer-15-480]",),
        file="accounts/services/sessions.py",
        old="    return at >= row.last_seen_at + idle or at >= row.started_at + whole\n",
        new="    return at >= row.last_seen_at + idle\n",
    ),
    Fault(
        "M-51",
        "a session that is used counts as young",
        (f"{SESSIONS}::test_limits_hold_to_the_minute[officer-15-480]",),
        file="accounts/services/sessions.py",
        old="    if at < row.last_seen_at + idle and at < row.started_at + whole:\n",
        new="    if at < row.last_seen_at + idle:\n",
    ),
    Fault(
        "M-51",
        "privileged roles sit idle as long as everybody",
        (f"{SESSIONS}::test_limits_hold_to_the_minute[officer-15-480]",),
        file="accounts/services/sessions.py",
        old='settings.SESSION_LIMITS["privileged" if privileged else "everybody"]',
        new='settings.SESSION_LIMITS["everybody"]',
    ),
    Fault(
        "M-51",
        "the second factor leaves the old key alive",
        (f"{SESSIONS}::test_three_keys_before_after_and_after_the_second_factor_and_old_ones_are_dead",),
        file="accounts/services/sessions.py",
        old="    request.session.cycle_key()\n",
        new="    request.session.modified = True\n",
    ),
    Fault(
        "M-51",
        "a new password leaves the other sessions listed",
        (f"{SESSIONS}::test_password_change_ends_every_other_session_and_renews_this_one",),
        file="accounts/services/users.py",
        old="        sessions.end_others(user=user, keep=request)\n",
        new="",
    ),
    Fault(
        "M-52",
        "local words are allowed",
        (f"{PASSWORDS}::test_thirty_local_words_are_refused_however_they_are_stretched",),
        file="config/settings/base.py",
        old='for rule in ("Length", "NotCommon", "NotLocal", "NotOneself")',
        new='for rule in ("Length", "NotCommon", "NotOneself")',
    ),
    Fault(
        "M-52",
        "marks hide the own name",
        (f"{PASSWORDS}::test_own_name_is_refused_in_any_order_with_or_without_marks",),
        file="accounts/rules/passwords.py",
        old='    bare = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))\n',
        new="    bare = text\n",
    ),
    Fault(
        "M-52",
        "a link opens twice",
        (f"{LINKS}::test_link_is_good_once",),
        file="accounts/services/links.py",
        old="    good = link is not None and link.used_at is None and link.user.is_active\n",
        new="    good = link is not None and link.user.is_active\n",
    ),
    Fault(
        "M-52",
        "a link outlives its time",
        (f"{LINKS}::test_link_is_good_for_its_time",),
        file="accounts/services/links.py",
        old="link.expires_at is None or link.expires_at <= timezone.now()",
        new="link.expires_at is None",
    ),
    Fault(
        "M-52",
        "the mail's address follows the Host header's setting",
        (f"{LINKS}::test_address_in_the_mail_is_the_installation_s_not_the_request_s",),
        file="accounts/services/links.py",
        old='settings.SITE_URL.rstrip("/")',
        new='"http://localhost"',
    ),
    Fault(
        "M-05",
        "a key opens everything of its owner",
        (f"{KEYS}::test_key_opens_what_its_scopes_name_and_nothing_else",),
        file="accounts/api_auth.py",
        old="        if needed not in token.scopes:\n",
        new="        if not token.scopes:\n",
    ),
)
