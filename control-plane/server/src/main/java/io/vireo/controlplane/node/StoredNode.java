package io.vireo.controlplane.node;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A node's row: who it is, what it should run and what it answered. */
@Entity
@Table(name = "node")
@SuppressWarnings("UnusedVariable") // what is only written here is read by NodeRows
class StoredNode {
    /** Longest refusal kept, in characters. */
    private static final int MAX_REFUSAL_LENGTH = 4 * 1024;

    @Id
    private UUID id;

    private String name;
    private Instant createdAt;
    private @Nullable UUID enrolmentId;
    private @Nullable Instant enrolledAt;
    private @Nullable Instant certificateExpiresAt;
    private @Nullable Instant revokedAt;
    private String bootId;
    private String build;
    private long wantedVersion;
    private byte @Nullable [] wantedHash;
    private @Nullable Instant wantedAt;
    private long sentVersion;
    private long appliedVersion;
    private byte @Nullable [] appliedHash;
    private @Nullable Instant appliedAt;
    private long refusedVersion;
    private String refusedBootId;
    private String refusedField;
    private String refusedText;
    private @Nullable Instant refusedAt;

    @Version
    private @Nullable Integer version;

    StoredNode(UUID id, String name, Instant now) {
        this.id = id;
        this.name = name;
        this.createdAt = now;
        this.bootId = "";
        this.build = "";
        this.refusedBootId = "";
        this.refusedField = "";
        this.refusedText = "";
    }

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
    protected StoredNode() {}

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    boolean isRevoked() {
        return revokedAt != null;
    }

    /** The enrolment whose certificates count; null: it never enrolled. */
    @Nullable UUID enrolmentId() {
        return enrolmentId;
    }

    /** Certificates of earlier enrolments are void from now on. */
    UUID enrol(Instant now) {
        UUID enrolment = UUID.randomUUID();
        enrolmentId = enrolment;
        enrolledAt = now;
        return enrolment;
    }

    void certified(Instant expiresAt) {
        certificateExpiresAt = expiresAt;
    }

    void revoke(Instant now) {
        revokedAt = now;
        enrolmentId = null;
    }

    /**
     * An agent opened its stream.
     *
     * @return version of the snapshot that this very agent process refused last; 0: none
     */
    long connect(String newBootId, String newBuild) {
        bootId = newBootId;
        build = newBuild;
        sentVersion = 0;
        return newBootId.equals(refusedBootId) ? refusedVersion : 0;
    }

    long wantedVersion() {
        return wantedVersion;
    }

    byte @Nullable [] wantedHash() {
        return wantedHash;
    }

    void want(long newVersion, byte[] hash, Instant now) {
        wantedVersion = newVersion;
        wantedHash = hash;
        wantedAt = now;
    }

    void sent(long newVersion) {
        sentVersion = newVersion;
    }

    /** The node says what it runs. */
    void applied(long newVersion, byte[] hash, Instant now) {
        if (newVersion != appliedVersion) {
            appliedAt = now;
        }
        appliedVersion = newVersion;
        appliedHash = hash;
        if (newVersion >= refusedVersion) {
            refusedVersion = 0;
            refusedBootId = "";
            refusedField = "";
            refusedText = "";
            refusedAt = null;
        }
    }

    void refused(long newVersion, String field, String text, Instant now) {
        refusedVersion = newVersion;
        refusedBootId = bootId;
        refusedField = bounded(field);
        refusedText = bounded(text);
        refusedAt = now;
    }

    private static String bounded(String text) {
        String clean = text.replace("\0", "\uFFFD"); // PostgreSQL's text cannot hold it
        return clean.length() <= MAX_REFUSAL_LENGTH ? clean : clean.substring(0, MAX_REFUSAL_LENGTH - 1) + "…";
    }
}
