"""Words as TOML writes them."""

import json


def quote(text: str) -> str:
    """A TOML string: as in JSON, and without the one character that JSON leaves bare and TOML does not.

    >>> print(quote('the "silent"'))
    "the \\"silent\\""
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
