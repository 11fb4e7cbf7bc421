"""The department's list of schools, in either of its two layouts."""

import pytest

from inreach.apps.schools.models import Establishment
from tests.apps.exchange.conftest import counts

HEAD = (
    "URN,LAEstab,LA,Local Authority,Estab,School Name,School Type,Number of Primary pupils on roll (9),"
    "Number of  Secondary pupils on roll (10)\n"
)


def schools(tmp_path, text: str, encoding: str = "utf-8"):
    path = tmp_path / "schools.csv"
    path.write_bytes(text.encode(encoding))
    return path


ROWS = (
    "100000,2013614,201,City of London,3614,Sir John Cass's,Voluntary aided school,234,0\n"
    '100006,2021100,202,Camden,1100,"Unit, the",Pupil referral unit,0,52\n'
    "100008,2021104,202,Camden,1104,Hall,Community school,0,900\n"
    "100009,2021105,202,Camden,1105,Both,Mainstream Academy,200,900\n"
    "100010,2021106,202,Camden,1106,Oak,Special Academy,20,90\n"
    "100011,2021107,202,Camden,1107,Way,Free School AP,20,90\n"
    "100012,2021108,202,Camden,1108,None,Community school,0,0\n"
)


def test_the_phase_follows_the_type_and_where_the_pupils_are(tmp_path, bring):
    outcome = bring("schools", schools(tmp_path, HEAD + ROWS))
    assert outcome.read_result.facts == {"schools": 7}
    assert list(Establishment.objects.order_by("urn").values_list("urn", "dfe_number", "name", "phase")) == [
        ("100000", "2013614", "Sir John Cass's", "primary"),
        ("100006", "2021100", "Unit, the", "alternative"),
        ("100008", "2021104", "Hall", "secondary"),
        ("100009", "2021105", "Both", "all-through"),
        ("100010", "2021106", "Oak", "special"),
        ("100011", "2021107", "Way", "alternative"),
        ("100012", "2021108", "None", "unknown"),
    ]


def test_the_same_list_again_changes_nothing_and_a_new_name_is_seen(tmp_path, bring):
    bring("schools", schools(tmp_path, HEAD + ROWS))
    assert bring("schools", schools(tmp_path, HEAD + ROWS)).plan.changes_nothing
    renamed = bring("schools", schools(tmp_path, HEAD + ROWS.replace(",Hall,", ",Hall Academy,")))
    assert counts(renamed) == {"establishment": (0, 1, 0, 6)}
    assert renamed.plan.of("establishment").fields == {"name": 1}


GIAS = (
    "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),"
    "PhaseOfEducation (name),HeadLastName\n"
    "136410,846,Brighton and Hove,14,École Zoë,Academy converter,Middle deemed secondary,Secret\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_the_gias_layout_is_read_in_both_its_encodings(tmp_path, bring, dump, encoding):
    outcome = bring("schools", schools(tmp_path, GIAS, encoding))
    kept = Establishment.objects.get()
    assert (kept.urn, kept.dfe_number, kept.name, kept.phase) == ("136410", "8460014", "École Zoë", "middle")
    assert len(outcome.read_result.notes) == (1 if encoding == "windows-1252" else 0)
    assert "Secret" not in repr(dump())


def test_what_is_no_urn_is_named_with_its_row(tmp_path, refuse):
    broken = ROWS.replace("100008", "1OOOO8").replace("2021105", "12").replace(",Oak,", ",,")
    assert refuse("schools", schools(tmp_path, HEAD + broken)) == [
        ("schools.csv", 4, "URN", "“1OOOO8” is not a URN."),
        ("schools.csv", 5, "LAEstab", "“12” is not a DfE number."),
        ("schools.csv", 6, "School Name", "The school has no name."),
    ]


def test_a_school_twice_is_named(tmp_path, refuse):
    twice = ROWS + ROWS.splitlines()[0] + "\n"
    assert refuse("schools", schools(tmp_path, HEAD + twice)) == [
        ("schools.csv", 9, "", "This school is in the file twice.")
    ]


def test_a_list_without_its_columns_is_refused(tmp_path, refuse):
    text = HEAD.replace("School Name", "Schol Name") + ROWS
    assert refuse("schools", schools(tmp_path, text)) == [
        ("schools.csv", 1, "Schol Name", "The column “Schol Name” is misspelt: did you mean “School Name”?")
    ]


def test_an_empty_list_is_refused(tmp_path, refuse):
    assert refuse("schools", schools(tmp_path, "")) == [("schools.csv", None, "", "The file is empty.")]
