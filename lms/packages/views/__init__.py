from .files import h5p_page, package_file, package_state
from .pages import package, packages, report, reports

__all__ = [
    "h5p_page",
    "package",
    "package_file",
    "package_state",
    "packages",
    "report",
    "reports",
]
