"""The sentence of every event that this app records, about imports."""

from inreach.apps.audit.recording.sentences import register_sentences

register_sentences(
    {
        "import.brought": "brought a file to import",
        "import.examined": "brought a file that has no fault",
        "import.began": "decided to import a large file",
        "import.stopped": "decided to import a large file, which could not be applied",
        "import.refused": "brought a file that was refused",
        "import.applied": "imported a file",
        "import.forgotten": "dropped a file that nobody decided about in a month",
        "import.dropped": "dropped a file without importing it",
    },
)
