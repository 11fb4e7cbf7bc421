"""The sentences of what happens to the audit itself."""

from inreach.apps.audit.recording.sentences import register_sentences

register_sentences(
    {"audit.texts_scrubbed": "removed what people had written in their own words, as its time had come"}
)
