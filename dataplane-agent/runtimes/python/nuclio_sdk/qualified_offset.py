"""A place in a stream, for explicit acknowledgement."""


class QualifiedOffset:
    """Topic, partition and offset of one stream record."""

    def __init__(self, topic, partition, offset):
        self.topic = topic
        self.partition = partition
        self.offset = offset

    @staticmethod
    def from_event(event):
        """The place that an event of a stream trigger came from."""
        return QualifiedOffset(event.topic, event.shard_id, event.offset)

    def compile_explicit_ack_message(self):
        """The acknowledgement as the trigger reads it."""
        return {
            "kind": "streamMessageAck",
            "attributes": {"topic": self.topic, "partition": self.partition, "offset": self.offset},
        }
