"""The sentence of every event that this app records, about the demonstration."""

from inreach.apps.audit.recording.sentences import register_sentences

register_sentences(
    {
        "demo.loaded": "loaded the demonstration",
    },
)
