"""The settings tests run with: a data folder of their own; `ACCORD_TEST_DATABASE` may name a PostgreSQL."""

import atexit
import os
import shutil
import tempfile

folder = tempfile.mkdtemp(prefix="accord-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["ACCORD_DATA"] = folder
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the test
os.environ["DATABASE_URL"] = os.environ.get("ACCORD_TEST_DATABASE", "")

from accord.config.settings import *  # noqa: E402, F403

# Files are found where they stand, unhashed; hashing a password takes no time.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Organisations' accounts can be taken; a test names the organisation.
INSTALLED_APPS += [f"allauth.socialaccount.providers.{kind}" for kind in ("openid_connect", "saml")]  # noqa: F405
