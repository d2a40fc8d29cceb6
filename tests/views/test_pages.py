"""Pages that are no news: read, listed at the foot of the site, and in their languages."""

import pytest

from articles.models import Page
from articles.pages import save_page
from tests.factories import make_image, make_organization, make_page, make_person

pytestmark = pytest.mark.django_db
FOOT = 'aria-label="О сайте"'


def html(reader, path: str) -> str:
    response = reader.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_page_shows_title_and_body(reader):
    page = make_page(title="О редакции", slug="about", body="<h2>Кто мы</h2><p>Газета.</p>")
    assert page.get_absolute_url() == "/pages/about/"
    text = html(reader, "/pages/about/")
    assert "<h1>О редакции</h1>" in text
    assert "<h2>Кто мы</h2><p>Газета.</p>" in text
    assert '<meta name="description" content="Кто мы' in text
    assert '<meta property="og:title" content="О редакции">' in text
    assert "BreadcrumbList" in text


def test_page_is_cleaned_as_it_is_saved(reader):
    make_page(slug="about", body='<p onclick="x()">Так<script>alert(1)</script></p><img src=x>')
    assert "<p>Так</p>" in html(reader, "/pages/about/")
    page = Page.objects.get()
    assert page.body == "<p>Так</p>"


def test_words_that_did_not_come_through_the_door_are_not_shown(reader):
    make_page(slug="about", body="<p>Было</p>")
    Page.objects.update(body="<script>alert(1)</script>")
    assert "alert" not in html(reader, "/pages/about/")


def test_page_names_records_and_shows_pictures_with_the_facts_of_today(reader):
    person, hidden = make_person(), make_organization(is_published=False)
    image = make_image(credit="", credit_person=person)
    body = (
        f'<p><span data-person="{person.pk}">Айталина</span>, '
        f'<span data-organization="{hidden.pk}">музей</span></p>'
        f'<figure data-image="{image.pk}"></figure>'
    )
    make_page(slug="about", body=body)
    text = html(reader, "/pages/about/")
    assert f'<a href="{person.get_absolute_url()}">Айталина</a>, музей' in text
    assert image.file.url in text
    assert "Река подо льдом" in text
    person.is_published = False
    person.save()
    assert person.slug not in html(reader, "/pages/about/")


def test_page_that_is_not_published_is_nowhere(reader):
    make_page(slug="secret", title="Тайна", is_published=False)
    assert reader.get("/pages/secret/").status_code == 404
    assert reader.get("/sah/pages/secret/").status_code == 404
    assert FOOT not in html(reader, "/")
    assert "secret" not in reader.get("/sitemap-sections.xml").content.decode()


@pytest.mark.parametrize("slug", ["none", "x" * 300, "%00", "о-нас", "..%2f..", "a/b"])
def test_unknown_page_is_not_found(reader, slug):
    make_page(slug="about")
    assert reader.get(f"/pages/{slug}/").status_code == 404


def test_page_without_a_version_in_a_language_leads_to_the_one_there_is(reader):
    make_page(slug="about", language="sah")
    response = reader.get("/kk/pages/about/")
    assert (response.status_code, response["Location"]) == (302, "/sah/pages/about/")
    make_page(slug="about", language="ru")
    assert reader.get("/kk/pages/about/")["Location"] == "/pages/about/"
    make_page(slug="about", language="kk")
    assert reader.get("/kk/pages/about/").status_code == 200


def test_page_leads_to_its_versions_and_else_to_the_front_page_of_a_language(reader):
    make_page(slug="about")
    make_page(slug="about", language="sah")
    make_page(slug="about", language="en", is_published=False)
    text = html(reader, "/pages/about/")
    assert 'hreflang="sah" href="http://localhost:8000/sah/pages/about/"' in text
    assert "/kk/pages/" not in text
    assert "/en/pages/" not in text
    switch = text.partition('class="languages"')[2].partition("</nav>")[0]
    assert 'href="/sah/pages/about/"' in switch
    assert 'href="/kk/"' in switch
    assert '<link rel="alternate" hreflang="kk"' not in text


def test_foot_lists_pages_in_their_order_and_nothing_without_them(reader):
    assert FOOT not in html(reader, "/archive/")
    make_page(slug="law", title="Закон", position=2)
    make_page(slug="about", title="О нас", position=1)
    for path in ("/", "/archive/", "/pages/law/"):
        foot = html(reader, path).partition(FOOT)[2]
        assert foot.index('href="/pages/about/"') < foot.index('href="/pages/law/"')
    assert '"/pages/law/" aria-current="page">' in foot


def test_foot_has_a_page_in_the_main_language_where_it_is_not_translated(reader):
    make_page(slug="about", title="О нас")
    make_page(slug="law", title="Закон")
    make_page(slug="about", title="Биһиги", language="sah")
    make_page(slug="kazakh", title="Қазақша", language="kk")
    text = html(reader, "/sah/")
    assert '<a href="/sah/pages/about/">Биһиги</a>' in text
    assert '<a href="/pages/law/" lang="ru" hreflang="ru">Закон</a>' in text
    assert "О нас" not in text
    assert "Қазақша" not in text


def test_hostile_title_is_shown_as_it_is(reader):
    make_page(slug="about", title='"><script>alert(1)</script>')
    assert "<script>alert" not in html(reader, "/pages/about/")


def test_sitemap_has_pages_of_all_languages(reader):
    make_page(slug="about")
    make_page(slug="about", language="sah")
    text = reader.get("/sitemap-sections.xml").content.decode()
    assert "/pages/about/</loc><lastmod>" in text
    assert "/sah/pages/about/</loc><lastmod>" in text


@pytest.mark.parametrize("count", [0, 20])
def test_page_costs_the_same_however_much_it_names(reader, django_assert_num_queries, count):
    image = make_image()
    named = "".join(f'<span data-person="{make_person().pk}">имя</span> ' for _ in range(count + 1))
    make_page(slug="about", body=f'<p>{named}</p><figure data-image="{image.pk}"></figure>')
    for _ in range(count):
        make_page()
    with django_assert_num_queries(4):  # the page, its images, the facts, the menu
        html(reader, "/pages/about/")


def test_image_on_a_page_is_held_until_it_is_taken_out():
    image = make_image()
    page = make_page(body=f'<figure data-image="{image.pk}"></figure>')
    assert [row.image for row in page.body_images.all()] == [image]
    page.body = "<p>Без снимка.</p>"
    save_page(page, by=None)
    assert not page.body_images.exists()
