from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from articles.models import Edition
from articles.views.lists import PAGE_SIZE, read_rows


def corrections(request: HttpRequest) -> HttpResponse:
    """What readers were told was wrong in posts that are still live, newest first."""
    now = timezone.now()
    live = Edition.objects.live(now).filter(post=OuterRef("post")).order_by().values("card")
    rows = (
        Edition.objects.opened(now)
        .filter(language=get_language(), corrected_at__lte=now)
        .annotate(live_card=Subquery(live[:1]))
        .exclude(live_card=None)
        .values("id", "corrected_at", "correction", "correction_kind", "live_card")
    )
    page = read_rows(request, rows, ("-corrected_at", "-id"), PAGE_SIZE)
    for row in page["rows"]:
        row["label"] = Edition.CorrectionKind(row["correction_kind"]).label
    return render(request, "articles/corrections.html", page)
