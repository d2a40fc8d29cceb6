"""What may stand for a number in our addresses."""

from django.urls import register_converter


class Id:
    # No longer than what every database compares.
    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Page(Id):
    regex = "0|[1-9][0-9]{0,8}"


class FourDigits(Id):
    regex = "[0-9]{4}"

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class TwoDigits(Id):
    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


register_converter(Id, "id")
register_converter(Page, "page")
register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "mm")
