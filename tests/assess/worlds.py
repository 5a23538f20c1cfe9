"""A small library and observations for the laws of assessment."""

import datetime as dt

from hypothesis import strategies as st

from roomcheck.match import library as libraries
from roomcheck.match.library import Library, Placed
from roomcheck.match.registry import Registry
from roomcheck.match.signature import Condition, Signature, SourceNote, Specimen
from roomcheck.model.observation import Source, observe
from roomcheck.model.vocabulary import Basis, Grade, Kind

NOTE = (SourceNote(ref="this test", date=dt.date(2026, 11, 22)),)


def signature(identifier, value, says, grade, basis, fact, **more):
    return Signature(
        id=identifier, title=f"says {value}", says=tuple(says), grade=grade, basis=basis, grounds="reasoning",
        reasoning="made for this test", statement="names-product", fact=fact,
        when=(Condition(field="http.server", equals=value),), sources=NOTE,
        example=(Specimen(kind="http.server", raw=value),), innocent=("recorder-or-camera",), **more,
    )


C, R, P, N = Kind.CAMERA, Kind.RECORDER, Kind.PRINTER, Kind.NAS
SIGNATURES = (
    signature("t.declares", "declares", (C,), Grade.VERY_STRONG, Basis.DECLARES, "a"),
    signature("t.unconfirmed", "unconfirmed", (C,), Grade.VERY_STRONG, Basis.DECLARES, "u", unconfirmed=True),
    signature("t.video", "video", (C, R), Grade.MODERATE, Basis.VIDEO, "v"),
    signature("t.product", "product", (C, R), Grade.MODERATE, Basis.PRODUCT, "p"),
    signature("t.maker", "maker", (C, R), Grade.MODERATELY_STRONG, Basis.CIRCUMSTANCE, "m"),
    signature("t.maker-again", "maker again", (C, R), Grade.MODERATELY_STRONG, Basis.CIRCUMSTANCE, "m"),
    signature("t.host", "host", (C,), Grade.WEAK, Basis.CIRCUMSTANCE, "h"),
    signature("t.port", "port", (C,), Grade.WEAK, Basis.CIRCUMSTANCE, "o"),
    signature("t.printer", "printer", (P,), Grade.STRONG, Basis.DECLARES, "q"),
    signature("t.nas", "nas", (N,), Grade.MODERATE, Basis.PRODUCT, "n"),
    signature("t.phone", "phone", (Kind.PHONE,), Grade.MODERATELY_STRONG, Basis.CIRCUMSTANCE, "f"),
    signature("t.phone-name", "phone name", (Kind.PHONE,), Grade.MODERATE, Basis.CIRCUMSTANCE, "g"),
)
VALUES = tuple(each.when[0].equals for each in SIGNATURES)


def library(signatures=SIGNATURES):
    words = libraries.vocabulary(libraries.folder())
    return Library(libraries.NO_IDENTITY, tuple(Placed("t.toml", each) for each in signatures), words, Registry([], "none"))


LIBRARY = library()


def saw(value, device="d1", at="2026-11-22T10:00:00Z"):
    return observe("http.server", value.encode(), at=at, via="test", source=Source(name=device))


values = st.lists(st.sampled_from((*VALUES, "nothing known")), max_size=8)
