"""Everybody else's way: what each of the cast sees first, and what they do next."""

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_the_senco_sees_what_a_small_share_hides(visit):
    page = visit.page
    visit.sign_in("Sign in as Miriam Cole")
    visit.press(page.get_by_role("link", name="Pupils", exact=True))
    visit.step("pupils")
    page.get_by_label(re.compile("name", re.IGNORECASE)).first.fill("Rowe")
    visit.press(page.get_by_role("button", name=re.compile("^(Show|Search|Find)")))
    visit.press(page.get_by_role("link", name="Kai Rowe"))
    expect(page.locator("main")).to_contain_text("Kai loses 70 of 115 minutes of Art this week")
    visit.step("pupil", picture=True)
    visit.press(page.get_by_role("link", name="Change details"))
    visit.step("pupil-details")


def test_the_senco_makes_a_group_and_sees_at_once_what_it_takes(visit):
    page = visit.page
    visit.sign_in("Sign in as Miriam Cole")
    visit.press(page.get_by_role("link", name="Groups", exact=True))
    visit.step("groups")
    visit.press(page.get_by_role("button", name=re.compile("group", re.IGNORECASE)).first)
    page.get_by_label("Name of the group").fill("Number talk, Tuesdays")
    page.get_by_label("Programme").select_option(index=1)
    page.get_by_label("Not known yet").last.check()
    visit.step("group-writing")
    visit.press(page.locator("main form button").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Number talk, Tuesdays")
    visit.step("group-new")
    visit.press(page.get_by_role("button", name=re.compile("pupils", re.IGNORECASE)).first)
    visit.step("group-members")
    for box in page.locator("input[name=pupils]").all()[:3]:
        box.check()
    visit.press(page.locator("button[value=add], button:has-text('Add')").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Number talk, Tuesdays")
    visit.press(page.get_by_role("button", name=re.compile("time", re.IGNORECASE)).first)
    page.get_by_label("Tuesday").check()
    page.get_by_label("Thursday").check()
    page.get_by_label("From, for example 9:30").fill("13.10")
    page.get_by_label("To", exact=True).fill("13:30")
    page.get_by_label("Out of class").check()
    visit.step("group-times")
    visit.press(page.locator("main form button").first)
    expect(page.locator("main")).to_contain_text("40 minutes")
    visit.step("group", picture=True)


def test_the_assistant_sees_the_sessions_of_the_day_on_a_phone(visit):
    visit.sign_in("Sign in as Jo Lamb")
    expect(visit.page.get_by_role("heading", name="My sessions")).to_be_visible()
    visit.step("today-assistant", picture=True)
    visit.open("/ledger/")
    expect(visit.page.locator("main")).to_contain_text("You cannot see the ledger")


def test_the_class_teacher_sees_who_is_out(visit):
    visit.sign_in("Sign in as Ada Okafor")
    visit.step("today-teacher", picture=True)


def test_the_head_sees_who_did_what_and_where_the_lines_are(visit):
    page = visit.page
    visit.sign_in("Sign in as David Penrose")
    visit.step("today-head")
    visit.open("/guard/")
    expect(page.locator("main")).to_contain_text("None of these lines is a legal limit")
    visit.step("guard", picture=True)
    visit.open("/audit/")
    visit.step("audit")


def test_the_governor_reads_figures_without_names(visit):
    visit.sign_in("Sign in as Ruth Adeyemi")
    expect(visit.page.locator("main")).not_to_contain_text("Rowe")
    visit.step("figures", picture=True)
    visit.open("/pupils/")
    expect(visit.page.locator("main")).to_contain_text("You cannot see the list of pupils")


def test_mother_and_pupil_read_one_page_in_plain_words(visit):
    visit.sign_in("Sign in as Dana Rowe")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Kai’s page")
    visit.step("plain-parent", picture=True)
    visit.press(visit.page.get_by_role("button", name="Sign out"))
    visit.sign_in("Sign in as Kai Rowe")
    visit.step("plain-pupil")


def test_the_outreach_teacher_sees_shared_pupils_only(visit):
    page = visit.page
    visit.sign_in("Sign in as Sam Whitlock")
    expect(page.get_by_role("heading", name="Cases")).to_be_visible()
    visit.step("cases", picture=True)
    visit.press(page.locator(".case-row a").first)
    visit.step("case")


def test_the_service_manager_and_the_schools_of_others(visit):
    visit.sign_in("Sign in as Priya Raman")
    visit.step("first-manager")


def test_somebody_who_has_left_sees_nothing_and_is_told_why(visit):
    page = visit.page
    visit.sign_in("Sign in as Colin Hart")
    expect(page.locator("main")).to_contain_text(re.compile("no role", re.IGNORECASE))
    visit.step("left")
    visit.open("/pupils/")
    expect(page.locator("main")).to_contain_text("there is nothing to see here")


def roster(broken=False):
    """A small OneRoster 1.1 zip with one school, one teacher and two pupils; or one with a fault in it."""
    present = {"academicSessions", "classes", "enrollments", "orgs", "users"}
    known = [*sorted(present), "categories", "classResources", "courses", "courseResources", "demographics"]
    known += ["lineItems", "resources", "results"]
    lines = [f"file.{name},{'bulk' if name in present else 'absent'}" for name in known]
    head = "sourcedId,status,dateLastModified"
    tables = {
        "manifest.csv": "\n".join(
            [
                "propertyName,value",
                "manifest.version,1.0",
                "oneroster.version,1.1",
                *lines,
                "source.systemName,Trial",
                "source.systemCode,trial",
            ]
        ),
        "orgs.csv": f"{head},name,type,identifier,parentSourcedId\ns1,,,Marlowe Primary,school,,\n",
        "academicSessions.csv": f"{head},title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        "y1,,,2030-31,schoolYear,2030-09-02,2031-07-22,,2031\n",
        "classes.csv": f"{head},title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
        "termSourcedIds,subjects,subjectCodes,periods\nc1,,,Hazel,04,,,homeroom,,s1,y1,,,\n",
        "users.csv": f"{head},enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
        "identifier,email,sms,phone,agentSourcedIds,grades,password\n"
        "u1,,,true,s1,student,wren,,Wren,Castellan,,,,,,,04,\n"
        f"u2,,,true,s1,{'pupel' if broken else 'student'},tam,,Tam,Oduya,,,,,,,04,\n",
        "enrollments.csv": f"{head},classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
        "e1,,,c1,s1,u1,student,,,\ne2,,,c1,s1,u2,student,,,\n",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for name, text in tables.items():
            bundle.writestr(name, text)
    return {"name": "roster.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}


def test_the_administrator_trusts_no_file_before_she_has_seen_the_preview(visit):
    page = visit.page
    visit.sign_in("Sign in as Leah Bright")
    visit.step("school")
    visit.press(page.get_by_role("link", name="Imports", exact=True))
    visit.step("imports", picture=True)
    for broken in (True, False):
        visit.open("/imports/")
        page.get_by_label(re.compile("OneRoster")).check()
        page.locator("input[type=file]").set_input_files(roster(broken=broken))
        visit.press(page.locator("main form button").first)
        if broken:
            expect(page.locator("main")).to_contain_text("users.csv")
            expect(page.locator("main")).to_contain_text("pupel")
            expect(page.get_by_role("button", name="Apply")).to_have_count(0)
            visit.step("import-refused", picture=True)
    visit.step("import-preview", picture=True)
    visit.press(page.get_by_role("button", name=re.compile("^Apply")))
    visit.step("import-applied")
    for path, name in (
        ("/people/", "people"),
        ("/school/subjects/", "subjects"),
        ("/school/staff/", "staff"),
    ):
        visit.open(path)
        visit.step(name)
    visit.press(page.get_by_role("button", name="Add a member of staff"))
    visit.step("staff-writing")
