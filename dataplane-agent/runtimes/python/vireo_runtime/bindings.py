"""``context.bindings``: the data that a function was given, without a credential in sight."""

from vireo_client import feed, listing, operation, stream as streams
from vireo_client.data import AsyncDataClient, DataClient
from vireo_client.errors import ForbiddenError


def open_all(launch):
    """A dict of the function's bindings by name. Nothing is connected before the handler asks for something."""
    blocking = DataClient(launch.engine_socket, launch.engine_grant)
    awaitable = AsyncDataClient(launch.engine_socket, launch.engine_grant)
    return {bound.name: Binding(bound, blocking, awaitable) for bound in launch.bindings}


class _Operations:
    """The operations of a binding; ``_run`` says how they are run. Paths are whole paths of the container."""

    __slots__ = ("_bound", "_client")

    def __init__(self, bound, client):
        self._bound = bound
        self._client = client

    def get(self, path, body=True):
        """The item at a path: ``.attributes`` (dict), ``.body`` (bytes), ``.version``, ``.modified_ns``, ``.kind``.

        ``body=False`` leaves the body out. Raises NotFoundError.
        """
        return self._run(operation.get(self._bound.container, _clean(path), body))

    def exists(self, path):
        """Whether there is an item at a path."""
        return self._run(operation.exists(self._bound.container, _clean(path)))

    def put(self, path, body=None, attributes=None, mode="replace", condition=None, expires=None, token=None):
        """Writes an item, body and attributes in one step; returns its state after it (``.version``).

        ``mode``: ``replace`` the whole item, ``merge`` into it, ``create`` only when there is none (ExistsError otherwise), or
        ``replace_attributes``. With ``condition`` the item is written only if the expression is true for what is there.
        ``expires``: nanoseconds since 1970 or a datetime from which on the item is not there any more; 0: never; None: as it is.
        ``token``: up to 64 bytes or text, such as the event's id. The same write with the same token is done once, however often it is tried,
        for ten minutes; another one with it raises TokenReusedError.
        """
        self._need_writable("put", path)
        return self._run(
            operation.put(self._bound.container, _clean(path), body, attributes, mode, condition, expires, token=token)
        )

    def write(self, path, position, body):
        """Writes bytes over what lies at a position of a body; before it come zeros when the body ends earlier."""
        self._need_writable("write", path)
        return self._run(operation.write(self._bound.container, _clean(path), position, body))

    def truncate(self, path, length):
        """Cuts a body to a length, or makes it as long with zeros. Raises NotFoundError."""
        self._need_writable("truncate", path)
        return self._run(operation.truncate(self._bound.container, _clean(path), length))

    def assemble(self, path, parts):
        """Makes an item of the bodies of others (paths), which are deleted; no byte is copied.

        They must have the item's own name up to its first dot, and lie in its directory: ``film.mp4`` of ``film.1``, ``film.2``.
        """
        self._need_writable("assemble", path)
        return self._run(operation.assemble(self._bound.container, _clean(path), [_clean(part) for part in parts]))

    def rename(self, path, target, replace=True, token=None):
        """Gives an item another path as one change; ``token`` as for :meth:`put`.

        Raises NotFoundError, and ExistsError unless ``replace``; in a batch SpansPartitionsError when another reactor of the engine has the target.
        """
        self._need_writable("rename", path)
        return self._run(operation.rename(self._bound.container, _clean(path), _clean(target), replace, token=token))

    def update(self, path, expression, condition=None, alternate=None, create=False, expires=None, token=None):
        """Changes attributes by an expression such as ``count = count + 1``, in one step; returns the state after it.

        ``token`` as for :meth:`put`. Raises ConditionFailedError when the condition is false and there is no ``alternate`` expression.
        """
        self._need_writable("update", path)
        return self._run(
            operation.update(
                self._bound.container, _clean(path), expression, condition, alternate, create, expires, token=token
            )
        )

    def delete(self, path, condition=None, token=None):
        """Removes an item; ``token`` as for :meth:`put`. Raises NotFoundError."""
        self._need_writable("delete", path)
        return self._run(operation.delete(self._bound.container, _clean(path), condition, token=token))

    def create_stream(self, stream, shards=1, retention_seconds=86_400):
        """Makes a stream. Raises ExistsError."""
        self._need_writable("create_stream", stream)
        return self._run(streams.create_stream(self._bound.container, _clean(stream), shards, retention_seconds))

    def grow_stream(self, stream, shards):
        """Gives a stream more shards; never fewer."""
        self._need_writable("grow_stream", stream)
        return self._run(streams.grow_stream(self._bound.container, _clean(stream), shards))

    def append(self, stream, records, shard=0, token=None):
        """Appends records (bytes, str, or dicts with ``data``, ``client_info``, ``partition_key``) to a shard, all or none.

        Returns the sequence number of the first of them; ``token`` as for :meth:`put`.
        """
        self._need_writable("append", stream)
        return self._run(streams.append(self._bound.container, _clean(stream), records, shard, token))

    def seek(self, stream, place="earliest", shard=0):
        """The location of ``earliest``, ``latest``, a time in nanoseconds since 1970, or ``("sequence", number)``, for :meth:`read`."""
        return self._run(streams.seek(self._bound.container, _clean(stream), place, shard))

    def read(self, stream, location, shard=0, limit=1000):
        """Records from a location on: ``(records, location to go on at)``."""
        return self._run(streams.read(self._bound.container, _clean(stream), location, shard, limit))

    def _run(self, wanted):
        return self._client.run(wanted)

    def _need_writable(self, verb, path):
        if not self._bound.writable:
            raise ForbiddenError(
                "{}({!r}): the binding {!r} is for reading only".format(verb, path, self._bound.name)
            )

    def __repr__(self):
        return "Binding({!r})".format(self._bound.name)


