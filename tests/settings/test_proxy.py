import pytest
from django.http import HttpResponse

from config.proxy import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, None, "127.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "198.51.100.7", "127.0.0.1"),
        (0, "198.51.100.7", "127.0.0.1"),
        (1, " ", "127.0.0.1"),
    ],
)
def test_client_address_reads_only_what_own_proxies_wrote(
    rf, settings, proxies, forwarded, address
):
    settings.FENER_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = rf.get("/", headers=headers)
    seen = client_address(lambda request: HttpResponse(request.META["REMOTE_ADDR"]))

    response = seen(request)

    assert response.content.decode() == address
