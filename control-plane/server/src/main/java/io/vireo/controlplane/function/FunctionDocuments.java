package io.vireo.controlplane.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.FunctionDetail;
import io.vireo.controlplane.FunctionDraft;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.controlplane.FunctionTemplate;
import io.vireo.controlplane.FunctionVersion;
import io.vireo.controlplane.FunctionVersionSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Functions and what belongs to them as JSON has them. */
final class FunctionDocuments {
    private FunctionDocuments() {}

    /** A function in a list. */
    record FunctionDocument(
            String name,
            String runtime,
            String state,
            String message,
            @Nullable Integer liveVersion,
            @Nullable Integer latestVersion,
            boolean draftAhead,
            int workersReady,
            int workersWanted,
            Instant createdAt,
            Instant changedAt,
            String changedBy) {
        static FunctionDocument of(FunctionSummary summary) {
            return new FunctionDocument(
                    summary.name(),
                    summary.runtime(),
                    summary.state().name(),
                    summary.message(),
                    summary.liveVersion(),
                    summary.latestVersion(),
                    summary.isDraftAhead(),
                    summary.workersReady(),
                    summary.workersWanted(),
                    summary.createdAt(),
                    summary.changedAt(),
                    summary.changedBy());
        }
    }

    /** A function by itself. */
    record FunctionDetailDocument(
            FunctionDocument function,
            DraftDocument draft,
            @Nullable DeploymentDocument deployment) {
        static FunctionDetailDocument of(FunctionDetail detail) {
            Deployment deployment = detail.deployment();
            return new FunctionDetailDocument(
                    FunctionDocument.of(detail.summary()),
                    DraftDocument.of(detail.draft()),
                    deployment == null ? null : DeploymentDocument.of(deployment));
        }
    }

    /**
     * Files: text as text, the rest as base64.
     *
     * @param text by path
     * @param binary by path
     */
    record FilesDocument(Map<String, String> text, Map<String, byte[]> binary) {
        static FilesDocument of(FunctionFiles files) {
            Map<String, byte[]> binary = new TreeMap<>();
            for (String path : files.paths()) {
                if (files.text(path).isEmpty()) {
                    files.bytes(path).ifPresent(bytes -> binary.put(path, bytes));
                }
            }
            return new FilesDocument(files.texts(), binary);
        }
    }

    /** A draft. */
    record DraftDocument(
            long revision,
            Map<String, String> files,
            Map<String, byte[]> binaryFiles,
            ConfigurationDocument config,
            Instant savedAt,
            String savedBy) {
        static DraftDocument of(FunctionDraft draft) {
            FilesDocument files = FilesDocument.of(draft.files());
            return new DraftDocument(
                    draft.revision(),
                    files.text,
                    files.binary,
                    ConfigurationDocument.of(draft.configuration()),
                    draft.savedAt(),
                    draft.savedBy());
        }
    }

    /** A version in a list. */
    record VersionDocument(
            int version,
            String message,
            String author,
            Instant createdAt,
            String codeSha256,
            long codeLength,
            boolean live) {
        static VersionDocument of(FunctionVersionSummary summary) {
            return new VersionDocument(
                    summary.version(),
                    summary.message(),
                    summary.author(),
                    summary.createdAt(),
                    summary.codeSha256(),
                    summary.codeLength(),
                    summary.isLive());
        }
    }

    /** A version by itself. */
    record VersionDetailDocument(
            VersionDocument version,
            Map<String, String> files,
            Map<String, byte[]> binaryFiles,
            ConfigurationDocument config) {
        static VersionDetailDocument of(FunctionVersion version) {
            FilesDocument files = FilesDocument.of(version.files());
            return new VersionDetailDocument(
                    VersionDocument.of(version.summary()),
                    files.text,
                    files.binary,
                    ConfigurationDocument.of(version.configuration()));
        }
    }

    /** A deployment. */
    record DeploymentDocument(
            UUID deploymentId,
            String function,
            int version,
            @Nullable Integer previousVersion,
            String state,
            String message,
            List<StageDocument> stages,
            Instant startedAt,
            @Nullable Instant endedAt,
            String startedBy) {
        static DeploymentDocument of(Deployment deployment) {
            return new DeploymentDocument(
                    deployment.id(),
                    deployment.function(),
                    deployment.version(),
                    deployment.previousVersion(),
                    deployment.state().name(),
                    deployment.message(),
                    deployment.stages().stream()
                            .map(stage -> new StageDocument(
                                    stage.name().name(), stage.state().name(), stage.at()))
                            .toList(),
                    deployment.startedAt(),
                    deployment.endedAt(),
                    deployment.startedBy());
        }
    }

    /** A stage of a deployment. */
    record StageDocument(
            String name, String state, @Nullable Instant at) {}

    /** A template. */
    record TemplateDocument(
            String id,
            String title,
            String description,
            Map<String, String> files,
            ConfigurationDocument config,
            String exampleBody) {
        static TemplateDocument of(FunctionTemplate template) {
            return new TemplateDocument(
                    template.id(),
                    template.title(),
                    template.description(),
                    template.files().texts(),
                    ConfigurationDocument.of(template.configuration()),
                    template.exampleBody());
        }
    }

    /** Text files and binary files of a request together. */
    static FunctionFiles files(@Nullable Map<String, String> text, @Nullable Map<String, byte[]> binary) {
        Map<String, byte[]> contents = new TreeMap<>();
        if (text != null) {
            text.forEach((path, content) -> contents.put(path, content.getBytes(UTF_8)));
        }
        if (binary != null) {
            contents.putAll(binary);
        }
        return FunctionFiles.of(contents);
    }
}
