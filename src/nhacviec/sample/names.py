"""Made-up people: names drawn by the frequencies of data/names.csv."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from itertools import accumulate


def rows(file: str) -> Iterator[dict[str, str]]:
    """The rows of a data file of this room."""
    with resources.files(__package__).joinpath("data", file).open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


@dataclass
class NamePool:
    """Draws names; the same seed gives the same city."""

    rng: random.Random
    parts: dict[tuple[str, str], tuple[list[str], list[float]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found: dict[tuple[str, str], list[tuple[str, float]]] = {}
        for row in rows("names.csv"):
            # A few rows count two spellings of one name together ("Hoàng/Huỳnh"): no name of a person.
            if row["part"] in {"family", "middle", "given"} and "/" not in row["value"]:
                weight = _number(row["percent"])
                genders = [row["gender"]] if row["gender"] else ["male", "female"]
                for gender in genders:
                    found.setdefault((row["part"], gender), []).append((row["value"], weight))
        for key, pairs in found.items():
            self.parts[key] = ([v for v, _w in pairs], list(accumulate(w for _v, w in pairs)))

    def draw(self, gender: str = "") -> str:
        """A full name of three words, sometimes four."""
        gender = gender or self.rng.choice(["male", "female"])
        family, middle, given = (self._pick(part, gender) for part in ("family", "middle", "given"))
        if self.rng.random() < 0.3:
            given = f"{self._pick('given', gender)} {given}"
        words = f"{family} {middle} {given}".split()
        return " ".join(w for i, w in enumerate(words) if i == 0 or w != words[i - 1])

    def _pick(self, part: str, gender: str) -> str:
        values, weights = self.parts[(part, gender)]
        return self.rng.choices(values, cum_weights=weights)[0]


def _number(text: str) -> float:
    try:
        return max(float(text.replace(",", ".")), 0.01)
    except ValueError:
        return 0.5
