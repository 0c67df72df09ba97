import factory
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from users.models import User

PASSWORD = "correct horse"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        operator = factory.Trait(is_superuser=True, is_staff=True)

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))

    @factory.post_generation
    def roles(user, create, extracted, **kwargs):
        """Names of groups: `UserFactory(roles=["Coordinators"])`."""
        for name in extracted or ():
            user.groups.add(Group.objects.get(name=name))
