"""The static files of an installation."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OUR_MODULES = "booth/*.js"  # other people's scripts import what they never ship
IMPORT = (
    r"""(?P<matched>import(?P<names>[\s{*][^"']*?)from "(?P<url>\./[\w.]+)";)""",
    """import%(names)sfrom "%(url)s";""",
)


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise tells no types
    """Compressed, with a digest in each name; what our modules import is named so too: no browser mixes versions."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, (OUR_MODULES, (IMPORT,)))
