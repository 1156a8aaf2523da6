"""The one error of the embedded servers; its text says what the reader can do."""


class CannotStart(Exception):
    """An embedded server cannot be started or reached; the message is a sentence for a person."""
