"""The plain words that stand inside every bundle."""

from typing import Final

from roomcheck.model.text import harmless

_TEXT: Final = """\
This is a sealed bundle of roomcheck {engine}.

It holds what was observed in one check of one place on its network, the files that the person added, and everything
that is needed to look it over again. Nothing in it accuses anybody; it says what was observed, what that supports,
what else it could be, and what could not be checked.

What is in it
  data/recording/recording.jsonl   the recording: one entry a line, each naming the SHA-256 of the line before
  data/recording/packets.pcapng    the packets, where they were kept (Wireshark opens them); packets-2.pcapng and so on
                                   where more were heard later
  data/recording/findings.json     what follows from the recording with the signatures below
  data/recording/findings.html     the same as a page
  data/recording/files/            photographs and the listing, byte for byte as they were added
  data/recording/times/            timestamps of the recording, where the person asked for them
  data/report/                     the report that was made when it was sealed, and those that were made before
  data/signatures/                 the library of signatures that the findings rest on
  manifest-sha256.txt              the SHA-256 of every file in data/
  tagmanifest-sha256.txt           the SHA-256 of that list and of every other file here
  signature.p7s                    the signature of tagmanifest-sha256.txt
  certificate.pem                  the self-made certificate of the key
  time-1.tsr, ...                  timestamps of manifest-sha256.txt, where the person asked for them

The head of the recording (SHA-256 of its last line)
  {head}
The key that signed (SHA-256 of its certificate)
  {fingerprint}

What this shows, and what not
  The signature shows that nothing was changed since it was made with this key. The key was made on the device of the
  person who checked: it does not show who that person is. Whoever holds the key could have made another bundle; so
  compare the two lines above with those that were written down, sent or photographed when the check was made.
  Sealing adds an entry to the recording, and so do notes and photographs: a head that was known before is the SHA-256
  of an earlier line, and stands for every line up to that one.
  A timestamp of an authority shows that the list of files existed at that time. Without one, every time in this bundle
  is that of the device's own clock.

How to check it
  With roomcheck:   roomcheck verify BUNDLE, with --head HASH for a head that was known at any time
  Without:          the page "Verify a bundle by hand", docs/verify-by-hand.md in every release of roomcheck, needs
                    only unzip, sha256sum and openssl. Never trust a program that came inside a bundle.
  In short:         unzip BUNDLE, change into the folder, then
                    sha256sum -c tagmanifest-sha256.txt manifest-sha256.txt
                    openssl cms -verify -binary -inform DER -in signature.p7s -content tagmanifest-sha256.txt \\
                        -noverify -out /dev/null
"""


def readme(engine: str, head: str, fingerprint: str) -> bytes:
    """The bundle's README: the same bytes for the same version, recording and key."""
    return _TEXT.format(engine=harmless(engine), head=head, fingerprint=fingerprint).encode()
