"""The made-up service that the evaluation is timed on is what it says."""

import pytest

pytest.importorskip("duckdb", reason="the extra 'warehouse' is not installed")

from bench import evaluation_against_statsmodels, evaluation_rows


@pytest.fixture(autouse=True)
def few_schools(monkeypatch):
    monkeypatch.setattr(evaluation_rows, "SCHOOLS", 40)


def test_the_whole_evaluation_of_written_files_holds_what_was_put_in(tmp_path):
    evaluation_rows.write(tmp_path, 6000)
    found = evaluation_rows.whole(tmp_path)
    assert found["targets"] == 6000
    assert found["reviewed"] == pytest.approx(6000 * (1 - 0.056), rel=0.02)
    assert 0.8 <= found["held"] <= 1
    assert found["ambition"] < -0.8
    assert found["seconds"] > 0


def test_files_of_several_chunks_are_one_service(tmp_path, monkeypatch):
    monkeypatch.setattr(evaluation_rows, "CHUNK", 700)
    evaluation_rows.write(tmp_path, 2000)
    assert len(list(tmp_path.glob("targets-*.parquet"))) == 3
    with evaluation_rows.Parquet(tmp_path / "targets-*.parquet") as engine:
        assert evaluation_rows.check(engine) == 2000


def test_two_levels_from_sums_are_those_of_the_general_program(tmp_path):
    evaluation_rows.write(tmp_path, 3000)
    found = evaluation_against_statsmodels.two_levels(tmp_path)
    assert max(found["apart"]) < 1e-5
    assert found["targets"] == pytest.approx(3000 * (1 - 0.056), rel=0.03)
