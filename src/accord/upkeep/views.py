"""Health and figures, read by machines."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accord.upkeep import figures, queries
from accord.upkeep.policies import metrics_reader
from accord.web.policies import anyone


@anyone
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. The database is not asked."""
    return HttpResponse("live\n", content_type="text/plain; charset=utf-8")


@anyone
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Whether all that pages need is there; 503 with what is not."""
    checks = queries.checks(timezone.now())
    well = all(check.well for check in checks)
    said = {check.name: check.words for check in checks}
    return JsonResponse({"ready": well, "checks": said}, status=200 if well else 503)


@metrics_reader
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus's text format."""
    text = figures.REQUESTS.text() + figures.gauges(queries.gauges(timezone.now()))
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
