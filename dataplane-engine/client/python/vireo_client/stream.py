"""What can be asked of an engine about streams. Generators, as `exchange` says."""

from vireo_client import message
from vireo_client.exchange import FIRST_ROOM, Item, Request, check, room_for, to_bytes

MAX_RECORDS = 1000


class Record:
    """A record of a stream: `sequence` from 1, `arrival_ns`, `data`, `client_info` and `partition_key`."""

    __slots__ = ("sequence", "arrival_ns", "data", "client_info", "partition_key")

    def __init__(self, record):
        self.sequence = record.sequence
        self.arrival_ns = record.arrival_ns
        self.data = record.data
        self.client_info = record.client_info
        self.partition_key = record.partition_key

    def __repr__(self):
        return "Record({}, {!r})".format(self.sequence, self.data)


def create_stream(container, path, shards=1, retention_seconds=86_400):
    """Makes a stream."""

    def fill(request):
        wanted = request.init_create_stream()
        wanted.set_shard_count(shards)
        wanted.set_retention_seconds(retention_seconds)

    answer = yield Request(container, path, fill)
    check(answer.reply)
    return Item(answer.reply.item)


def grow_stream(container, path, shards):
    """Gives a stream more shards; never fewer."""

    def fill(request):
        wanted = request.init_create_stream()
        wanted.set_shard_count(shards)
        wanted.set_update(True)

    answer = yield Request(container, path, fill)
    check(answer.reply)
    return Item(answer.reply.item)


def append(container, stream, records, shard=0, token=None):
    """Appends records to a shard, all or none; the result is the sequence number of the first.

    A record is bytes or str, or a dict of `data`, and optionally `client_info` and `partition_key`.
    """
    records = list(records)

    def fill(request):
        for wire, record in zip(request.init_append().init_records(len(records)), records):
            fields = record if isinstance(record, dict) else {"data": record}
            wire.set_data(to_bytes(fields["data"]))
            if fields.get("client_info"):
                wire.set_client_info(to_bytes(fields["client_info"]))
            if fields.get("partition_key"):
                wire.set_partition_key(fields["partition_key"])

    answer = yield Request(container, "{}/{}".format(stream, shard), fill, token=token)
    check(answer.reply)
    return answer.reply.appended.first_sequence


def read(container, stream, location, shard=0, limit=MAX_RECORDS):
    """Records of a shard from a location on, which is a sequence number: (records, location to go on at)."""

    def fill(request):
        wanted = request.init_read()
        wanted.set_location(location)
        wanted.set_limit(limit)

    room = FIRST_ROOM
    while room:
        answer = yield Request(container, "{}/{}".format(stream, shard), fill, room=room)
        room = room_for(answer.reply, room)
    check(answer.reply)
    records = answer.reply.records
    return [Record(record) for record in records.page], records.next_location


def seek(container, stream, place, shard=0):
    """The location of a place in a shard: `earliest`, `latest`, nanoseconds since 1970, or ("sequence", number)."""

    def fill(request):
        wanted = request.init_seek()
        if place == "earliest":
            wanted.set_kind(message.RequestSeekKind.EARLIEST)
        elif place == "latest":
            wanted.set_kind(message.RequestSeekKind.LATEST)
        elif isinstance(place, tuple):
            wanted.set_kind(message.RequestSeekKind.SEQUENCE)
            wanted.set_sequence(place[1])
        else:
            wanted.set_kind(message.RequestSeekKind.TIME)
            wanted.set_time_ns(place)

    answer = yield Request(container, "{}/{}".format(stream, shard), fill)
    check(answer.reply)
    return answer.reply.location
