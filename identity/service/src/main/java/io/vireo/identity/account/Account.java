package io.vireo.identity.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person's account. */
@Entity
@Table(name = "account")
public class Account {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String username;

    @Column(nullable = false)
    private String displayName;

    @Column(nullable = false)
    private String passwordHash;

    @Column(nullable = false)
    private boolean isEnabled;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    private @Nullable Instant lastSignedInAt;

    @Version
    private @Nullable Integer version;

    /** For Hibernate. */
    protected Account() {}

    Account(UUID id, String username, String displayName, String passwordHash, Instant createdAt) {
        this.id = id;
        this.username = username;
        this.displayName = displayName;
        this.passwordHash = passwordHash;
        this.isEnabled = true;
        this.createdAt = createdAt;
    }

    /** Identity of the account. */
    public UUID id() {
        return id;
    }

    /** The name that the person signs in with. */
    public String username() {
        return username;
    }

    /** Whether the account may sign in and act. */
    public boolean isEnabled() {
        return isEnabled;
    }

    /** Notes a sign-in. */
    public void signedIn(Instant at) {
        lastSignedInAt = at;
    }

    String displayName() {
        return displayName;
    }

    String passwordHash() {
        return passwordHash;
    }

    Instant createdAt() {
        return createdAt;
    }

    @Nullable Instant lastSignedInAt() {
        return lastSignedInAt;
    }

    void rename(String newDisplayName) {
        displayName = newDisplayName;
    }

    void enable(boolean enabled) {
        isEnabled = enabled;
    }

    void changePasswordHash(String newPasswordHash) {
        passwordHash = newPasswordHash;
    }
}
