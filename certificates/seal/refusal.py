from certificates.pdf.page import PageRefused


class SealRefused(PageRefused):
    """No seal, so no certificate; carries the reason in words fit for the person."""
