"""The printed words of a certificate in its three languages.

Not in the catalogues: the page shows all three at once and none may fall back on
another, and a page that was issued is never re-worded.
"""

from __future__ import annotations

#: The order of the languages on the page; suffixes as in the names of models.
LANGUAGES = ("sq", "sr", "en")

LANGUAGE_NAMES = {"sq": "Shqip", "sr": "Srpski", "en": "English"}

AWARDED_TO = {"sq": "I jepet", "sr": "Dodeljuje se", "en": "Awarded to"}
#: By what the certificate rests on.
FOR = {
    "completed": {
        "sq": "për pjesëmarrje të suksesshme në trajnimin",
        "sr": "za uspešno učešće u obuci",
        "en": "for successful participation in the training",
    },
    "tested": {
        "sq": "për përfundimin e modulit dhe kalimin e testit në trajnimin",
        "sr": "za završen modul i položen test u obuci",
        "en": "for completing the module and passing its test in the training",
    },
    "observed": {
        "sq": "për përgatitjen si trajner kombëtar, me praktikë të vëzhguar, në trajnimin",
        "sr": "za osposobljenost za nacionalnog trenera, uz posmatranu praksu, u obuci",
        "en": "for qualifying as a national trainer, with observed practice, in the training",
    },
    "part": {
        "sq": "për pjesëmarrje në një pjesë të trajnimit",
        "sr": "za učešće u delu obuke",
        "en": "for attending part of the training",
    },
}
MODULES = {"sq": "Modulet", "sr": "Moduli", "en": "Modules"}
PLACE = {"sq": "Vendi", "sr": "Mesto", "en": "Place"}
DATES = {"sq": "Datat", "sr": "Datumi", "en": "Dates"}
HOURS = {"sq": "Orë", "sr": "Sati", "en": "Hours"}
NUMBER = {"sq": "Numri i regjistrit", "sr": "Broj registra", "en": "Register number"}
ISSUED_ON = {"sq": "Lëshuar më", "sr": "Izdato", "en": "Issued on"}
VALID_UNTIL = {"sq": "Vlen deri më", "sr": "Važi do", "en": "Valid until"}
REPLACES = {"sq": "Zëvendëson", "sr": "Zamenjuje", "en": "Replaces"}
VERIFY = {
    "sq": "Verifikoni këtë certifikatë",
    "sr": "Proverite ovaj sertifikat",
    "en": "Verify this certificate",
}
SIGNATURE = {
    "sq": "Nënshkrimi dhe vula",
    "sr": "Potpis i pečat",
    "en": "Signature and stamp",
}


def together(words: dict[str, str]) -> str:
    """The three languages in one line."""
    return " · ".join(words[language] for language in LANGUAGES)
