package io.vireo.identity;

import static io.vireo.identity.support.RealDatabase.APPLICATION;
import static io.vireo.identity.support.RealDatabase.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.identity.support.People;
import io.vireo.identity.support.RealDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The walls of the database itself, tried with raw SQL as the role that the application connects as. */
@IdentityTest
class SchemaIT {
    private static final String TABLES = "select relname from pg_class where relnamespace = 'public'::regnamespace"
            + " and relkind = 'r' and relname <> 'flyway_schema_history'";

    @Autowired
    private SqlTenants tenants;

    @Autowired
    private People people;

    @Autowired
    private AccessKeyService keys;

    @Autowired
    private PrincipalHolder principals;

    private Connection application;

    @BeforeEach
    void connect() throws SQLException {
        application = RealDatabase.connect(APPLICATION);
    }

    @AfterEach
    void close() throws SQLException {
        application.close();
    }

    @Test
    void everyTableForcesRowLevelSecurity() throws SQLException {
        assertThat(strings(TABLES + " and not (relrowsecurity and relforcerowsecurity)"))
                .isEmpty();
        assertThat(strings(TABLES))
                .contains("account", "access_key", "audit_entry", "container", "role_binding", "tenant");
    }

    @Test
    void everyTableOfTenantsNamesTheTenantFirst() throws SQLException {
        assertThat(strings("select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid"
                        + " where c.relnamespace = 'public'::regnamespace and a.attname = 'tenant_id' and a.attnotnull"
                        + " and c.relkind = 'r' and a.attnum <> 1"))
                .isEmpty();
    }

    @Test
    void theApplicationOwnsNothingAndCannotRaiseItself() throws SQLException {
        assertThat(strings("select relname from pg_class where relowner = '" + APPLICATION + "'::regrole"))
                .isEmpty();
        assertThat(strings("select rolname from pg_roles where rolname in ('" + APPLICATION + "', '" + OWNER
                        + "') and (rolsuper or rolbypassrls or rolcreaterole)"))
                .isEmpty();
        assertRefused("alter table account disable row level security");
        assertRefused("alter table account no force row level security");
        assertRefused("create table mine (id int)");
        assertRefused("drop policy account_scope on account");
        assertRefused("set role " + OWNER);
        assertRefused("truncate account");
        assertRefused("select * from flyway_schema_history");
    }

    @Test
    void aTransactionThatDeclaresNothingSeesNoRowOfAnyTable() throws SQLException {
        UUID tenant = tenants.create();
        Principal person = people.with(RoleBinding.inTenant(Role.DEVELOPER, tenant));
        principals.callAs(person, () -> keys.create(tenant, CreateAccessKey.named("k")));

        for (String table : strings(TABLES)) {
            assertThat(count(table)).as(table).isZero();
        }
    }

    @Test
    void theOwnerIsBoundByThePoliciesToo() throws SQLException {
        tenants.create();

        try (Connection owner = RealDatabase.connect(OWNER);
                Statement statement = owner.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from tenant")) {
            result.next();
            assertThat(result.getLong(1)).isZero();
        }
    }

    @Test
    void aTransactionOfATenantSeesItsRowsAlone() throws SQLException {
        UUID mine = tenants.create();
        UUID theirs = tenants.create();
        for (UUID tenant : List.of(mine, theirs)) {
            Principal person = people.with(RoleBinding.inTenant(Role.DEVELOPER, tenant));
            principals.callAs(person, () -> keys.create(tenant, CreateAccessKey.named("k")));
        }

        application.setAutoCommit(false);
        declare(mine);

        for (String table : List.of("access_key", "role_binding", "audit_entry")) {
            assertThat(strings("select distinct tenant_id::text from " + table))
                    .as(table)
                    .containsExactly(mine.toString());
        }
        assertThat(strings("select id::text from tenant")).containsExactly(mine.toString());
        for (String table : List.of("account", "session", "sign_in_failures", "bootstrap_token")) {
            assertThat(count(table)).as(table).isZero();
        }
        assertThat(update("update access_key set name = 'taken' where tenant_id = '" + theirs + "'", true))
                .isZero();
        assertThat(update("delete from access_key where tenant_id = '" + theirs + "'", false))
                .isZero();
        application.rollback();
        assertThat(count("access_key"))
                .as("the setting went with the transaction")
                .isZero();
    }

    @Test
    void aTransactionOfATenantCannotWriteRowsOfAnother() throws SQLException {
        UUID mine = tenants.create();
        UUID theirs = tenants.create();

        application.setAutoCommit(false);
        declare(mine);

        assertThatThrownBy(() ->
                        execute("insert into container (tenant_id, id, name, is_system, created_at, version) values ('"
                                + theirs + "', nextval('container_id_seq'), 'stolen', false, now(), 0)"))
                .hasMessageContaining("row-level security");
        application.rollback();
    }

    @Test
    void auditEntriesCanBeAddedAndNothingElse() throws SQLException {
        assertRefused("update audit_entry set action = 'x'");
        assertRefused("delete from audit_entry");
        assertRefused("truncate audit_entry");
    }

    /** Access keys are never updated, so the application may not: a statement that tries is refused, not ignored. */
    private int update(String sql, boolean isRefused) throws SQLException {
        if (!isRefused) {
            return execute(sql);
        }
        var savepoint = application.setSavepoint();
        assertThatThrownBy(() -> execute(sql)).hasMessageContaining("permission denied");
        application.rollback(savepoint);
        return 0;
    }

    private void declare(UUID tenant) throws SQLException {
        try (Statement statement = application.createStatement()) {
            statement.execute(
                    "select set_config('app.scope', 'tenant', true), set_config('app.tenant', '" + tenant + "', true)");
        }
    }

    private void assertRefused(String sql) {
        assertThatThrownBy(() -> execute(sql)).as(sql).isInstanceOf(SQLException.class);
    }

    private int execute(String sql) throws SQLException {
        try (Statement statement = application.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }

    private long count(String table) throws SQLException {
        return Long.parseLong(strings("select count(*) from " + table).getFirst());
    }

    private List<String> strings(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = application.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                values.add(result.getString(1));
            }
        }
        return values;
    }
}
