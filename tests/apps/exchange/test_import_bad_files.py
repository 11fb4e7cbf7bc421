"""Bad input has a clear answer, and leaves the database as it was."""

import struct
import zipfile
from pathlib import Path

import pytest
from django.test import override_settings

from inreach.apps.exchange.formats import FORMATS
from tests.apps.exchange.files import enrolment, fet, manifest, oneroster, pack, small_roster, table, user


def zipped(tmp_path: Path, **changes) -> Path:
    return oneroster(tmp_path / "roster.zip", {**small_roster(), **changes})


def test_a_file_that_is_no_zip_is_refused(tmp_path, refuse):
    path = tmp_path / "roster.zip"
    path.write_text("sourcedId,status\n", encoding="utf-8")
    assert refuse("oneroster", path) == [("roster.zip", None, "", "This is not a zip file.")]


def test_an_empty_file_is_refused(tmp_path, refuse):
    path = tmp_path / "roster.zip"
    path.write_bytes(b"")
    assert refuse("oneroster", path) == [("roster.zip", None, "", "This is not a zip file.")]


def test_a_damaged_zip_is_refused(tmp_path, refuse):
    path = zipped(tmp_path)
    raw = bytearray(path.read_bytes())
    raw[60:70] = b"\xff" * 10
    path.write_bytes(raw)
    problems = [problem for _, _, _, problem in refuse("oneroster", path)]
    assert problems == ["“manifest.csv” in the zip is damaged."]


@override_settings(IMPORT_MAX_BYTES=1_048_576)
def test_a_zip_bomb_is_refused_by_what_it_unpacks_to(tmp_path, refuse):
    path = pack(tmp_path / "bomb.zip", {"manifest.csv": manifest([]), "users.csv": b"0" * 6_000_000})
    assert path.stat().st_size < 20_000
    assert refuse("oneroster", path) == [
        ("bomb.zip", None, "users.csv", "The zip unpacks to more than 4 MB.")
    ]


@override_settings(IMPORT_MAX_BYTES=1_048_576)
def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path, refuse):
    path = pack(tmp_path / "bomb.zip", {"users.csv": b"0" * 6_000_000})
    raw = path.read_bytes().replace(struct.pack("<I", 6_000_000), struct.pack("<I", 10))
    path.write_bytes(raw)
    assert zipfile.ZipFile(path).infolist()[0].file_size == 10
    problems = [problem for _, _, _, problem in refuse("oneroster", path)]
    assert problems == ["“users.csv” in the zip is damaged."]


def test_a_zip_of_very_many_files_is_refused_before_its_list_is_read(tmp_path, refuse):
    path = pack(tmp_path / "many.zip", {f"{n:06d}.csv": b"" for n in range(6_000)})
    assert refuse("oneroster", path) == [("many.zip", None, "", "The zip holds too many files.")]


def test_a_zip_of_too_many_files_is_refused(tmp_path, refuse):
    path = pack(tmp_path / "many.zip", {f"{n}.csv": b"" for n in range(101)})
    assert refuse("oneroster", path) == [("many.zip", None, "", "The zip holds 101 files.")]


def test_files_in_a_folder_of_the_zip_are_refused(tmp_path, refuse):
    path = pack(tmp_path / "nested.zip", {"roster/manifest.csv": manifest([])})
    assert [problem for _, _, _, problem in refuse("oneroster", path)] == [
        "“roster/manifest.csv” lies in a folder of the zip.",
        "The zip has no file at its top.",
    ]


def test_a_zip_without_manifest_is_refused(tmp_path, refuse):
    path = pack(tmp_path / "roster.zip", {"users.csv": table("users", [])})
    assert refuse("oneroster", path) == [
        ("roster.zip", None, "manifest.csv", "There is no manifest.csv in the zip.")
    ]


def test_an_unknown_version_is_refused(tmp_path, refuse):
    path = pack(tmp_path / "roster.zip", {"manifest.csv": "propertyName,value\noneroster.version,3.0\n"})
    assert refuse("oneroster", path) == [
        ("manifest.csv", 2, "oneroster.version", "“3.0” is not a version that can be read.")
    ]


