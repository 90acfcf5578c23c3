"""``context.bindings``: the data that a function was given, without a credential in sight."""

from vireo_client import operation
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

    def put(self, path, body=None, attributes=None, mode="replace", condition=None):
        """Writes an item, body and attributes in one step; returns its state after it (``.version``).

        ``mode``: ``replace`` the whole item, ``merge`` into it, ``create`` only when there is none (ExistsError otherwise), or
        ``replace_attributes``. With ``condition`` the item is written only if the expression is true for what is there.
        """
        self._need_writable("put", path)
        return self._run(operation.put(self._bound.container, _clean(path), body, attributes, mode, condition))

    def update(self, path, expression, condition=None, alternate=None, create=False):
        """Changes attributes by an expression such as ``count = count + 1``, in one step; returns the state after it.

        Raises ConditionFailedError when the condition is false and there is no ``alternate`` expression.
        """
        self._need_writable("update", path)
        return self._run(
            operation.update(self._bound.container, _clean(path), expression, condition, alternate, create)
        )

    def delete(self, path, condition=None):
        """Removes an item. Raises NotFoundError."""
        self._need_writable("delete", path)
        return self._run(operation.delete(self._bound.container, _clean(path), condition))

    def create_stream(self, stream, shards=1, retention_seconds=86_400):
        """Makes a stream. Raises ExistsError."""
        self._need_writable("create_stream", stream)
        return self._run(operation.create_stream(self._bound.container, _clean(stream), shards, retention_seconds))

    def append(self, stream, records, shard=0):
        """Appends records (bytes, str, or dicts with ``data``, ``client_info``, ``partition_key``) to a shard, all or none.

        Returns the sequence number of the first of them.
        """
        self._need_writable("append", stream)
        return self._run(operation.append(self._bound.container, _clean(stream), records, shard))

    def seek(self, stream, place="earliest", shard=0):
        """The location of ``earliest``, ``latest``, or a time in nanoseconds since 1970, for :meth:`read`."""
        return self._run(operation.seek(self._bound.container, _clean(stream), place, shard))

    def read(self, stream, location, shard=0, limit=1000):
        """Records from a location on: ``(records, location to go on at)``."""
        return self._run(operation.read(self._bound.container, _clean(stream), location, shard, limit))

    def _run(self, wanted):
        return self._client.run(wanted)

    def _need_writable(self, verb, path):
        if not self._bound.writable:
            raise ForbiddenError(
                "{}({!r}): the binding {!r} is for reading only".format(verb, path, self._bound.name)
            )

    def __repr__(self):
        return "Binding({!r})".format(self._bound.name)


class Binding(_Operations):
    """One binding. Its methods block; those of ``.aio`` are awaited."""

    __slots__ = ("aio",)

    def __init__(self, bound, blocking, awaitable):
        super().__init__(bound, blocking)
        self.aio = AsyncBinding(bound, awaitable)

    def list(self, prefix="", filter=None, recursive=True):
        """Iterates over the items whose paths begin with a prefix, by path, with attributes and without bodies.

        ``filter`` is an expression over attributes. ``recursive=False`` gives directories instead of what is in them.
        """
        marker = ""
        reactors = self._client.reactor_count()
        while True:
            items, marker = self._run(
                operation.list_page(self._bound.container, prefix, marker, reactors, filter, recursive)
            )
            yield from items
            if not marker:
                return


class AsyncBinding(_Operations):
    """The same operations for asynchronous handlers: every call is awaited, :meth:`list` is iterated with ``async for``."""

    __slots__ = ()

    async def list(self, prefix="", filter=None, recursive=True):
        """As :meth:`Binding.list`."""
        marker = ""
        reactors = await self._client.reactor_count()
        while True:
            items, marker = await self._run(
                operation.list_page(self._bound.container, prefix, marker, reactors, filter, recursive)
            )
            for item in items:
                yield item
            if not marker:
                return


def _clean(path):
    return path.strip("/")
