"""Small shapes that several resources show."""

from rest_framework import serializers


class NamedShape(serializers.Serializer):
    """Somebody or something: its public id and its name."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField(source="__str__")


class PlaceShape(serializers.Serializer):
    """A service or a facility of the town."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class LineShape(serializers.Serializer):
    """What was answered, in words, and the step where it can be changed."""

    label = serializers.CharField()
    value = serializers.CharField(allow_blank=True)
    step = serializers.CharField(allow_blank=True)


class DocumentShape(serializers.Serializer):
    """A file of a household's store; its bytes are at `/documents/{id}/content/`."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField()
    label = serializers.CharField(source="get_kind_display")
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    valid_until = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()
