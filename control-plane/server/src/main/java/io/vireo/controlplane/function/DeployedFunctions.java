package io.vireo.controlplane.function;

import io.vireo.identity.ScopedTransactions;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What nodes need of functions: which versions to run, and their code. For the platform itself; checks no principal. */
@Component
public class DeployedFunctions {
    private final FunctionStore store;
    private final ScopedTransactions transactions;

    DeployedFunctions(FunctionStore store, ScopedTransactions transactions) {
        this.store = store;
        this.transactions = transactions;
    }

    /** The wanted version of every function that has one, by tenant and name. */
    public List<DeployedFunction> all() {
        return transactions.readInPlatform(store::deployed);
    }

    /**
     * The archive with this hash; empty if no version has it.
     *
     * @param codeSha256 32 bytes
     */
    public Optional<byte[]> archive(byte[] codeSha256) {
        return transactions.readInPlatform(() -> store.archive(codeSha256));
    }
}
