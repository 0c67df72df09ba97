"""The programme: modules, editions, terms and their pages in every language."""

from __future__ import annotations

from curriculum.domain.checking import check_content
from curriculum.domain.programme import load_modules, load_terms
from curriculum.domain.trees import load_pages

#: Below everything that names a module; above the home pages, which it hangs on.
FLOOR = 0


def load() -> str:
    check_content()
    modules, terms, pages = load_modules(), load_terms(), load_pages()
    return f"curriculum: {modules} modules, {terms} terms, {pages} pages added"
