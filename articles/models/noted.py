from django.db import models
from django.db.models import F


class Noted:
    """A field that noting.note_change() alone writes.

    Whoever saves a record leaves in it what is stored, however long ago the record was read.
    """

    def pre_save(self, model_instance, add):
        return super().pre_save(model_instance, add) if add else F(self.attname)


class NotedDateTimeField(Noted, models.DateTimeField):
    pass


class NotedCharField(Noted, models.CharField):
    pass
