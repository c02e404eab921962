"""The static files of an installation."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Compressed, with a digest in each name. What a script imports is named so as well: no browser mixes versions."""

    support_js_module_import_aggregation = True
