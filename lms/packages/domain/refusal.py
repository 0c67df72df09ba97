from __future__ import annotations


class PackageRefused(Exception):
    """Carries the reason, and what to do, in words fit for the person who uploads."""
