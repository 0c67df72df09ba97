from django.conf import settings
from wagtail.models import Collection, Locale, Page


def restore_base() -> None:
    """The rows of Wagtail's own migrations, where a flush has taken them away."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
