"""Of which requests nothing is counted, timed or logged: those of respondents."""

from django.http import HttpRequest

NAMESPACE, ADDRESSES = "booth", "/a/"


def is_quiet(request: HttpRequest) -> bool:
    """Whether it is a respondent's page, by its address or by the app that answers it."""
    match = request.resolver_match
    return request.path_info.startswith(ADDRESSES) or (match is not None and NAMESPACE in match.namespaces)


def view_name(request: HttpRequest) -> str:
    """The name of the page, without any id; «none» where there is no such page."""
    match = request.resolver_match
    return match.view_name if match is not None else "none"
