"""The pages of persons, organizations and events."""

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from orjson import loads

from articles.api.links import absolute
from articles.documents import iso
from articles.models import Event, list_url
from articles.prepared import as_moment

from .things import icon, id_of, image_object, link, same_as, trail

STATUSES = {
    Event.Status.PLANNED: "EventScheduled",
    Event.Status.HELD: "EventScheduled",
    Event.Status.POSTPONED: "EventPostponed",
    Event.Status.CANCELLED: "EventCancelled",
}


def of_person(context: Mapping) -> list[dict]:
    """Return the page, the person, as what he or she is today, and the way there."""
    person = context["person"]
    today = timezone.localdate()
    held = [row for row in context["positions"] if _is_held(row, today)]
    offices = [row["organization"] for row in held if row["organization"]]
    thing = _record(context, "person", person, person["photo"]) | {
        "@type": "Person",
        "identifier": str(person["id"]),
        "givenName": person["given_name"],
        "familyName": person["family_name"],
        "additionalName": person["patronymic_name"],
        "birthDate": person["birth_date"] and person["birth_date"].isoformat(),
        "description": person["biography"],
        "jobTitle": [row["title"] for row in held],
        "worksFor": [link("organization", office) for office in offices if office["is_published"]],
        "sameAs": [*same_as(person["wikidata_id"]), *person["links"].split()],
    }
    page = {
        "@type": "ProfilePage",
        "url": thing["url"],
        "dateCreated": iso(as_moment(person["created_at"])),
        "dateModified": iso(as_moment(person["updated_at"])),
        "mainEntity": {"@id": thing["@id"]},
    }
    return [page, thing, _trail(_("Persons"), "person", person)]


def of_organization(context: Mapping) -> list[dict]:
    """Return the organization and the way to its page."""
    organization = context["organization"]
    names = [organization["short_name"], *context["other_names"]]
    thing = _record(context, "organization", organization, organization["logo"]) | {
        "@type": "Organization",
        "alternateName": [name for name in names if name],
        "logo": image_object(organization["logo"]),
        "description": organization["description"],
        "address": organization["place"],
        "parentOrganization": _parent("organization", organization["parent"]),
        "sameAs": [*same_as(organization["wikidata_id"]), *filter(None, [organization["website"]])],
    }
    return [thing, _trail(_("Organizations"), "organization", organization)]


def of_event(context: Mapping) -> list[dict]:
    """Return the event and the way to its page."""
    event = context["event"]
    place = {"@type": "Place", "name": event["place"], "address": event["place"]}
    thing = _record(context, "event", event) | {
        "@type": "Event",
        "image": image_object(context["pictured"]) or icon(),
        "startDate": _moment(event, event["start_date"], event["start_time"]),
        "endDate": _end(event),
        "eventStatus": f"https://schema.org/{STATUSES[event['status']]}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": place if event["place"] else None,
        "description": event["description"],
        "organizer": [link("organization", row) for row in context["organizers"]],
        "performer": [link("person", row) for row in context["participants"]],
        "superEvent": _parent("event", event["parent"]),
        "sameAs": [*same_as(event["wikidata_id"]), *filter(None, [event["website"]])],
    }
    return [thing, _trail(_("Events"), "event", event)]


def _record(context: Mapping, kind: str, record: dict, image: dict | None = None) -> dict:
    return {
        "@id": id_of(kind, record["id"]),
        "name": record["name"],
        "url": absolute(record["url"]),
        "alternateName": context["other_names"],
        "image": image_object(image),
    }


def pictured(rows: list[dict]) -> dict | None:
    """Return the image of an event: of the newest post that is about it and has one."""
    # What only mentions it, or another photo of whoever took part, would show something else.
    images = (loads(row["card"])["lead_image"] for row in rows if row["about"])
    return next(filter(None, images), None)


def _trail(listed: str, kind: str, record: dict) -> dict:
    """Return the way to a record, by the list of its kind."""
    return trail([(listed, list_url(kind)), (record["name"], record["url"])])


def _parent(kind: str, record: dict | None) -> dict | None:
    return link(kind, record) if record and record["is_published"] else None


def _is_held(position: dict, day: date) -> bool:
    """Return what PositionQuerySet.held_on() would."""
    since, until = position["valid_from"], position["valid_until"]
    return (since is None or since <= day) and (until is None or until >= day)


def _end(event: dict) -> str | None:
    """Return when an event ends; None if all that is known is that it begins on that day."""
    last = event["end_date"] or event["start_date"]
    # The day alone is its first minute to whoever reads it: before the hour of the beginning.
    is_unknown = event["start_time"] and not event["end_time"] and last == event["start_date"]
    return None if is_unknown else _moment(event, last, event["end_time"])


def _moment(event: dict, day: date, hour: time | None) -> str:
    """Return a day, or an hour with the difference from UTC that its zone has then."""
    if hour is None:
        return day.isoformat()
    return datetime.combine(day, hour, ZoneInfo(event["time_zone"])).isoformat(timespec="minutes")
