"""One Spark for all tests on a cluster, since starting it takes longer than all that is asked of it."""

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
    assert shutil.which("java"), "Spark needs Java 17: run make test-cluster, which installs it"
    session = engines.local_spark(parts=1, **QUICK_START)
    yield session
    session.stop()
