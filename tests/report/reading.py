"""A page read as a browser's parser would, for tests of its structure."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"meta", "br", "link", "img", "input"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: list["Element"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def all(self, *tags: str) -> list["Element"]:
        """Every element below with one of the tags, in order."""
        found = [self] if self.tag in tags else []
        return found + [element for child in self.children for element in child.all(*tags)]

    @property
    def text(self) -> str:
        return " ".join("".join(self._pieces()).split())

    def _pieces(self) -> list[str]:
        return self.words + [piece for child in self.children for piece in child._pieces()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("", {})
        self.everything: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        self.everything.append(element)
        if tag not in EMPTY:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(Element("#text", {}, self.at, words=[data]))


def read(html: str) -> tuple[Element, list[Element]]:
    """The tree and all its elements in order; asserts that every tag closes what it opened."""
    reader = _Reader()
    reader.feed(html)
    assert reader.at is reader.root
    return reader.root, reader.everything
