from simple_history.models import HistoricalRecords

from .listed import KEYS


class Kept(HistoricalRecords):
    """What a record was after each save, by whom and when; read on the desk's history pages."""

    def create_history_model(self, model, inherited):
        # As if inherited: the class then says that it lives where it is, beside its model.
        return super().create_history_model(model, inherited=True)

    def fields_included(self, model):
        # Every save makes these anew, of whatever version a record is led back to.
        made = set(KEYS.values())
        return [field for field in super().fields_included(model) if field.name not in made]

    def get_meta_options(self, model):
        # Nobody is given rights to these rows: who may see the record may see its history.
        return super().get_meta_options(model) | {"default_permissions": ()}

    def get_meta_options_m2m(self, through_model):
        return super().get_meta_options_m2m(through_model) | {"default_permissions": ()}
