"""Where this checkout lies, and what lies beside it; a test that moves keeps finding both."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
