"""Settings of the tests: the product's own, with a throw-away data folder and a quick password hasher."""

import os
import tempfile

# Before the product's settings are read: they look for the data folder and the secret key in it.
os.environ.setdefault("NHACVIEC_DATA", tempfile.mkdtemp(prefix="nhacviec-tests-"))

from nhacviec.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The tests of the obligation itself turn it on.
NHACVIEC_SECOND_FACTOR = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: tests with threads and the live server need the locking that an installation has.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["NHACVIEC_DATA"], "tests.sqlite3")}  # noqa: F405
