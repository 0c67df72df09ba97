from io import BytesIO

from lms.packages.domain.packages import add_package
from lms.packages.models import Package
from tests.factories.curriculum import ModuleEditionFactory
from tests.packages import making_packages as making


def make_package(edition=None, *, content=None, title="Shenjat", by=None) -> Package:
    """A package whose files are in the folder of the settings."""
    package = Package(
        edition=edition or ModuleEditionFactory(), title_sq=title, language="sq"
    )
    upload = BytesIO(content or making.scorm())
    return add_package(package, upload=upload, name="signs.zip", by=by)
