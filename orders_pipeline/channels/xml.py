"""The one hardened XML parser: no DTD, no entities, no network, no recovery; a document is whole or it is refused.

The only module that knows lxml, and the one that writes XML. What it gives is read by local names; what it raises
never quotes the document.
"""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from orders_pipeline.channels.errors import Malformed

Element = etree._Element
# An element to write: its name, `{namespace}Name` where it has one, and its text, its children, or nothing.
Tree = tuple[str, "str | Sequence[Tree] | None"]


def root_of(content: bytes) -> Element:
    """The outermost element of a whole document, comments and processing instructions left out.

    Raises Malformed: no XML, cut off, two roots, another encoding than it declares, nested deeper than libxml2 allows,
    or any DOCTYPE: without one no entity can be declared, so none is ever expanded or fetched.
    """
    if not content.strip():
        raise Malformed("the answer is empty")
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError:
        raise Malformed("the answer is no XML, or is cut off") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Malformed("the document has a DOCTYPE")
    return root


def name_of(element: Element) -> str:
    """The local name, whatever the namespace or its prefix."""
    return etree.QName(element).localname


def namespace_of(element: Element) -> str | None:
    return etree.QName(element).namespace


def children(element: Element) -> Iterator[Element]:
    """Child elements in their order."""
    return (child for child in element if isinstance(child.tag, str))


def written(tree: Tree, prefixes: Mapping[str, str]) -> bytes:
    """The document in UTF-8 with its declaration; `prefixes` name the namespaces on its outermost element.

    Raises ValueError: a text with a sign that XML cannot hold. It is not quoted.
    """
    name, _ = tree
    root = etree.Element(name, nsmap=dict(prefixes))
    _fill(root, tree)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def escaped(text: str) -> str:
    """A text as it stands within an element. Raises ValueError: a sign that XML cannot hold. It is not quoted."""
    element = etree.Element("text")
    element.text = text
    return etree.tostring(element, encoding="unicode").removeprefix("<text>").removesuffix("</text>")


def _fill(element: Element, tree: Tree) -> None:
    _, content = tree
    if isinstance(content, str):
        element.text = content
    elif content is not None:
        for child in content:
            _fill(etree.SubElement(element, child[0]), child)


def _parser() -> etree.XMLParser:
    """Never with collect_ids=False: that makes libxml2 open the file that a DOCTYPE names, whatever load_dtd says."""
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        recover=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
