"""How columns are headed on attendance sheets, in the three languages, folded."""

from __future__ import annotations

import re

from curriculum.folding import fold

WHOLE_NAME = "name"
FIRST_NAME = "first_name"
LAST_NAME = "last_name"
SEX = "sex"
INSTITUTION = "institution"
PROFESSION = "profession"
MUNICIPALITY = "municipality"
EMAIL = "email"
PHONE = "phone"
NUMBER = "number"
SIGNATURE = "signature"
#: Said of a column that is looked at and left out.
UNREAD = "unread"

NAMES = (WHOLE_NAME, FIRST_NAME, LAST_NAME)
#: What is read of a row beside the name.
FACTS = (SEX, INSTITUTION, PROFESSION, MUNICIPALITY, EMAIL, PHONE)

_HEADINGS = {
    WHOLE_NAME: """
        emri dhe mbiemri|emri mbiemri|emri e mbiemri|emer mbiemer|emer dhe mbiemer
        emri i plote|emri i pjesemarresit|mbiemri dhe emri|mbiemri emri|pjesemarresi
        pjesemarresja|pjesemarresit|emrat
        ime i prezime|ime prezime|prezime i ime|prezime ime|puno ime|ime ucesnika|ucesnik
        ucesnica|ucesnici|imena
        name|full name|name and surname|name surname|first and last name
        first name and last name|surname and name|last name first name|name of participant
        participant name|participant|participants|names""",
    FIRST_NAME: "emri|emer|ime|first name|firstname|given name|forename",
    LAST_NAME: """
        mbiemri|mbiemer|prezime|last name|lastname|surname|family name""",
    SEX: "gjinia|gjini|pol|sex|gender|gjinia m f|pol m z|pol m f|sex m f",
    INSTITUTION: """
        institucioni|institucion|organizata|organizata institucioni|institucioni organizata
        punedhenesi|institucija|ustanova|organizacija|poslodavac|institution|organisation
        organization|employer|agency""",
    PROFESSION: """
        pozita|pozicioni|profesioni|profesion|detyra|titulli|roli|funksioni|vendi i punes
        radno mesto|pozicija|profesija|zanimanje|funkcija|zvanje
        position|profession|job title|job|title|function|occupation|role""",
    MUNICIPALITY: "komuna|opstina|municipality|qyteti|grad|city|town",
    EMAIL: """
        e mail|email|emaili|e maili|posta elektronike|e posta|eposta|adresa elektronike
        mail|imejl|mejl|elektronska posta|e mail adresa|email adresa|email address
        e mail address|adresa e mail|e mail adresa""",
    PHONE: """
        telefoni|telefon|tel|nr i telefonit|nr tel|numri i telefonit|numri kontaktues
        kontakti|kontakt|broj telefona|br tel|br telefona|mobilni|phone|telephone
        phone number|mobile|mobile phone|contact""",
    NUMBER: "nr|nr rendor|numri|rendor|r br|rb|br|redni broj|no|number|id",
    SIGNATURE: "nenshkrimi|firma|potpis|signature",
}
_KINDS = {
    heading.strip(): kind
    for kind, lines in _HEADINGS.items()
    for line in lines.splitlines()
    for heading in line.split("|")
    if heading.strip()
}
_SURNAME_FIRST = ("mbiemr", "prezim", "surname", "last name", "family name")
_PARTS = re.compile(r"[/|\\(),;\n]")


def kind_of(heading: str) -> str:
    """What a heading stands for, "" if it says nothing known.

    A heading in several languages at once, as in "Emri / Ime / Name", is known by its
    first known part.
    """
    if kind := _KINDS.get(fold(heading)):
        return kind
    for part in _PARTS.split(heading):
        if kind := _KINDS.get(fold(part)):
            return kind
    return ""


def is_surname_first(heading: str) -> bool:
    return fold(heading).startswith(_SURNAME_FIRST)
