"""Starts a worker: ``python3 -m vireo_runtime``, with one line of JSON on standard input."""

import os
import sys


def main():
    """Runs a worker; the exit code is 0 after an orderly end."""
    # The working directory is the user's code: none of its files may stand in for a library of ours or of Python's.
    here = os.path.realpath(os.getcwd())
    sys.path[:] = [entry for entry in sys.path if entry and os.path.realpath(entry) != here]

    from vireo_client.channel import Channel, ChannelError

    from vireo_runtime import launch
    from vireo_runtime.worker import Worker

    try:
        told = launch.read()
        channel = Channel.connect(told.channel_socket, told.channel_token)
    except (launch.LaunchError, ChannelError) as error:
        print("worker cannot start: {}".format(error), file=sys.stderr)
        return 2
    bindings = {}
    if told.bindings:
        from vireo_runtime.bindings import open_all  # here, because most of a worker's imports are for it

        bindings = open_all(told)
    return Worker(told, channel, bindings).run()


if __name__ == "__main__":
    sys.exit(main())
