"""The signature field of a tagged PDF, known to the structure tree.

PDF/UA-1 (ISO 14289-1) 7.18.1 asks for a text that names the field, 7.18.3 for the order of tabulation by structure,
7.18.4 for a `Form` element around every widget; PDF/A-3 (ISO 19005-3) 6.3.2 for a widget that is printed, not hidden.
"""

# mypy: disable-error-code="no-untyped-call"
# pyHanko's classes of PDF objects carry no annotations.

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, append_signature_field

FIELD = "roomcheck"
_PRINTED_AND_LOCKED = 0b1000_0100


class KeepsMetadata(IncrementalPdfFileWriter):
    """Adds to a file and leaves its metadata alone: what they say of PDF/A and PDF/UA stays as it was written."""

    def _update_meta(self) -> None:
        pass


def is_tagged(writer: IncrementalPdfFileWriter) -> bool:
    """Whether the document has a structure tree."""
    return "/StructTreeRoot" in writer.root


def add_field(writer: IncrementalPdfFileWriter, text: str) -> None:
    """Adds the signature field `FIELD` to the last page, without a picture, and tags it where the file is tagged.

    `text` is what a screen reader says. Raises pyHanko's PdfError where the file is damaged or has such a field.
    """
    append_signature_field(
        writer,
        SigFieldSpec(
            FIELD, on_page=-1, readable_field_name=text,
            invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=False),
        ),
    )
    field_ref = writer.root["/AcroForm"]["/Fields"].raw_get(-1)
    field = field_ref.get_object()
    field["/F"] = generic.NumberObject(_PRINTED_AND_LOCKED)
    field["/Contents"] = generic.TextStringObject(text)
    if is_tagged(writer):
        page_ref = field.raw_get("/P")
        _tag(writer, field, field_ref, page_ref, text)
        page = page_ref.get_object()
        page["/Tabs"] = pdf_name("/S")
        writer.mark_update(page_ref.reference)


def _tag(
    writer: IncrementalPdfFileWriter,
    field: generic.DictionaryObject,
    field_ref: generic.IndirectObject,
    page_ref: generic.IndirectObject,
    text: str,
) -> None:
    root_ref = writer.root.raw_get("/StructTreeRoot")
    tree = root_ref.get_object()
    parent_ref = _document(tree)
    number = _next_number(tree)
    element = generic.DictionaryObject({
        pdf_name("/Type"): pdf_name("/StructElem"),
        pdf_name("/S"): pdf_name("/Form"),
        pdf_name("/P"): parent_ref,
        pdf_name("/Pg"): page_ref,
        pdf_name("/Alt"): generic.TextStringObject(text),
        pdf_name("/K"): generic.ArrayObject([
            generic.DictionaryObject({
                pdf_name("/Type"): pdf_name("/OBJR"),
                pdf_name("/Obj"): field_ref,
                pdf_name("/Pg"): page_ref,
            })
        ]),
    })
    element_ref = writer.add_object(element)
    _append_kid(writer, parent_ref, element_ref)
    field["/StructParent"] = generic.NumberObject(number)
    _append_number(writer, tree, number, element_ref)
    tree["/ParentTreeNextKey"] = generic.NumberObject(number + 1)
    writer.mark_update(root_ref.reference)


def _document(tree: generic.DictionaryObject) -> generic.IndirectObject:
    """The reference of the one `Document` element at the top of the tree."""
    top = tree.raw_get("/K")
    kid = top.get_object() if isinstance(top, generic.IndirectObject) else top
    found = kid.raw_get(0) if isinstance(kid, generic.ArrayObject) and len(kid) else top
    if not isinstance(found, generic.IndirectObject):
        raise PdfError("the structure tree has no element at its top")
    return found


def _append_kid(
    writer: IncrementalPdfFileWriter, parent_ref: generic.IndirectObject, element: generic.IndirectObject
) -> None:
    parent = parent_ref.get_object()
    kids = parent.get("/K")
    if isinstance(kids, generic.ArrayObject):
        kids.append(element)
        writer.update_container(kids)
    else:
        parent["/K"] = generic.ArrayObject([] if kids is None else [parent.raw_get("/K")])
        parent["/K"].append(element)
    writer.mark_update(parent_ref.reference)


def _next_number(tree: generic.DictionaryObject) -> int:
    """The first number of the parent tree that is free."""
    stated = int(tree.get("/ParentTreeNextKey", 0))
    last = -1
    if "/ParentTree" in tree:
        node = tree["/ParentTree"]
        while "/Kids" in node:
            node = node["/Kids"][-1]
        if len(node.get("/Nums", ())):
            last = int(node["/Nums"][-2])
    return max(stated, last + 1)


def _append_number(
    writer: IncrementalPdfFileWriter, tree: generic.DictionaryObject, number: int, element: generic.IndirectObject
) -> None:
    """Enters `element` as the last of the parent tree (ISO 32000-1, 7.9.7), widening the limits on the way."""
    if "/ParentTree" not in tree:
        tree["/ParentTree"] = generic.DictionaryObject({pdf_name("/Nums"): generic.ArrayObject()})
    node = tree["/ParentTree"]
    while True:
        if "/Limits" in node:
            node["/Limits"] = generic.ArrayObject([node["/Limits"][0], generic.NumberObject(number)])
        writer.update_container(node)
        if "/Kids" not in node:
            break
        node = node["/Kids"][-1]
    numbers = node["/Nums"]
    numbers.append(generic.NumberObject(number))
    numbers.append(element)
    writer.update_container(numbers)
