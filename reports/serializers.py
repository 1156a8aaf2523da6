"""Lines of the worklist as the API gives them."""

from typing import Any

from rest_framework import serializers


class LineSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    number = serializers.CharField()
    url = serializers.CharField()
    act = serializers.CharField()
    due = serializers.DateField(allow_null=True)
    left = serializers.IntegerField(allow_null=True)


class GroupSerializer(serializers.Serializer[Any]):
    when = serializers.CharField()
    lines = LineSerializer(many=True)
