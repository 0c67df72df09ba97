"""A small programme on the site: two modules, two lessons, three terms, three languages."""

from pathlib import Path

from curriculum.domain.programme import load_modules, load_terms
from curriculum.domain.trees import load_pages
from home.reference import load_home_pages
from tests.factories.site import restore_base

DATA = Path(__file__).parents[1] / "curriculum" / "data"

#: The first lesson in each language.
LESSONS = {
    "sq": "/sq/modulet/cka-eshte-fari/mesimi-nje/",
    "sr-latn": "/sr-latn/moduli/sta-je-far/lekcija-jedan/",
    "en": "/en/modules/what-the-light-is/lesson-one/",
}


def load_programme(content: Path = DATA) -> tuple[int, int, int]:
    restore_base()
    load_home_pages()
    return load_modules(content), load_terms(content), load_pages(content)
