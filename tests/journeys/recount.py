"""An independent recount of the sample sheets, by plain Python and pandas.

It shares no code with the product: it reads the files by their known places, decides
presence and completion by hand, and says how many people each indicator must gain.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Sheet:
    code: str
    modules: str
    action: str
    first: str
    last: str
    file: Path
    present: dict[str, int]
    sessions: int

    @property
    def completed(self) -> set[str]:
        """E-mails of those present in at least 80 % of the equally long days."""
        return {
            email
            for email, days in self.present.items()
            if days * 10 >= self.sessions * 8
        }


def _first() -> Sheet:
    file = DATA / "2026-03_prizren_mnr_psv.xlsx"
    table = pd.read_excel(file, header=None)
    rows = table[table[7].astype(str).str.contains("@")]
    return Sheet(
        "TIT-2026-01", "M03,M04", "III.1.9", "2026-03-10", "2026-03-12", file,
        {row[7]: sum(row[day] == "P" for day in (9, 10, 11)) for _, row in rows.iterrows()},
        3,
    )  # fmt: skip


def _second() -> Sheet:
    file = DATA / "2026-04_peja_identifikimi.xlsx"
    table = pd.read_excel(file, header=None)
    rows = table[table[6].astype(str).str.contains("@")]
    return Sheet(
        "TIT-2026-02", "M05", "III.1.1", "2026-04-21", "2026-04-22", file,
        {row[6]: sum(row[day] == "✓" for day in (8, 9)) for _, row in rows.iterrows()},
        2,
    )  # fmt: skip


def _third() -> Sheet:
    file = DATA / "2026-05_gracanica_transnational.csv"
    lines = file.read_bytes().decode("cp1250").splitlines()[1:]
    cells = [line.split(";") for line in lines]
    return Sheet(
        "TIT-2026-03", "M07", "V.1.14", "2026-05-12", "2026-05-13", file,
        {row[7]: sum(mark == "DA" for mark in row[9:11]) for row in cells},
        2,
    )  # fmt: skip


SHEETS = [_first(), _second(), _third()]

#: Distinct people that III must gain: sheets one and two are linked to it, three is not.
GAIN_OF_III = len(SHEETS[0].completed | SHEETS[1].completed)
GAIN_OF_I1 = 0
PEOPLE_IN_ALL = len({email for sheet in SHEETS for email in sheet.present})