class Batch(_Operations):
    """Writes that are done as one, all or none: its methods note them, :meth:`commit` does them. Made by ``binding.batch()``.

    Up to 256 about one reactor of the engine, which names in a directory are that are alike up to their first dot; else up to 100.
    """

    __slots__ = ("_operations",)

    def __init__(self, bound, client):
        super().__init__(bound, client)
        self._operations = []

    def verify(self, path, condition):
        """Has the batch done only if the condition holds for what is at a path."""
        return self._run(operation.verify(self._bound.container, _clean(path), condition))

    def commit(self, token=None):
        """Does all of them; the list of what each of them returns. The error of a refused one says which by ``failed_index``.

        ``token`` as for :meth:`Binding.put`; what is noted has none of its own.
        """
        operations, self._operations = self._operations, []
        return self._client.run(operation.batch(operations, token))

    def _run(self, wanted):
        self._operations.append(wanted)


class Binding(_Operations):
    """One binding. Its methods block; those of ``.aio`` are awaited."""

    __slots__ = ("aio",)

    def __init__(self, bound, blocking, awaitable):
        super().__init__(bound, blocking)
        self.aio = AsyncBinding(bound, awaitable)

    def batch(self):
        """Begins a :class:`Batch`."""
        return Batch(self._bound, self._client)

    def count(self, directory="", filter=None, recursive=True):
        """How many items there are below a directory, or, without ``recursive``, directly in it. Raises NotFoundError."""
        reactors = self._client.reactor_count()
        return self._run(listing.count(self._bound.container, _clean(directory), reactors, filter, recursive))

    def changes(self, directory="", partition=0, position=b"", start="earliest", images="none", wait_ms=0):
        """A page of what changed below a directory in one of ``partition_count()`` partitions, oldest first.

        ``.changes`` (``.kind``, ``.path``, ``.version``, and with ``images`` ``new``, ``old`` or ``both`` also ``.new``, ``.old``);
        ``.next_position`` is the ``position`` to go on at; ``.at_end``. Raises TrimmedError.
        """
        reactors = self._client.reactor_count()
        return self._run(
            feed.changes(self._bound.container, _clean(directory), partition, reactors, position, start, 100, images, wait_ms)
        )

    def partition_count(self):
        """How many partitions the engine has, each with changes of its own."""
        return self._client.partition_count()

    def list(self, prefix="", filter=None, recursive=True, reverse=False):
        """Iterates over the items whose paths begin with a prefix, by path, with attributes and without bodies.

        ``filter`` is an expression over attributes. ``recursive=False`` gives directories instead of what is in them.
        ``reverse`` begins with the last one, and then leaves directories out.
        """
        marker = ""
        reactors = self._client.reactor_count()
        while True:
            items, marker = self._run(
                listing.list_page(
                    self._bound.container, prefix, marker, reactors, filter, recursive, reverse=reverse
                )
            )
            yield from items
            if not marker:
                return


class AsyncBinding(_Operations):
    """The same operations for asynchronous handlers: every call is awaited, :meth:`list` is iterated with ``async for``."""

    __slots__ = ()

    def batch(self):
        """Begins a :class:`Batch`, whose ``commit`` is awaited."""
        return Batch(self._bound, self._client)

    async def count(self, directory="", filter=None, recursive=True):
        """As :meth:`Binding.count`."""
        reactors = await self._client.reactor_count()
        return await self._run(listing.count(self._bound.container, _clean(directory), reactors, filter, recursive))

    async def changes(self, directory="", partition=0, position=b"", start="earliest", images="none", wait_ms=0):
        """As :meth:`Binding.changes`."""
        reactors = await self._client.reactor_count()
        return await self._run(
            feed.changes(self._bound.container, _clean(directory), partition, reactors, position, start, 100, images, wait_ms)
        )

    async def partition_count(self):
        """As :meth:`Binding.partition_count`."""
        return await self._client.partition_count()

    async def list(self, prefix="", filter=None, recursive=True, reverse=False):
        """As :meth:`Binding.list`."""
        marker = ""
        reactors = await self._client.reactor_count()
        while True:
            items, marker = await self._run(
                listing.list_page(
                    self._bound.container, prefix, marker, reactors, filter, recursive, reverse=reverse
                )
            )
            for item in items:
                yield item
            if not marker:
                return


def _clean(path):
    return path.strip("/")
