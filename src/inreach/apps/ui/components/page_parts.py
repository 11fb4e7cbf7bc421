"""What follows from the options of components that are not fields: banners, lists, navigation, tables."""

from typing import Any

from inreach.apps.ui.components.fields import optional, translated
from inreach.apps.ui.components.options import Options, is_given, words


def accordion(o: Options) -> None:
    """Sections that open and close."""
    o["level"] = o["heading_level"] or 2
    texts = ("hide_all_sections", "hide_section", "hide_section_aria_label")
    o["own"] = translated(o, *texts, "show_all_sections", "show_section", "show_section_aria_label")
    remember = o.get("remember_expanded")
    if remember is not None:
        o["own"]["data-remember-expanded"] = str(remember).lower()


def breadcrumbs(o: Options) -> None:
    """The way back up, collapsing on small screens if asked."""
    collapse = "govuk-breadcrumbs--collapse-on-mobile" if o["collapse_on_mobile"] else ""
    o["class"] = words("govuk-breadcrumbs", o["classes"], collapse)


def notification_banner(o: Options) -> None:
    """A message about the service or about what has just been done."""
    success = o["type"] == "success"
    o["class"] = words(
        "govuk-notification-banner", "govuk-notification-banner--success" if success else "", o["classes"]
    )
    o["role"] = o["role"] or ("alert" if success else "region")
    o["title"] = o["title"] or ("Success" if success else "Important")
    o["title_id"] = o["title_id"] or "govuk-notification-banner-title"
    o["level"] = o["title_heading_level"] or 2
    focus = o.get("disable_auto_focus")
    o["own"] = {} if focus is None else {"data-disable-auto-focus": str(focus).lower()}


def pagination(o: Options) -> None:
    """Page numbers, or only the way to the page before and after."""
    o["has_items"] = "items" in o
    o["block"] = not o["has_items"] and bool(o["next"] or o["previous"])
    o["class"] = words("govuk-pagination", "govuk-pagination--block" if o["block"] else "", o["classes"])
    for link in (o["previous"], o["next"]):
        if link:
            link["block"] = o["block"]
    for item in o["items"] or []:
        if item:
            item["spoken"] = item.get("visually_hidden_text", f"Page {item['number']}")


def panel(o: Options) -> None:
    """What has been done, or an interruption with actions."""
    o["interrupts"] = "govuk-panel--interruption" in o["classes"]
    o["class"] = words("govuk-panel", "" if o["interrupts"] else "govuk-panel--confirmation", o["classes"])
    o["level"] = o["heading_level"] or 1
    o["has_actions"] = "actions" in o
    if o["actions"]:
        o["actions"]["class"] = words("govuk-panel__actions", o["actions"]["classes"])
        for action in o["actions"]["items"] or []:
            action["is_button"] = not action["href"] or action["type"] == "button"
            if action["is_button"]:
                action["type"] = action["type"] or "button"
                action["classes"] = words("govuk-button--inverse", action["classes"])
            else:
                action["class"] = words("govuk-link govuk-link--inverse", action["classes"])


def phase_banner(o: Options) -> None:
    """Which phase the product is in, with its tag."""
    o["class"] = words("govuk-phase-banner govuk-width-container", o["classes"])
    tag = o["tag"] or Options()
    o["tag"] = Options(
        content=tag["content"], classes=words("govuk-phase-banner__content__tag", tag["classes"])
    )


def footer(o: Options) -> None:
    """Links and small print at the foot of a page."""
    o["has_meta"] = "meta" in o


def service_navigation(o: Options) -> None:
    """The service's name and its main links, behind a menu button on small screens."""
    slots = o["slots"] or Options()
    end = slots["end"]
    o["end_content"] = end["html"] if isinstance(end, dict) else end
    o["end_inline"] = isinstance(end, dict) and end["align"] == "inline"
    o["links"] = [item for item in o["navigation"] or [] if item]
    for item in o["links"]:
        item["here"] = "page" if item["current"] else "true" if item["active"] else ""
    collapse = o.get("collapse_navigation_on_mobile")
    o["collapses"] = len(o["links"]) > 1 if collapse is None else bool(collapse)
    o["menu_button_text"] = o["menu_button_text"] or "Menu"
    o["navigation_id"] = o["navigation_id"] or "navigation"
    o["spoken"] = o["navigation_label"] or o["menu_button_text"]
    named = bool(o["service_name"] or slots["start"] or o["end_content"])
    o["landmark"] = "section" if named else "div"
    o["own"] = {"class": o["class"], "data-module": "govuk-service-navigation"}
    if named:
        o["own"]["aria-label"] = o.get("aria_label", "Service information")


def summary_list(o: Options) -> None:
    """Keys and values in rows, in a card if asked."""
    rows = [row for row in o["rows"] or [] if row]
    any_actions = any(_actions(row) for row in rows)
    for row in rows:
        bare = any_actions and "items" not in (row["actions"] or {})
        row["class"] = words(
            "govuk-summary-list__row", "govuk-summary-list__row--no-actions" if bare else "", row["classes"]
        )
    card = o.get("card")
    if card is not None and card is not False:
        title = card["title"]
        level = (title["heading_level"] if title else "") or 2
        o["card"] = Options({**card, "class": words("govuk-summary-card", card["classes"]), "level": level})


def _actions(row: Options) -> Any:
    return row["actions"]["items"] if row["actions"] else []


def table(o: Options) -> None:
    """A table from rows of cells, or from rows that the page writes itself."""
    for cell in [*(o["head"] or []), *(cell for row in o["rows"] or [] if row for cell in row)]:
        if cell:
            cell["span"] = optional(colspan=cell["colspan"] or None, rowspan=cell["rowspan"] or None)


def tabs(o: Options) -> None:
    """Panels of which one shows at a time."""
    for index, item in enumerate(o["items"] or [], start=1):
        if item:
            item["panel_id"] = item["id"] or f"{o['id_prefix']}-{index}"


def task_list(o: Options) -> None:
    """Tasks with their status, each described by its hint and status."""
    prefix = o["id_prefix"] or "task-list"
    for index, item in enumerate(o["items"] or [], start=1):
        if item:
            item["hint_id"], item["status_id"] = f"{prefix}-{index}-hint", f"{prefix}-{index}-status"
            item["described_by"] = words(
                item["hint_id"] if is_given(item.get("hint")) else "", item["status_id"]
            )
