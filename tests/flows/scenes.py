"""What the encoders look at: rooms drawn with numpy, since no film of a real room may lie in a repository.

A room is a textured wall with furniture's edges; a person is a textured ellipse that walks when told to; light is a
gain, with the sensor's noise growing as it fades. Raw frames in yuv420p. Nothing of it is a film: say so.
"""

from collections.abc import Callable, Iterator

import numpy as np

WIDTH, HEIGHT, RATE = 640, 360, 15


def texture(dice: np.random.Generator, height: int, width: int, roughness: float) -> np.ndarray:
    """Fractal noise, 0 to 1: coarse shapes with finer ones on them."""
    whole = np.zeros((height, width), np.float32)
    weight, cells = 1.0, 4
    while cells < min(height, width):
        grid = dice.random((cells + 2, cells + 2), np.float32)
        rows = np.linspace(0, cells, height)
        columns = np.linspace(0, cells, width)
        low, left = rows.astype(int), columns.astype(int)
        down, across = (rows - low)[:, None], (columns - left)[None, :]
        whole += weight * (
            grid[low][:, left] * (1 - down) * (1 - across) + grid[low + 1][:, left] * down * (1 - across)
            + grid[low][:, left + 1] * (1 - down) * across + grid[low + 1][:, left + 1] * down * across
        )
        weight *= roughness
        cells *= 2
    whole -= whole.min()
    return whole / whole.max()


class Room:
    """One room and its person, by a seed."""

    def __init__(self, seed: int, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.dice = np.random.default_rng(seed)
        dice = self.dice
        self.width, self.height = width, height
        self.wall = 40 + 150 * texture(dice, height, width, 0.55)
        for _ in range(int(dice.integers(4, 10))):
            top, left = int(dice.integers(0, height - 40)), int(dice.integers(0, width - 60))
            tall, wide = int(dice.integers(20, height // 2)), int(dice.integers(30, width // 3))
            self.wall[top : top + tall, left : left + wide] *= float(dice.uniform(0.5, 1.4))
        tall = int(height * dice.uniform(0.3, 0.75))
        wide = int(tall * dice.uniform(0.3, 0.5))
        self.person = 30 + 190 * texture(dice, tall, wide, 0.7)
        rows, columns = np.ogrid[-1 : 1 : tall * 1j, -1 : 1 : wide * 1j]
        self.shape = rows**2 + columns**2 <= 1
        self.noise = [dice.normal(0, 1, (height + 64, width + 64)).astype(np.float32) for _ in range(3)]
        self.x, self.y = dice.uniform(0, width - wide), dice.uniform(0, height - tall)
        self.dx, self.dy = float(dice.uniform(3, 7)), float(dice.uniform(1, 3))
        self.grain = float(dice.uniform(0.8, 2.2))
        self.chroma = np.full((height // 2, width // 2), 128, np.uint8)

    def frame(self, *, moving: float, light: float) -> bytes:
        """The next frame; `moving` 0 to 1, `light` 0 (night) to 1."""
        dice = self.dice
        tall, wide = self.person.shape
        if moving:
            self.x += self.dx * moving * 15 / RATE
            self.y += self.dy * moving * float(dice.uniform(-1, 1.3))
            if not 0 <= self.x <= self.width - wide:
                self.dx, self.x = -self.dx, min(max(self.x, 0), self.width - wide)
            self.y = min(max(self.y, 0), self.height - tall)
            self.y += float(dice.normal(0, 1.5 * moving))
            self.y = min(max(self.y, 0), self.height - tall)
        picture = self.wall.copy()
        top, left = int(self.y), int(self.x)
        piece = picture[top : top + tall, left : left + wide]
        sway = np.roll(self.person, int(dice.integers(-3, 4)), 1) if moving else self.person
        piece[self.shape[: piece.shape[0], : piece.shape[1]]] = sway[self.shape][: piece.size]
        gain = 0.25 + 0.75 * light
        grain = self.grain * (1 + 3.0 * (1 - light))
        across, down = int(dice.integers(0, 64)), int(dice.integers(0, 64))
        sheet = self.noise[int(dice.integers(0, 3))][down : down + self.height, across : across + self.width]
        luma = np.clip(picture * gain + sheet * grain, 0, 255).astype(np.uint8)
        return luma.tobytes() + self.chroma.tobytes() * 2


def film(seed: int, seconds: float, acts: Callable[[float], tuple[float, float]], rate: int = RATE) -> Iterator[bytes]:
    """The frames of a room in which `acts(second)` says how much the person moves and how light it is."""
    room = Room(seed)
    for number in range(int(seconds * rate)):
        moving, light = acts(number / rate)
        yield room.frame(moving=moving, light=light)


def still(_: float) -> tuple[float, float]:
    return 0.0, 1.0


def night(_: float) -> tuple[float, float]:
    return 0.0, 0.15


def busy(_: float) -> tuple[float, float]:
    return 1.0, 1.0


def visits(second: float) -> tuple[float, float]:
    """Somebody walks through for six seconds of every twenty."""
    return (1.0 if second % 20 < 6 else 0.0), 1.0


def talking(second: float) -> tuple[float, float]:
    """A head before a camera: small movements all the time."""
    return 0.25 + 0.2 * (int(second * 2) % 3), 1.0


def pet(second: float) -> tuple[float, float]:
    """Something small that darts now and then."""
    return (1.3 if second % 7 < 1 else 0.0), 0.9


def dusk(second: float) -> tuple[float, float]:
    """The light fades, and somebody switches a lamp on in the end."""
    return 0.0, (1.0 - second / 40 if second < 30 else 0.8)


def curtain(second: float) -> tuple[float, float]:
    """Something that moves a little all the time, as a curtain before a window."""
    return 0.15 + 0.1 * (int(second) % 2), 0.8


def television(second: float) -> tuple[float, float]:
    """Somebody who hardly moves, by the light of a screen that changes with each cut."""
    return (0.2 if second % 11 < 1 else 0.0), 0.2 + 0.11 * (int(second / 2.7) * 7 % 5)


ACTS = {
    "still": still, "night": night, "busy": busy, "visits": visits, "talking": talking,
    "pet": pet, "dusk": dusk, "curtain": curtain, "television": television,
}
