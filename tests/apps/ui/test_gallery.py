import pytest
from django.urls import reverse
from lxml import html

from inreach.apps.ui.components.gallery import EXAMPLES
from inreach.apps.ui.components.option_names import OPTIONS


@pytest.mark.django_db
def test_gallery_shows_every_component_in_development(client, settings):
    settings.DEBUG = True
    page = html.fromstring(client.get(reverse("ui:gallery")).content)
    shown = [section.get("id") for section in page.xpath('//section[.//div[@class="gallery__example"]/*]')]
    assert shown == sorted(OPTIONS)
    ids = page.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.django_db
def test_gallery_does_not_exist_outside_development(client, settings):
    settings.DEBUG = False
    assert client.get(reverse("ui:gallery")).status_code == 404


def test_every_component_has_an_example():
    assert sorted(EXAMPLES) == sorted(OPTIONS)
