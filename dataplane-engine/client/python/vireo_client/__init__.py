"""Client of Vireo's data plane: channels in shared memory, and the messages that they carry. Standard library only."""