@pytest.mark.parametrize("lies", ["bulk", "delta"])
def test_a_manifest_that_names_an_absent_file_is_refused(tmp_path, refuse, lies):
    path = oneroster(tmp_path / "roster.zip", small_roster(), file__demographics=lies)
    assert refuse("oneroster", path) == [
        (
            "manifest.csv",
            None,
            "file.demographics",
            f"It says {lies}, but demographics.csv is not in the zip.",
        )
    ]


def test_a_file_that_the_manifest_calls_absent_is_refused(tmp_path, refuse):
    path = oneroster(tmp_path / "roster.zip", small_roster(), file__courses="absent")
    assert ("manifest.csv", None, "file.courses", "It says absent, but courses.csv is in the zip.") in refuse(
        "oneroster", path
    )


def test_a_wrong_encoding_is_named_with_its_line(tmp_path, refuse):
    rows = small_roster()["users"]
    rows[1]["givenName"] = "Zoë"
    broken = table("users", rows).encode("windows-1252")
    path = oneroster(tmp_path / "roster.zip", small_roster(), replaced={"users.csv": broken})
    [(file, row, _, problem)] = refuse("oneroster", path)
    assert (file, row) == ("users.csv", 3)
    assert problem.startswith("This line is not in UTF-8 (byte 0xeb at position ")


def test_utf_16_is_refused(tmp_path, refuse):
    broken = table("users", small_roster()["users"]).encode("utf-16")
    path = oneroster(tmp_path / "roster.zip", small_roster(), replaced={"users.csv": broken})
    assert refuse("oneroster", path) == [("users.csv", None, "", "The file is in UTF-16.")]


def test_a_zero_byte_is_named_with_its_line(tmp_path, refuse):
    broken = table("users", small_roster()["users"]).replace("GivenP1", "Given\0P1")
    path = oneroster(tmp_path / "roster.zip", small_roster(), replaced={"users.csv": broken})
    assert refuse("oneroster", path) == [
        ("users.csv", 3, "", "This line holds a zero byte, which is not text.")
    ]


def test_an_over_long_field_is_refused(tmp_path, refuse):
    path = zipped(tmp_path, users=[*small_roster()["users"], user("P3", familyName="x" * 200_000)])
    assert refuse("oneroster", path) == [("users.csv", 5, "", "A field is far too long.")]


def test_a_name_too_long_to_keep_is_refused(tmp_path, refuse):
    path = zipped(tmp_path, users=[*small_roster()["users"], user("P3", familyName="x" * 101)])
    assert refuse("oneroster", path) == [
        ("users.csv", 5, "family name", "The text has 101 characters; at most 100 can be kept.")
    ]


def test_unclosed_quotation_marks_are_refused(tmp_path, refuse):
    broken = table("users", small_roster()["users"]) + '"T9,active\n'
    path = oneroster(tmp_path / "roster.zip", small_roster(), replaced={"users.csv": broken})
    assert refuse("oneroster", path) == [("users.csv", 5, "", "The quotation marks do not match.")]


def test_a_misspelt_header_is_named_with_what_was_meant(tmp_path, refuse):
    broken = table("users", small_roster()["users"]).replace("familyName", "famliyName")
    path = oneroster(tmp_path / "roster.zip", small_roster(), replaced={"users.csv": broken})
    assert refuse("oneroster", path) == [
        ("users.csv", 1, "famliyName", "The column “famliyName” is misspelt: did you mean “familyName”?")
    ]


def test_a_header_in_the_wrong_capitals_is_misspelt(tmp_path, refuse):
    broken = table("orgs", small_roster()["orgs"]).replace("sourcedId,", "SOURCEDID,", 1)
    path = oneroster(tmp_path / "roster.zip", small_roster(), replaced={"orgs.csv": broken})
    assert refuse("oneroster", path) == [
        ("orgs.csv", 1, "SOURCEDID", "The column “SOURCEDID” is misspelt: did you mean “sourcedId”?")
    ]


