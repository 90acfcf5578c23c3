package io.vireo.controlplane.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionDraft;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionVersion;
import io.vireo.controlplane.FunctionVersionSummary;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectMapper;

/** Code and configuration of drafts and versions. Every call belongs in a transaction with a tenant's scope. */
@Repository
class FunctionStore {
    private static final String VERSION_COLUMNS =
            "v.version, v.message, v.author, v.created_at, v.code_sha256, v.code_length,"
                    + " v.version = f.live_version as is_live";

    private final JdbcClient database;
    private final ObjectMapper json;

    FunctionStore(JdbcClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    void insertDraft(StoredFunction function, FunctionDraft draft) {
        database.sql("""
                insert into function_draft (tenant_id, function_id, revision, archive, configuration, saved_at, saved_by)
                values (?, ?, ?, ?, ?::jsonb, ?, ?)""")
                .params(
                        function.tenantId(),
                        function.id(),
                        draft.revision(),
                        archive(draft.files()),
                        write(draft.configuration()),
                        draft.savedAt().atOffset(ZoneOffset.UTC),
                        draft.savedBy())
                .update();
    }

    void updateDraft(StoredFunction function, FunctionDraft draft) {
        database.sql("""
                update function_draft set revision = ?, archive = ?, configuration = ?::jsonb, saved_at = ?, saved_by = ?
                where function_id = ?""")
                .params(
                        draft.revision(),
                        archive(draft.files()),
                        write(draft.configuration()),
                        draft.savedAt().atOffset(ZoneOffset.UTC),
                        draft.savedBy(),
                        function.id())
                .update();
    }

    FunctionDraft draft(UUID functionId) {
        return database.sql("""
                select revision, archive, configuration, saved_at, saved_by from function_draft where function_id = ?""")
                .param(functionId)
                .query((row, _) -> new FunctionDraft(
                        row.getLong("revision"),
                        files(row.getBytes("archive")),
                        read(row.getString("configuration")),
                        instant(row, "saved_at"),
                        row.getString("saved_by")))
                .single();
    }

    FunctionVersionSummary insertVersion(
            StoredFunction function,
            int version,
            FunctionFiles files,
            FunctionConfiguration configuration,
            String message,
            String author,
            Instant now) {
        byte[] archive = files.toArchive();
        byte[] sha256 = sha256(archive);
        database.sql("""
                insert into function_version (tenant_id, function_id, version, archive, code_sha256, code_length,
                    configuration, message, author, created_at)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)""")
                .params(
                        function.tenantId(),
                        function.id(),
                        version,
                        archive,
                        sha256,
                        archive.length,
                        write(configuration),
                        message,
                        author,
                        now.atOffset(ZoneOffset.UTC))
                .update();
        return new FunctionVersionSummary(
                version, message, author, now, HexFormat.of().formatHex(sha256), archive.length, false);
    }

    Optional<FunctionVersion> version(UUID functionId, int version) {
        return database.sql("select " + VERSION_COLUMNS + """
                , v.archive, v.configuration
                from function_version v join function f on f.id = v.function_id
                where v.function_id = ? and v.version = ?""")
                .params(functionId, version)
                .query((row, _) -> new FunctionVersion(
                        summary(row), files(row.getBytes("archive")), read(row.getString("configuration"))))
                .optional();
    }

    Optional<FunctionConfiguration> configuration(UUID functionId, int version) {
        return database.sql("select configuration from function_version where function_id = ? and version = ?")
                .params(functionId, version)
                .query((row, _) -> read(row.getString("configuration")))
                .optional();
    }

    List<FunctionVersionSummary> versions(UUID functionId, int offset, int limit) {
        return database.sql("select " + VERSION_COLUMNS + """

                from function_version v join function f on f.id = v.function_id
                where v.function_id = ? order by v.version desc offset ? limit ?""")
                .params(functionId, offset, limit)
                .query((row, _) -> summary(row))
                .list();
    }

    List<FunctionVersionSummary> versionsBefore(UUID functionId, int version, int limit) {
        return database.sql("select " + VERSION_COLUMNS + """

                from function_version v join function f on f.id = v.function_id
                where v.function_id = ? and v.version < ? order by v.version desc limit ?""")
                .params(functionId, version, limit)
                .query((row, _) -> summary(row))
                .list();
    }

    List<DeployedFunction> deployed() {
        return database.sql("""
                select v.tenant_id, f.id, f.name, v.version, v.code_sha256, v.code_length, v.configuration
                from function f join function_version v on v.function_id = f.id and v.version = f.wanted_version
                order by v.tenant_id, f.name""")
                .query((row, _) -> new DeployedFunction(
                        row.getObject("tenant_id", UUID.class),
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getInt("version"),
                        row.getBytes("code_sha256"),
                        row.getInt("code_length"),
                        read(row.getString("configuration"))))
                .list();
    }

    Optional<byte[]> archive(byte[] codeSha256) {
        return database.sql("select archive from function_version where code_sha256 = ? limit 1")
                .param(codeSha256)
                .query((row, _) -> row.getBytes("archive"))
                .optional();
    }

    FunctionConfiguration read(String document) {
        return json.readValue(document, ConfigurationDocument.class).toConfiguration();
    }

    private String write(FunctionConfiguration configuration) {
        return new String(json.writeValueAsBytes(ConfigurationDocument.of(configuration)), UTF_8);
    }

    /** A draft may have no files at all, an archive may not. */
    private static byte[] archive(FunctionFiles files) {
        return files.count() == 0 ? new byte[0] : files.toArchive();
    }

    private static FunctionFiles files(byte @Nullable [] archive) {
        return archive == null || archive.length == 0 ? FunctionFiles.EMPTY : FunctionFiles.ofArchive(archive);
    }

    private static FunctionVersionSummary summary(ResultSet row) throws SQLException {
        return new FunctionVersionSummary(
                row.getInt("version"),
                row.getString("message"),
                row.getString("author"),
                instant(row, "created_at"),
                HexFormat.of().formatHex(row.getBytes("code_sha256")),
                row.getLong("code_length"),
                row.getBoolean("is_live"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
