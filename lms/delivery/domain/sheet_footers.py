"""Lines that stand below a list: totals, signatures, place and day."""

from __future__ import annotations

import re

from curriculum.folding import fold

from .sheet_grid import Formula, Value, text_of

_TOTALS = r"gjithsej|gjithsejt|total|totali|ukupno|sveukupno|svega|shuma|zbir|suma"
_SIGNATURES = (
    r"nenshkrim\w*|potpis\w*|signature|signed|vula|pecat|stamp|m p|v v"
    r"|trajner\w*|trener\w*|trainer\w*|facilitator\w*|fasilitator\w*|organizator\w*"
    r"|organizer|organiser|koordinator\w*|coordinator|pergatit\w*|pripremi\w*"
    r"|prepared|verifik\w*|overi\w*|verified|miratoi|perpiloi|sastavi\w*"
)
_REMARKS = (
    r"data|datum|date|vendi|mesto|place|verejtje\w*|shenim\w*|napomen\w*|note|notes"
    r"|remark\w*|legjend\w*|legend\w*|prezent\w*|prisutn\w*|present|mungojne|faqe"
    r"|strana|page"
)
#: What is counted or signed, and small words: none of them is a surname.
_COUNTED = (
    r"pjesemarr\w*|participant\w*|ucesni\w*|polazni\w*|kandidat\w*|person\w*|people"
    r"|osob\w*|lica|lice|njerez\w*|femra\w*|meshkuj\w*|zena|muskarac\w*|attend\w*"
    r"|total\w*|marks?|numr\w*|numer\w*|broj\w*|numbers?|dite|diten|ditet|ditor\w*|dan|dana|dani"
    r"|dnevn\w*|days?|daily|sot|today|lista|listes|liste|e|i|te|se|per|ne|na|za|po|u|od"
    r"|of|the|in|on|for|and|dhe"
)
_FOOTER = re.compile(rf"(?:{_TOTALS}|{_SIGNATURES}|{_REMARKS})\b")
_NUMBER = re.compile(r"[\d\s.,/%:-]+")
_SURE = re.compile(rf"(?:{_TOTALS}|nenshkrim\w*|potpis\w*|signature|signed)\b")
_NO_NAME = re.compile(rf"(?:{_TOTALS}|{_SIGNATURES}|{_REMARKS}|{_COUNTED}|\W*\d.*)")


def is_footer(text: str) -> bool:
    """Whether a cell outside the names begins like a line below the table."""
    return bool(_FOOTER.match(fold(text)))


def is_total(name: str) -> bool:
    """Whether a cell among the names heads the totals or the signatures."""
    return bool(_SURE.match(fold(name)))


def is_persons_name(name: str) -> bool:
    """Whether a name that begins like a total may still be somebody's.

    "Suma Berisha" may, "Suma totale" and "Total participants" may not.
    """
    others = fold(name).split()[1:]
    return bool(others) and not any(map(_NO_NAME.fullmatch, others))


def is_number(value: Value) -> bool:
    """Whether a cell holds a sum, a share or what computes one, and no words."""
    return isinstance(value, Formula) or bool(_NUMBER.fullmatch(text_of(value)))


def is_footer_name(name: str) -> bool:
    """Whether a cell among the names begins a line below the table.

    More than one word is needed there: "Trajneri: ____" is such a line, "Vula
    Krasniqi" is a person.
    """
    folded = fold(name)
    return bool(_FOOTER.fullmatch(folded)) or (
        bool(_FOOTER.match(folded)) and bool(re.search(r"[:_\d…]|\.\.", name))
    )
