"""Counts and durations of requests, and figures of the moment, in Prometheus's text format.

What could help to join people to answers is left out: addresses, clients, accounts, and every page of a respondent.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping
from threading import Lock

from accord import __version__

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
HELP = {
    "jobs_queued": "Long work that waits.",
    "jobs_running": "Long work under way.",
    "jobs_failed": "Long work that could not be done, in all.",
    "clock_age_seconds": "Since the worker's clock last ticked; it ticks each minute.",
    "database_bytes": "Size of the database, rounded up to 16 MiB.",
    "disk_free_bytes": "Room left for the data folder, rounded down to 16 MiB.",
}


class Requests:
    """What this process has answered since it began."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._buckets: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS) + 1))

    def add(self, view: str, *, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        known = method if method in METHODS else "other"
        with self._lock:
            self._counts[view, known, f"{status // 100}xx"] += 1
            self._seconds[view] += seconds
            self._buckets[view][bisect_left(BOUNDS, seconds)] += 1

    def text(self) -> str:
        """All of it."""
        with self._lock:
            lines = ["# HELP accord_requests_total Requests answered, without respondents' pages.",
                     "# TYPE accord_requests_total counter"]  # fmt: skip
            for (view, method, status), count in sorted(self._counts.items()):
                lines.append(f'accord_requests_total{{view="{view}",method="{method}",status="{status}"}} {count}')
            lines += ["# HELP accord_request_seconds How long they took.", "# TYPE accord_request_seconds histogram"]
            for view in sorted(self._buckets):
                lines += self._histogram(view)
        return "\n".join([*lines, ""])

    def _histogram(self, view: str) -> list[str]:
        lines, name, total = [], "accord_request_seconds", 0
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), self._buckets[view], strict=True):
            total += count
            lines.append(f'{name}_bucket{{view="{view}",le="{bound}"}} {total}')
        lines.append(f'{name}_sum{{view="{view}"}} {self._seconds[view]:.6f}')
        return [*lines, f'{name}_count{{view="{view}"}} {total}']


REQUESTS = Requests()


def gauges(found: Mapping[str, float]) -> str:
    """Figures of this moment."""
    lines = ["# HELP accord_info The version.", "# TYPE accord_info gauge", f'accord_info{{version="{__version__}"}} 1']
    for name, value in found.items():
        lines += [f"# HELP accord_{name} {HELP[name]}", f"# TYPE accord_{name} gauge", f"accord_{name} {value}"]
    return "\n".join([*lines, ""])
