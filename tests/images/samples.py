"""Pictures as cameras, agencies and attackers make them."""

import struct
import zlib
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from PIL import ImageCms
from PIL.ExifTags import GPS, IFD, Base

SECRET = "SECRET-PLACE"
MAKER = "Семён Аржаков"
XMP = f"""<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
  photoshop:Credit="ЯСИА" photoshop:DateCreated="2022-11-24T10:52:00+09:00"
  photoshop:City="{SECRET}">
<dc:creator><rdf:Seq><rdf:li>{MAKER}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">Мост через Лену</rdf:li></rdf:Alt></dc:description>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© ЯСИА</rdf:li></rdf:Alt></dc:rights>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt>
<rdf:li xml:lang="x-default">Мост на рассвете</rdf:li></rdf:Alt>
</Iptc4xmpCore:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"""


def drawn(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> PillowImage.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    picture = PillowImage.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    return picture.convert(mode)


def encoded(picture: PillowImage.Image, name: str = "photo.jpg", **options) -> ContentFile:
    """Return a picture as a file of the format its name says."""
    buffer = BytesIO()
    picture.save(buffer, PillowImage.registered_extensions()["." + name.split(".")[-1]], **options)
    return ContentFile(buffer.getvalue(), name)


def exif(**texts: str) -> PillowImage.Exif:
    """Return EXIF data with a place, and texts by tag: exif(Artist="...")."""
    data = PillowImage.Exif()
    for name, text in texts.items():
        data[Base[name]] = text
    data[Base.Model] = SECRET
    data[IFD.GPSInfo] = {
        GPS.GPSLatitudeRef: "N",
        GPS.GPSLatitude: (62.0, 1.0, 48.0),
        GPS.GPSMapDatum: SECRET,
    }
    return data


def iptc(*fields: tuple[int, bytes]) -> bytes:
    """Return an APP13 segment with datasets of the second record: iptc((80, b"Name"))."""
    data = b"".join(
        struct.pack(">BBBH", 0x1C, 2, number, len(value)) + value for number, value in fields
    )
    block = b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(data)) + data
    block += b"\0" * (len(data) % 2)
    content = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content


def with_segment(jpeg: bytes, segment: bytes) -> ContentFile:
    """Return a JPEG with a segment put after its first two bytes."""
    return ContentFile(jpeg[:2] + segment + jpeg[2:], "photo.jpg")


def telling(name: str = "photo.jpg", size: tuple[int, int] = (64, 48), **options) -> ContentFile:
    """Return a picture that says where it was taken in every way its format has."""
    extra = {} if name.endswith(("gif", "png")) else {"xmp": XMP.encode()}
    if name.endswith("jpg"):
        extra["comment"] = SECRET
    if not name.endswith("gif"):
        extra["exif"] = exif(Artist=MAKER).tobytes()
        extra["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = encoded(drawn(size), name, **extra | options)
    if not name.endswith("jpg"):
        return file
    return with_segment(file.read(), iptc((90, SECRET.encode()), (80, MAKER.encode())))


def png(width: int, height: int, *, colour: int = 2, bits: int = 8, data: bytes = b"") -> bytes:
    """Return a PNG that says it is that large; with no more in it than asked."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(data or b"\0" * 100, 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")
