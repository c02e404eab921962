"""No tracked file names a host that packages come from: where they are fetched is each machine's own business."""

import re

import pytest
from tests.rules.tree import line_of, text, tracked

# In parts, so that this file does not name them either.
NAMES = ["pypi", "pythonhosted", "npmjs", "yarnpkg", "debian", "ubuntu", "conda", "anaconda", "crates", "jsdelivr",
         "unpkg", "cdnjs", "ghcr", "docker", "googleapis", "gstatic", "esm", "skypack", "rubygems", "cran"]  # fmt: skip
ENDINGS = ["org", "com", "net", "io", "sh", "dev"]
HOST = re.compile(rf"\b(?:[\w-]+\.)*(?:{'|'.join(NAMES)})\.(?:r-project\.)?(?:{'|'.join(ENDINGS)})\b", re.IGNORECASE)


def test_no_tracked_file_names_a_package_host() -> None:
    found = [f"{line_of(path, hit.start())}: {hit[0]}" for path in tracked() for hit in HOST.finditer(text(path))]
    assert found == []


@pytest.mark.parametrize("host", [("files", "pythonhosted", "org"), ("registry", "npmjs", "org"), ("pypi", "org")])
def test_such_a_host_would_be_found(host: tuple[str, ...]) -> None:
    assert HOST.search("https://" + ".".join(host) + "/simple")
