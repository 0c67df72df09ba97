class BadgeRefused(Exception):
    """Says why there is no badge, in words for the person, and its HTTP status."""

    def __init__(self, words: str, status: int) -> None:
        super().__init__(words)
        self.status = status
