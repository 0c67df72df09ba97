"""Packages in a real browser: they play in a frame that owns nothing, and are resumed."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from lms.packages.models import PackageReport
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import EnrolmentFactory, TrainingFactory
from tests.factories.packages import make_package
from tests.factories.people import ProfessionalFactory
from tests.factories.users import UserFactory
from tests.packages import making_packages as making

pytestmark = pytest.mark.django_db(transaction=True)

LESSON = b"""<!DOCTYPE html>
<html><head><title>Lesson</title><link rel="stylesheet" href="../shared.css">
<script>
function find(win) {
  while (!win.API && win.parent && win.parent !== win) { win = win.parent; }
  return win.API;
}
var api = find(window);
function begin() {
  localStorage.setItem("seen", "yes");
  document.title = api.LMSInitialize("");
  show("entry", api.LMSGetValue("cmi.core.entry"));
  show("where", api.LMSGetValue("cmi.core.lesson_location"));
  show("kept", api.LMSGetValue("cmi.suspend_data"));
}
function show(id, text) { document.getElementById(id).textContent = text; }
function go() {
  api.LMSSetValue("cmi.core.lesson_status", "passed");
  api.LMSSetValue("cmi.core.score.raw", "80");
  api.LMSSetValue("cmi.core.lesson_location", "page-2");
  api.LMSSetValue("cmi.suspend_data", "answers=ab");
  api.LMSSetValue("cmi.core.session_time", "0000:02:10");
  show("bad", api.LMSSetValue("cmi.core.lesson_status", "mastered") + api.LMSGetLastError());
  show("said", api.LMSCommit("") + api.LMSFinish(""));
}
function steal() {
  var found = [];
  try { found.push("cookie <" + document.cookie + ">"); } catch (error) { found.push("no cookie"); }
  try { found.push(window.parent.document.title); } catch (error) { found.push("no parent"); }
  try { window.top.location = "about:blank"; } catch (error) { found.push("no top"); }
  fetch("/en/packages/", { credentials: "include" }).then(
    function () { show("stolen", found.concat("fetched").join(", ")); },
    function () { show("stolen", found.concat("no fetch").join(", ")); });
}
</script></head>
<body onload="begin()">
<p>Entry: <b id="entry"></b> <b id="where"></b> <b id="kept"></b></p>
<button id="go" onclick="go()">Go</button><p id="said"></p><p id="bad"></p>
<button id="steal" onclick="steal()">Steal</button><p id="stolen"></p>
<a id="next" href="second.html">Next</a>
</body></html>"""
SECOND = b"""<html><body onload="document.getElementById('kept').textContent =
  API.LMSInitialize('') + API.LMSGetValue('cmi.suspend_data')"><p id="kept"></p></body></html>"""


@pytest.fixture(autouse=True)
def _root(settings, tmp_path):
    settings.LMS_PACKAGES_ROOT = tmp_path / "packages"


@pytest.fixture
def opened(browser_page, sign_in):
    """`opened(content)` is the page of a package, looked at by a participant."""

    def make(content):
        user, edition = UserFactory(), ModuleEditionFactory()
        EnrolmentFactory(
            training=TrainingFactory(editions=[edition]),
            professional=ProfessionalFactory(user=user),
        )
        package = make_package(edition, content=content)
        sign_in(browser_page, user)
        browser_page.goto(
            reverse("lms_packages:package", args=[package.pk]).replace("/sq/", "/en/")
        )
        return browser_page

    return make


def saved(page):
    page.get_by_text("Saved, as reported by the package.").wait_for()


def test_scorm_package_plays_is_kept_and_resumed(opened):
    content = making.scorm(("lesson/second.html", SECOND), page=LESSON)
    page = opened(content)
    frame = page.frame_locator("iframe")
    expect(frame.locator("#entry")).to_have_text("ab-initio")
    assert frame.locator("#entry").evaluate("e => getComputedStyle(e.parentNode).color")

    frame.locator("#go").click()
    saved(page)

    expect(frame.locator("#said")).to_have_text("truetrue")
    expect(frame.locator("#bad")).to_have_text("false405")
    report = PackageReport.objects.get()
    assert (report.lesson_status, report.score) == ("passed", 80)
    assert (report.lesson_location, report.suspend_data) == ("page-2", "answers=ab")
    assert report.minutes == 2

    frame.locator("#next").click()
    frame.locator("#kept", has_text="trueanswers=ab").wait_for()

    page.reload()
    frame.locator("#entry", has_text="resume").wait_for()
    expect(frame.locator("#where")).to_have_text("page-2")
    expect(frame.locator("#kept")).to_have_text("answers=ab")


def test_package_reaches_nothing_of_the_site(opened):
    page = opened(making.scorm(page=LESSON))
    address = page.url
    frame = page.frame_locator("iframe")
    frame.locator("#steal").click()
    frame.locator("#stolen", has_text="fetch").wait_for()
    expect(frame.locator("#stolen")).to_have_text(
        "cookie <>, no parent, no top, no fetch"
    )
    assert page.url == address


def test_package_with_the_origin_of_the_site_would_reach_it(opened, monkeypatch):
    """The negative control: the same package in a frame that has the site's origin."""
    open_frame = "allow-scripts allow-same-origin"
    monkeypatch.setattr("lms.packages.views.files.SANDBOX", open_frame)
    page = opened(making.scorm(page=LESSON))
    page.evaluate(
        "words => { const f = document.querySelector('iframe'); "
        "f.setAttribute('sandbox', words); f.src += ''; }",
        open_frame,
    )
    frame = page.frame_locator("iframe")
    frame.locator("#steal").click()
    frame.locator("#stolen", has_text="fetch").wait_for()
    expect(frame.locator("#stolen")).to_contain_text("Shenjat")


def test_h5p_package_plays_and_reports(opened):
    page = opened(making.h5p())
    frame = page.frame_locator("iframe")
    frame.get_by_text("Who may ask?").wait_for()
    frame.locator("button.answer").click()
    frame.get_by_text("Thank you").wait_for()
    saved(page)
    for _try in range(50):
        report = PackageReport.objects.get()
        if report.score is not None:
            break
        page.wait_for_timeout(100)
    assert (report.lesson_status, report.score) == ("completed", 75)
