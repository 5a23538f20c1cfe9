"""The places of the physical check, as data: where cameras are hidden in rented rooms, and how to look there."""

from typing import Final

import msgspec

from roomcheck.words import msg


class Place(msgspec.Struct, frozen=True):
    """One place. `key` stands in the recording; the sentences are translated where they are shown."""

    key: str
    title: str
    look: str


LIMITS: Final = msg(
    "A look at the network cannot find a camera that records to a card, one on a mobile connection or another "
    "network, or one that is switched off. This walk can. It takes about ten minutes."
)
TORCH: Final = msg(
    "Torch: darken the room, hold a torch beside your eye, and move its light slowly over the place. A lens returns a "
    "small, steady point of light that stays where it is when you move."
)
INFRARED: Final = msg(
    "Infrared: in the dark, look through the camera of a telephone, best the front one. A camera that sees in the "
    "dark often shines in a faint white or violet light that the eye does not see. Many telephones filter it: try "
    "yours first with a remote control."
)
UNTOUCHED: Final = msg(
    "If you find something: do not open, move or unplug it. Photograph it as it stands, and mark the "
    "place as suspicious."
)

PLACES: Final = (
    Place(
        "smoke detector",
        msg("Smoke detectors"),
        msg(
            "Look for a hole that the maker's other models do not have, and for a second detector in one room. "
            "Do not take it down: it protects your life too."
        ),
    ),
    Place(
        "clock",
        msg("Clocks and alarm clocks"),
        msg(
            "Look at the dial, the display and the frame for a dark round spot. A dark glass front hides a lens well: "
            "use the torch from the side."
        ),
    ),
    Place(
        "charger",
        msg("Chargers, plugs and power strips"),
        msg(
            "Look for a small hole beside the sockets, and for a charger that nobody needs and that faces the bed or "
            "the bathroom."
        ),
    ),
    Place(
        "mirror",
        msg("Mirrors"),
        msg(
            "Shade the glass with both hands and shine the torch through from close by: behind a mirror that lets "
            "light through you see depth. See whether it hangs or is built into the wall."
        ),
    ),
    Place(
        "vent",
        msg("Vents, air conditioners and ceiling"),
        msg(
            "Shine the torch through the slats, from several sides. Look at screw heads and small holes in the ceiling."
        ),
    ),
    Place(
        "router",
        msg("Router and other boxes with lights"),
        msg(
            "Count the boxes and compare with the list of devices. A box that is connected and missing in the list may "
            "be on another network."
        ),
    ),
    Place(
        "lamp",
        msg("Lamps and bulbs"),
        msg(
            "Look into shades and at bulbs with a dark spot in their middle. Switch them off first, and let them cool."
        ),
    ),
    Place(
        "television",
        msg("Television and what stands around it"),
        msg(
            "Many televisions and boxes carry a camera of their own. Look at the upper edge, the front, "
            "and at boxes below."
        ),
    ),
    Place(
        "speaker",
        msg("Speakers and smart displays"),
        msg("Smart displays often carry a camera, some with a shutter. Turn it to the wall, or close the shutter."),
    ),
    Place(
        "shelf",
        msg("Shelves, books, plants and decoration"),
        msg(
            "Look at what faces the bed, the sofa or the shower: book spines, frames, soft toys, plants, tissue boxes."
        ),
    ),
    Place(
        "bathroom",
        msg("Bathroom"),
        msg("Look at shampoo bottles, hooks, the fan, the lamp over the mirror, and boxes that need no power there."),
    ),
    Place(
        "bed",
        msg("Around the bed"),
        msg("Lie down and look at everything from which the pillow can be seen. A lens must see what it films."),
    ),
    Place(
        "door",
        msg("Entrance, doorbell and outside"),
        msg("Doorbells and cameras outside may be allowed where the listing names them. Note where they point."),
    ),
)
