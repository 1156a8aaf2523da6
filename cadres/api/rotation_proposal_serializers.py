"""Proposed rounds as the API reads and writes them."""

from typing import Any

from rest_framework import serializers

from cadres.selectors.rotation_proposal import WORDS
from foundation.outbox.enums import JobState
from foundation.web.strict import StrictSerializer


class RotationProposalBody(StrictSerializer):
    """What the proposal has to keep to; see the page for the words."""

    rule = serializers.CharField(max_length=20, required=False)
    due_by = serializers.DateField()
    move_on = serializers.DateField()
    share = serializers.IntegerField(min_value=1, max_value=100, default=50)
    grade_steps = serializers.IntegerField(min_value=0, max_value=5, default=1)
    same_field = serializers.BooleanField(default=True)
    other_body = serializers.BooleanField(default=False)
    seed = serializers.IntegerField(min_value=0, max_value=10**6, default=2026)


class RotationAcceptBody(StrictSerializer):
    """Numbers of circles; each is taken over whole."""

    circles = serializers.ListField(child=serializers.IntegerField(min_value=0), max_length=1000)


class RotationConditions(serializers.Serializer[Any]):
    rule = serializers.CharField()
    due_by = serializers.DateField()
    move_on = serializers.DateField()
    share = serializers.IntegerField()
    grade_steps = serializers.IntegerField()
    same_field = serializers.BooleanField()
    other_body = serializers.BooleanField()
    seed = serializers.IntegerField()


class RotationInTheWay(serializers.Serializer[Any]):
    """A rule with how many people it kept where they are."""

    rule = serializers.ChoiceField(choices=sorted(WORDS))
    why = serializers.CharField()
    count = serializers.IntegerField()


class RotationProposalResult(serializers.Serializer[Any]):
    """Counts of a proposal; `best`: no plan under these conditions moves more. `greedy`: what simple exchanges move."""

    asked = serializers.IntegerField()
    moved = serializers.IntegerField()
    left_over = serializers.IntegerField()
    greedy = serializers.IntegerField()
    best = serializers.BooleanField()
    left_by_rule = RotationInTheWay(many=True)


class RotationProposalSerializer(serializers.Serializer[Any]):
    """One proposal as a line; `result` is null until it was worked out."""

    id = serializers.IntegerField()
    round = serializers.CharField()
    state = serializers.ChoiceField(choices=JobState.choices)
    asked_at = serializers.DateTimeField()
    conditions = RotationConditions()
    result = RotationProposalResult(allow_null=True)


class RotationProposedMove(serializers.Serializer[Any]):
    """Somebody with the case whose post they take."""

    case = serializers.CharField()
    person = serializers.CharField()
    unit = serializers.CharField()
    position = serializers.CharField()
    follows = serializers.CharField()
    to_unit = serializers.CharField()
    to_position = serializers.CharField()


class RotationCircle(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    moves = RotationProposedMove(many=True)


class RotationLeftOver(serializers.Serializer[Any]):
    """Somebody who stays, and the rule that stood in the way."""

    case = serializers.CharField(source="case.code")
    person = serializers.CharField(source="case.person.code")
    rule = serializers.ChoiceField(choices=sorted(WORDS))
    why = serializers.CharField()


class RotationProposalDetail(RotationProposalSerializer):
    """With circles and people as far as their cases are within reach now; `only_*` beside another proposal."""

    circles = RotationCircle(many=True)
    left = RotationLeftOver(many=True)
    only_here = RotationLeftOver(many=True)
    only_there = RotationLeftOver(many=True)
