package io.vireo.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.controlplane.push.Scene;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The second wall: what raw SQL of the application's role sees and can do, past every service. */
@ControlPlaneTest
class RowLevelSecurityIT {
    @Autowired
    Scene scene;

    @Autowired
    FunctionService functions;

    private UUID mine;
    private UUID theirs;

    @BeforeEach
    void twoTenants() {
        mine = scene.tenant().id();
        theirs = scene.tenant().id();
        for (UUID tenantId : List.of(mine, theirs)) {
            scene.functionWithVersion(tenantId, "hello");
            scene.asMachine(() -> functions.deploy(tenantId, "hello", 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"function", "function_draft", "function_version", "deployment"})
    void showsTheRowsOfTheTenantThatTheTransactionNamedAndNoOthers(String table) throws SQLException {
        try (Connection connection = TestInstallation.connectAsApplication()) {
            connection.setAutoCommit(false);
            assertThat(tenantsIn(connection, table)).as("without a scope").isEmpty();
            scope(connection, mine);
            assertThat(tenantsIn(connection, table)).containsOnly(mine);
            connection.rollback();
            assertThat(tenantsIn(connection, table))
                    .as("in the next transaction")
                    .isEmpty();
        }
    }

    @Test
    void letsNobodyWriteIntoAnotherTenant() throws SQLException {
        try (Connection connection = TestInstallation.connectAsApplication();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            scope(connection, mine);
            assertThat(statement.executeUpdate(
                            "update function set live_version = 7 where tenant_id = '" + theirs + "'"))
                    .isZero();
            assertThat(statement.executeUpdate("delete from deployment where tenant_id = '" + theirs + "'"))
                    .isZero();
            assertThatThrownBy(() -> statement.executeUpdate("update function set tenant_id = '" + theirs + "'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("row-level security");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "join_token", "node_report"})
    void showsNoNodeToATenant(String table) throws SQLException {
        scene.joinToken(Scene.name("n"));
        try (Connection connection = TestInstallation.connectAsApplication();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            scope(connection, mine);
            try (ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
                rows.next();
                assertThat(rows.getInt(1)).isZero();
            }
        }
    }

    @Test
    void aVersionCannotBeChangedByTheApplication() throws SQLException {
        try (Connection connection = TestInstallation.connectAsApplication();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("update function_version set message = 'changed'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.executeUpdate("update audit_entry set principal = 'somebody else'"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.executeUpdate("alter table function disable row level security"))
                    .hasMessageContaining("must be owner");
        }
    }

    @Test
    void everyTableOfATenantHasItsWall() throws SQLException {
        try (Connection connection = TestInstallation.connectAsApplication();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select c.relname from pg_class c
                        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
                        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                            and not (c.relrowsecurity and c.relforcerowsecurity)""")) {
            assertThat(rows.next()).isFalse();
        }
    }

    private static void scope(Connection connection, UUID tenantId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select set_config('app.scope', 'tenant', true), set_config('app.tenant', ?, true)")) {
            statement.setString(1, tenantId.toString());
            statement.execute();
        }
    }

    private static List<UUID> tenantsIn(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select tenant_id from " + table)) {
            List<UUID> tenants = new ArrayList<>();
            while (rows.next()) {
                tenants.add(rows.getObject(1, UUID.class));
            }
            return tenants;
        }
    }
}
