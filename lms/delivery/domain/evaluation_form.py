"""The evaluation form, in one place: what is asked, in the three languages at once.

Not in the catalogues: the paper shows the three languages side by side.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Words:
    sq: str
    sr: str
    en: str

    def __str__(self) -> str:
        """In the language of the page."""
        language = (get_language() or "").partition("-")[0]
        return {"sq": self.sq, "sr": self.sr}.get(language, self.en)

    @property
    def together(self) -> str:
        return " · ".join((self.sq, self.sr, self.en))


#: Rated from 1, not at all, to 5, fully.
STATEMENTS = {
    "useful": Words(
        "Përmbajtja më shërben në punën time.",
        "Sadržaj mi koristi u poslu.",
        "The content is useful for my work.",
    ),
    "able": Words(
        "Tani di çfarë të bëj kur has një rast të dyshimtë.",
        "Sada znam šta da uradim kada naiđem na sumnjiv slučaj.",
        "I now know what to do when I meet a suspected case.",
    ),
    "trainers": Words(
        "Trajnerët shpjeguan qartë dhe iu përgjigjën pyetjeve.",
        "Treneri su jasno objašnjavali i odgovarali na pitanja.",
        "The trainers explained clearly and answered questions.",
    ),
    "materials": Words(
        "Materialet ishin të dobishme dhe në gjuhën time.",
        "Materijali su bili korisni i na mom jeziku.",
        "The materials were useful and in my language.",
    ),
    "practice": Words(
        "Kishte mjaft ushtrime dhe shembuj nga praktika.",
        "Bilo je dovoljno vežbi i primera iz prakse.",
        "There were enough exercises and examples from practice.",
    ),
    "time": Words(
        "Koha ishte e mjaftueshme.",
        "Bilo je dovoljno vremena.",
        "There was enough time.",
    ),
    "organisation": Words(
        "Organizimi dhe vendi ishin të mirë.",
        "Organizacija i prostor bili su dobri.",
        "The organisation and the place were good.",
    ),
    "recommend": Words(
        "Do t’ua rekomandoja këtë trajnim kolegëve.",
        "Preporučio/la bih ovu obuku kolegama.",
        "I would recommend this training to colleagues.",
    ),
}
TEXTS = {
    "most_useful": Words(
        "Çfarë ishte më e dobishme?",
        "Šta je bilo najkorisnije?",
        "What was most useful?",
    ),
    "to_improve": Words(
        "Çfarë duhet përmirësuar?",
        "Šta treba poboljšati?",
        "What should be improved?",
    ),
}
SCALE = range(1, 6)
HEADING = Words(
    "Vlerësimi i trajnimit", "Evaluacija obuke", "Evaluation of the training"
)
SCALE_WORDS = Words(
    "1 = aspak, 5 = plotësisht",
    "1 = nimalo, 5 = u potpunosti",
    "1 = not at all, 5 = fully",
)
WARNING = Words(
    "Anonime. Mos shkruani emra, as të viktimave, as asgjë për një rast.",
    "Anonimno. Ne pišite imena, ni žrtava, niti bilo šta o slučaju.",
    "Anonymous. Write no names, none of victims, and nothing about a case.",
)
