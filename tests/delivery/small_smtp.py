"""A mail server as small as the tests need, on a real socket."""

from __future__ import annotations

import socketserver
from contextlib import contextmanager
from threading import Thread

ANSWERS = {
    "GREETING": "220 here",
    "EHLO": "250 here",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "END": "250 kept",
    "RSET": "250 ok",
    "QUIT": "221 bye",
}
#: In place of an answer: the connection breaks.
BREAK = None


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        word = "GREETING"
        while self._say(word) and word != "QUIT":
            if word == "DATA":
                text = self._read_text()
                # Whether or not the answer arrives, the server has the mail.
                if (self.server.answers["END"] or "250").startswith("250"):
                    self.server.taken.append(text)
                word = "END"
            else:
                line = self.rfile.readline()
                word = line.decode().split(" ")[0].strip().upper() or "QUIT"

    def _say(self, word):
        answer = self.server.answers[word]
        if answer is BREAK:
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        return True

    def _read_text(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines).decode()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def small_smtp(settings, **answers):
    """Django's own backend speaks to it; `.taken` are the mails it kept.

    `small_smtp(settings, RCPT="550 no such person")` changes what it says;
    `END=BREAK` keeps the mail and hangs up.
    """
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.answers, server.taken = ANSWERS | answers, []
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
