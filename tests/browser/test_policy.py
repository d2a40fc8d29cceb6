"""Every page of the desk in a browser, under a policy that allows nothing inline."""

import pytest
from django.contrib import admin
from django.urls import reverse
from selenium.webdriver.common.by import By

from articles.models import Edition, Post
from articles.publishing import publish
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def post(administrator):
    post = factories.make_post(
        section=factories.make_section(),
        tags=[factories.make_tag()],
        persons=[factories.make_person()],
        organizations=[factories.make_organization()],
        events=[factories.make_event()],
        lead_image=factories.make_image(),
        bylines=[factories.make_person()],
    )
    publish(post, by=administrator)
    return post


def pages_of(model) -> list[str]:
    """Return list and forms of one model, and what stands beside the form of a row."""
    prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    changelist, add = (reverse(f"{prefix}_{page}") for page in ("changelist", "add"))
    is_closed = model is Edition
    forms = [] if is_closed else [add, f"{add}?_popup=1"]
    rows = [
        reverse(f"{prefix}_{page}", args=[row.pk])
        for row in model.objects.all()[:1]
        for page in ("change", "history", *([] if is_closed else ["delete"]))
    ]
    return [changelist, f"{changelist}?q=я", *forms, *rows]


def complaints(desk) -> list[str]:
    """Return the errors, but for the icon a browser asks for by itself at any time."""
    return [message for message in desk.errors() if "/favicon.ico" not in message]


def test_pages_of_the_desk_break_no_policy(desk, administrator, post, settings):
    settings.NOTICES = True  # their pages are closed where it is off
    desk.open("/admin/login/")
    found = complaints(desk)
    desk.log_in(administrator)
    pages = [page for model in admin.site._registry for page in pages_of(model)]
    pages += [
        reverse("admin:index"),
        reverse("admin:app_list", args=["articles"]),
        reverse("admin:password_change"),
        reverse("admin:articles_post_unpublish", args=[post.pk]),
        reverse("admin:articles_post_links", args=[post.pk]),
        reverse("admin:articles_edition_preview", args=[post.editions.get().pk]),
        reverse("admin:articles_person_merge", args=[post.persons.get().pk]),
        reverse("admin:articles_person_named", args=[post.persons.get().pk]),
        reverse("admin:articles_person_rescan", args=[post.persons.get().pk]),
        f"{reverse('admin:articles_post_change', args=[post.pk])}?correct=1",
    ]
    assert len(pages) > 50
    for page in pages:
        desk.open(page)
        desk.find("#content")
        found += complaints(desk)
    assert found == []


def shown(driver, selector):
    """Return the one of those elements that can be seen: each field has a box of its own."""
    boxes = driver.find_elements(By.CSS_SELECTOR, selector)
    return next((box for box in boxes if box.is_displayed()), None)


def test_widgets_of_the_desk_break_no_policy(desk, administrator, post):
    desk.log_in(administrator)
    desk.open(reverse("admin:articles_post_change", args=[post.pk]))
    desk.choose("section", post.section.name)
    desk.choose("tags", post.tags.get().name)
    for opener, opened in [
        (".field-embargo_until .date-icon", ".calendarbox"),
        (".field-embargo_until .clock-icon", ".clockbox"),
    ]:
        icon = desk.find(opener)
        desk.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", icon)
        icon.click()
        box = desk.wait.until(lambda driver, opened=opened: shown(driver, opened))
        box.find_element(By.CSS_SELECTOR, ".calendar-cancel a").click()
    desk.driver.execute_script("document.querySelector('.add-row a').click()")
    assert complaints(desk) == []

    desk.open(reverse("admin:articles_post_changelist"))
    desk.find("#action-toggle").click()
    desk.driver.execute_script(
        "document.querySelector('select[name=action]').value = 'delete_selected'"
    )
    desk.press("#changelist-form button[name=index]")
    assert complaints(desk) == []


def test_popup_of_a_new_record_closes_into_the_form(desk, administrator, post):
    desk.log_in(administrator)
    desk.open(reverse("admin:articles_post_change", args=[post.pk]))
    form = desk.driver.current_window_handle
    link = desk.find("#add_id_tags")
    desk.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    desk.wait.until(lambda driver: len(driver.window_handles) == 2)
    popup = next(handle for handle in desk.driver.window_handles if handle != form)
    desk.driver.switch_to.window(popup)
    desk.write("#id_name", "Наводнения")
    desk.write("#id_slug", "floods")
    desk.find("[name=_save]").click()
    desk.wait.until(lambda driver: len(driver.window_handles) == 1)
    desk.driver.switch_to.window(form)
    desk.wait.until(
        lambda _driver: "Наводнения" in desk.find(".field-tags .select2-selection").text
    )
    desk.press("[name=_save]")
    assert Post.objects.get().tags.filter(name="Наводнения").exists()
    assert complaints(desk) == []
