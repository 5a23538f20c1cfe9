"""Brings the catalogues up to date: `python -m tests.words.update`.

New sentences are added without a translation, sentences that are no longer said are dropped, and every catalogue is
compiled. Then fill in what is empty in the `.po` files, and run it again.
"""

import sys

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.words.sentences import FOR_REPORTS, ROOT, sentences, stated

FOLDER = ROOT / "words" / "locale"


def update(language):
    """The sentences of a language that still have no translation."""
    place = FOLDER / language / "LC_MESSAGES"
    with (place / "roomcheck.po").open("rb") as stream:
        old = read_po(stream, locale=language)
    needed = (sentences() if language == "fr" else sentences(*FOR_REPORTS)) | stated()
    new = Catalog(
        locale=language, project="roomcheck", charset="utf-8", fuzzy=False, header_comment=old.header_comment,
        creation_date=old.creation_date, revision_date=old.creation_date, last_translator="roomcheck",
        language_team="roomcheck", copyright_holder="roomcheck",
    )
    empty = []
    for text in needed:
        known = old.get(text if isinstance(text, str) else text[0])
        said = known.string if known else ""
        if not (said if isinstance(said, str) else all(said)):
            empty.append(text)
            said = ""
        new.add(text, said or ("" if isinstance(text, str) else ("",) * new.num_plurals))
    with (place / "roomcheck.po").open("wb") as stream:
        write_po(stream, new, width=110, sort_output=True)
    with (place / "roomcheck.mo").open("wb") as stream:
        write_mo(stream, new)
    return empty


if __name__ == "__main__":
    left = {path.name: update(path.name) for path in sorted(FOLDER.iterdir()) if path.is_dir()}
    for language, empty in left.items():
        for text in empty:
            print(f"{language}: {text}")
    sys.exit(1 if any(left.values()) else 0)
