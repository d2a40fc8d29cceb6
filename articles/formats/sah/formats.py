"""Dates and numbers in Sakha, a language Django has no formats for."""

DATE_FORMAT = "Y \\с\\ы\\л E j"
TIME_FORMAT = "G:i"
DATETIME_FORMAT = "Y \\с\\ы\\л E j, G:i"
YEAR_MONTH_FORMAT = "Y \\с\\ы\\л, F"
MONTH_DAY_FORMAT = "E j"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M:%S", "%H:%M"]
DATETIME_INPUT_FORMATS = ["%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M:%S"]
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
