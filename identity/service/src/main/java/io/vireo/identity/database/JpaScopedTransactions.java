package io.vireo.identity.database;

import io.vireo.identity.ScopedTransactions;
import jakarta.persistence.EntityManager;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Binds the scope around the transaction; {@link ScopedJpaDialect} declares it when the transaction begins. */
@Component
final class JpaScopedTransactions implements ScopedTransactions {
    private final EntityManager entityManager;
    private final TransactionTemplate writing;
    private final TransactionTemplate reading;
    private final TransactionTemplate separate;

    JpaScopedTransactions(PlatformTransactionManager manager, EntityManager entityManager) {
        this.entityManager = entityManager;
        this.writing = new TransactionTemplate(manager);
        this.reading = new TransactionTemplate(manager);
        this.reading.setReadOnly(true);
        this.separate = new TransactionTemplate(manager);
        this.separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public <T> T inTenant(UUID tenantId, Supplier<T> work) {
        return joinOrBegin(writing, TransactionScope.tenant(tenantId), work);
    }

    @Override
    public <T> T inPlatform(Supplier<T> work) {
        return joinOrBegin(writing, TransactionScope.PLATFORM, work);
    }

    @Override
    public <T> T readInTenant(UUID tenantId, Supplier<T> work) {
        return joinOrBegin(reading, TransactionScope.tenant(tenantId), work);
    }

    @Override
    public <T> T readInPlatform(Supplier<T> work) {
        return joinOrBegin(reading, TransactionScope.PLATFORM, work);
    }

    @Override
    public <T> T inPlatformSeparately(Supplier<T> work) {
        return execute(separate, TransactionScope.PLATFORM, work);
    }

    private <T> T joinOrBegin(TransactionTemplate template, TransactionScope scope, Supplier<T> work) {
        TransactionScope outer = TransactionScope.CURRENT.orElse(TransactionScope.NOTHING);
        if (!TransactionSynchronizationManager.isActualTransactionActive() || scope.equals(outer)) {
            return execute(template, scope, work);
        }
        return execute(template, scope, () -> switchedTo(scope, outer, work));
    }

    private static <T> T execute(TransactionTemplate template, TransactionScope scope, Supplier<T> work) {
        return ScopedValue.where(TransactionScope.CURRENT, scope)
                .call(() -> Objects.requireNonNull(template.execute(_ -> work.get())));
    }

    /** What is pending is written in the scope that it was made in, before and after. */
    private <T> T switchedTo(TransactionScope scope, TransactionScope outer, Supplier<T> work) {
        entityManager.flush();
        ScopedJpaDialect.declare(entityManager, scope);
        try {
            T result = work.get();
            entityManager.flush();
            ScopedJpaDialect.declare(entityManager, outer);
            return result;
        } catch (RuntimeException | Error failure) {
            leaveAfter(failure, outer);
            throw failure;
        }
    }

    /** The transaction will be rolled back, but its owner may still read before that. */
    private void leaveAfter(Throwable failure, TransactionScope outer) {
        try {
            ScopedJpaDialect.declare(entityManager, outer);
        } catch (RuntimeException aborted) {
            failure.addSuppressed(aborted); // a statement failed: PostgreSQL answers nothing until the rollback
        }
    }
}
