"""One Spark for all tests of a run, since starting it takes longer than all that is asked of it."""

import shutil

import pytest

from inreach.evaluation.aggregation import engines

QUICK_START = {
    "spark_driver_extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto",
    "spark_sql_codegen_wholeStage": "false",
    "spark_sql_codegen_factoryMode": "NO_CODEGEN",
    "spark_sql_adaptive_enabled": "false",
}


@pytest.fixture(scope="session")
def spark():
    pytest.importorskip("pyspark", reason="the extra 'cluster' is not installed")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java 17, which is not installed")
    session = engines.local_spark(parts=1, **QUICK_START)
    yield session
    session.stop()
