import struct
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from PIL.ExifTags import IFD, Base

from articles import images
from articles.images import read_metadata
from tests.images.samples import MAKER, XMP, drawn, encoded, exif, iptc, telling, with_segment

MORNING = datetime(2022, 11, 24, 1, 52, tzinfo=UTC)  # 10:52 in Yakutsk


def test_xmp_is_read():
    assert read_metadata(encoded(drawn(), "photo.webp", xmp=XMP.encode())) == {
        "credit": f"{MAKER} / ЯСИА",
        "caption": "Мост через Лену",
        "alt_text": "Мост на рассвете",
        "copyright": "© ЯСИА",
        "taken_at": MORNING,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_iptc_is_read_in_the_encodings_of_russian_desks(encoding):
    fields = [(80, MAKER), (110, "ЯСИА"), (120, "Мост\nчерез Лену"), (116, "© ЯСИА")]
    fields += [(55, "20221124"), (60, "105200+0900")]
    segment = iptc(*((number, text.encode(encoding)) for number, text in fields))
    assert read_metadata(with_segment(encoded(drawn()).read(), segment)) == {
        "credit": f"{MAKER} / ЯСИА",
        "caption": "Мост через Лену",
        "copyright": "© ЯСИА",
        "taken_at": MORNING,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "avif"])
def test_exif_is_read(extension, encoding):
    data = exif()
    data[Base.Artist] = MAKER.encode(encoding).decode("latin-1")
    data[Base.ImageDescription] = "Мост".encode(encoding).decode("latin-1")
    data[IFD.Exif] = {Base.DateTimeOriginal: "2022:11:24 10:52:00"}
    found = read_metadata(encoded(drawn(), f"photo.{extension}", exif=exif_bytes(data)))
    assert found == {"credit": MAKER, "caption": "Мост", "taken_at": MORNING}


def exif_bytes(data: PillowImage.Exif) -> bytes:
    """Return EXIF data whose texts are written byte for byte: Pillow itself takes ASCII only."""
    for tag in (Base.Artist, Base.ImageDescription):
        data[tag] = data[tag].encode("latin-1") if isinstance(data[tag], str) else data[tag]
    return data.tobytes()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({Base.DateTimeOriginal: "2022:11:24 03:52:00", 0x9011: "+02:00"}, MORNING),
        ({Base.DateTimeOriginal: "2022:11:24 10:52:00", 0x9011: "nonsense"}, MORNING),
        ({Base.DateTimeOriginal: "0000:00:00 00:00:00"}, None),
        ({Base.DateTimeOriginal: "9999:12:31 23:59:59"}, None),
        ({Base.DateTimeOriginal: "0001:01:01 00:00:00"}, None),
        ({Base.DateTimeOriginal: "yesterday"}, None),
    ],
)
def test_time_is_that_of_its_zone_or_of_the_site_and_never_absurd(fields, expected):
    data = exif()
    data[IFD.Exif] = fields
    assert read_metadata(encoded(drawn(), exif=data.tobytes())).get("taken_at") == expected


@pytest.mark.parametrize("words", ["OLYMPUS DIGITAL CAMERA", "DCIM\\100MEDIA\\DJI_0001.JPG"])
def test_words_of_a_camera_are_no_caption(words):
    assert read_metadata(encoded(drawn(), exif=exif(ImageDescription=words).tobytes())) == {}


def test_long_and_unprintable_texts_are_cut_to_fit():
    segment = iptc((80, ("Имя\x00\x07\x1b " * 300).encode()), (120, b"x" * 20_000))
    found = read_metadata(with_segment(encoded(drawn()).read(), segment))
    assert len(found["credit"]) <= 255
    assert found["credit"].startswith("Имя Имя")
    assert len(found["caption"]) == 500


def test_same_name_twice_is_one_credit():
    segment = iptc((80, b"TASS"), (110, b"TASS"))
    assert read_metadata(with_segment(encoded(drawn()).read(), segment))["credit"] == "TASS"


def test_file_is_left_at_its_beginning():
    upload = telling()
    read_metadata(upload)
    assert upload.tell() == 0


def xmp(packet: bytes) -> ContentFile:
    return encoded(drawn(), "photo.webp", xmp=packet)


ENTITIES = b"<!DOCTYPE x [<!ENTITY a 'ha'>%s]><x>&a9;</x>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
BROKEN = {
    "nothing": ContentFile(b""),
    "noise": ContentFile(bytes(range(256)) * 50),
    "half a picture": ContentFile(telling().read()[:200]),
    "xmp that is no xml": xmp(b"<x:xmpmeta><rdf:RDF"),
    "xmp of entities": xmp(ENTITIES),
    "xmp without end": xmp(b"<a>" * 200_000),
    "xmp nested deep": xmp(b"<a>" * 50_000 + b"</a>" * 50_000),
    "xmp of properties nested deep": xmp(
        b"<x xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        + b"<dc:creator>" * 38_000
        + b"</dc:creator>" * 38_000
        + b"</x>"
    ),
    "xmp in utf-16": xmp("<x>ы</x>".encode("utf-16")),
    "xmp of two megabytes": xmp(XMP.encode() + b" " * 2_000_000),
    "xmp of noise": xmp(bytes(range(256)) * 50),
    "iptc of noise": with_segment(encoded(drawn()).read(), iptc((80, b""))[:-1] + b"\xff"),
    "iptc with a wrong length": with_segment(
        encoded(drawn()).read(), iptc((80, b"x")).replace(b"\0\1x", b"\xff\xffx")
    ),
    "exif of noise": encoded(drawn(), exif=b"Exif\0\0" + bytes(range(256))),
    "exif that points to itself": encoded(
        drawn(), exif=b"Exif\0\0II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0x8769, 4, 1, 8)
    ),
    "exif of wrong types": encoded(
        drawn(), exif=b"Exif\0\0II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0x13B, 12, 1, 8)
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_metadata_say_nothing_and_raise_nothing(case):
    assert read_metadata(BROKEN[case]).keys() <= {"credit", "caption"}


@pytest.mark.django_db
def test_time_is_kept_with_the_picture_unless_somebody_knows_better():
    assert images.store(telling()).taken_at == MORNING
    known = datetime(2020, 1, 1, tzinfo=UTC)
    assert images.store(telling(), taken_at=known).taken_at == known