def test_a_missing_column_is_named(tmp_path, refuse):
    broken = "\n".join(line.rsplit(",", 1)[0] for line in table("orgs", small_roster()["orgs"]).splitlines())
    path = oneroster(tmp_path / "roster.zip", small_roster(), replaced={"orgs.csv": broken})
    assert refuse("oneroster", path) == [
        ("orgs.csv", 1, "parentSourcedId", "The column “parentSourcedId” is missing.")
    ]


def test_empty_and_double_columns_are_named(tmp_path, refuse):
    head, row = table("orgs", small_roster()["orgs"]).splitlines()
    broken = f"{head},,name\n{row},,Other\n"
    path = oneroster(tmp_path / "roster.zip", small_roster(), replaced={"orgs.csv": broken})
    assert refuse("oneroster", path) == [
        ("orgs.csv", 1, "column 8", "Column 8 has no name."),
        ("orgs.csv", 1, "name", "The column “name” is there twice."),
    ]


def test_rows_with_too_many_or_too_few_fields_are_named(tmp_path, refuse):
    broken = table("orgs", small_roster()["orgs"]) + "S2,,,North,school,,,more\nS3,,\n"
    path = oneroster(tmp_path / "roster.zip", small_roster(), replaced={"orgs.csv": broken})
    assert refuse("oneroster", path) == [
        ("orgs.csv", 3, "", "The row has 8 fields where the header has 7."),
        ("orgs.csv", 4, "", "The row has 3 fields where the header has 7."),
    ]


def test_every_fault_is_named_and_the_list_has_an_end(tmp_path, refuse, job):
    from inreach.apps.exchange.services.import_job import examine

    rows = [enrolment(f"X{n}", "NOBODY") for n in range(300)]
    path = zipped(tmp_path, enrollments=rows)
    assert len(refuse("oneroster", path)) == 200
    assert examine(job("oneroster", path)).read_result.more_faults == 100


BILLION_LAUGHS = """<!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>
"""
OUTSIDE = '<!DOCTYPE fet [<!ENTITY outside SYSTEM "file:///etc/hostname">]>\n'


@pytest.mark.parametrize(("doctype", "entity"), [(BILLION_LAUGHS, "&lol3;"), (OUTSIDE, "&outside;")])
def test_entities_of_xml_are_refused_unread(tmp_path, refuse, doctype, entity):
    path = fet(tmp_path / "t.fet", before=doctype, extra=f"<Comments>{entity}</Comments>")
    assert refuse("fet", path) == [
        ("t.fet", None, "DOCTYPE", "The file has a document type, which can hide an attack.")
    ]


def test_a_document_type_elsewhere_is_refused_and_not_fetched(tmp_path, refuse):
    path = fet(tmp_path / "t.fet", before='<!DOCTYPE fet SYSTEM "http://127.0.0.1:9/evil.dtd">\n')
    assert refuse("fet", path)[0][2] == "DOCTYPE"


def test_a_bottomless_tree_of_xml_is_refused(tmp_path, refuse):
    path = fet(tmp_path / "t.fet", extra="<a>" * 5_000 + "</a>" * 5_000)
    assert [problem for _, _, _, problem in refuse("fet", path)] == ["The file is not well-formed XML."]


def test_broken_xml_is_named_with_its_line(tmp_path, refuse):
    path = tmp_path / "t.fet"
    path.write_text("<fet>\n<Days_List>\n</fet>\n", encoding="utf-8")
    assert refuse("fet", path) == [("t.fet", 3, "", "The file is not well-formed XML.")]


def test_xml_of_something_else_is_refused(tmp_path, refuse):
    path = tmp_path / "t.fet"
    path.write_text("<timetable/>", encoding="utf-8")
    assert refuse("fet", path) == [
        ("t.fet", 1, "timetable", "The file begins with “timetable” and not with “fet”.")
    ]


@override_settings(IMPORT_MAX_BYTES=1_048_576)
@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_a_file_over_the_limit_is_refused(tmp_path, refuse, kind):
    path = tmp_path / "large"
    path.write_bytes(b"\0" * 1_048_577)
    assert refuse(kind, path) == [("large", None, "", "The file is larger than 1 MB.")]
