package io.vireo.identity.database;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.hibernate.Session;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.TransactionDefinition;

/**
 * Declares the scope of a transaction as its first statement: the one place where {@code app.scope} and {@code app.tenant} are
 * set. Both settings are local to the transaction, so a pooled connection carries nothing over to the next; a transaction
 * without a scope sets nothing and sees nothing. If declaring fails, the transaction does not begin.
 */
final class ScopedJpaDialect extends HibernateJpaDialect {
    private static final long serialVersionUID = 1L;

    private static final String DECLARE = "select set_config('app.scope', ?, true), set_config('app.tenant', ?, true)";

    @Override
    public Object beginTransaction(EntityManager entityManager, TransactionDefinition definition) throws SQLException {
        Object transactionData = super.beginTransaction(entityManager, definition);
        if (TransactionScope.CURRENT.isBound()) {
            declare(entityManager, TransactionScope.CURRENT.get());
        }
        return transactionData;
    }

    /** Declares a scope within a running transaction. */
    static void declare(EntityManager entityManager, TransactionScope scope) {
        entityManager.unwrap(Session.class).doWork(connection -> declare(connection, scope));
    }

    private static void declare(Connection connection, TransactionScope scope) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DECLARE)) {
            statement.setString(1, scope.setting());
            statement.setString(
                    2, scope.tenantId() == null ? "" : scope.tenantId().toString());
            statement.execute();
        }
    }
}
