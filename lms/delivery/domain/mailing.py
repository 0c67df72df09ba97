"""One mail and one mail server: what its answer means."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass

from django.core.mail import EmailMessage, get_connection

from lms.delivery.enums import LetterReason

#: Of what a server says, so much is kept.
MOST_WORDS = 500

#: From here on an answer is a refusal for good; below it, for the moment.
PERMANENT = 500


@dataclass(frozen=True)
class Outcome:
    """No `reason` means that the mail server took it.

    `is_final` forbids another try, `is_server_down` says that no other mail would
    have fared better.
    """

    reason: LetterReason | None = None
    words: str = ""
    is_final: bool = False
    is_server_down: bool = False


def hand_over(message: EmailMessage) -> Outcome:
    """Give one mail to the server, over a connection of its own.

    A connection that breaks after it stood leaves open whether the mail was taken;
    only an answer of the server tells.
    """
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        return _server_down(error)
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        ((code, words),) = error.recipients.values()
        return _refused(code, words)
    except (smtplib.SMTPSenderRefused, smtplib.SMTPHeloError) as error:
        return _server_down(error)
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code, error.smtp_error)
    except smtplib.SMTPNotSupportedError as error:
        return _refused(PERMANENT, str(error))
    except OSError as error:
        return Outcome(LetterReason.UNKNOWN, _text(error), is_final=True)
    except ValueError as error:
        return _refused(PERMANENT, str(error))
    finally:
        with suppress(OSError):
            connection.close()
    return Outcome()


def _refused(code: int, words: bytes | str) -> Outcome:
    if code >= PERMANENT:
        return Outcome(LetterReason.REFUSED, _said(code, words), is_final=True)
    return Outcome(LetterReason.UNREACHABLE, _said(code, words))


def _server_down(error: OSError) -> Outcome:
    return Outcome(LetterReason.UNREACHABLE, _text(error), is_server_down=True)


def _text(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return " ".join(str(error).split())[:MOST_WORDS]


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())[:MOST_WORDS]
