package io.vireo.console.data;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.upload.UploadButton;
import com.vaadin.flow.component.upload.UploadDropZone;
import com.vaadin.flow.component.upload.UploadFileList;
import com.vaadin.flow.component.upload.UploadFormat;
import com.vaadin.flow.component.upload.UploadManager;
import com.vaadin.flow.server.streams.UploadEvent;
import io.vireo.console.page.Failure;
import io.vireo.editor.Symbol;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.tenant.TenantSummary;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Files on their way into a folder, each with its progress and a way to stop it. What the browser sends goes on to the gateway as
 * it arrives; a file that was stopped was never there.
 */
final class UploadPane extends Div {
    private final GatewayClient gateway;
    private final PrincipalHolder principals;
    private final Principal person;
    private final TenantSummary tenant;
    private final String container;
    private final AtomicReference<String> folder = new AtomicReference<>("");
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private final Runnable uploaded;
    private final UploadManager manager;
    private final UploadButton button;

    /** @param uploaded called on the page's thread after each file */
    UploadPane(
            GatewayClient gateway,
            PrincipalHolder principals,
            TenantSummary tenant,
            String container,
            Runnable uploaded) {
        this.gateway = gateway;
        this.principals = principals;
        this.person = principals.require();
        this.tenant = tenant;
        this.container = container;
        this.uploaded = uploaded;
        addClassName("vr-upload");
        manager = new UploadManager(this, this::receive);
        manager.setUploadFormat(UploadFormat.RAW);
        manager.addAllFinishedListener(_ -> clearIfAllArrived());
        button = new UploadButton("Upload", manager);
        button.setIcon(Symbol.of("upload"));
        button.addThemeVariants(ButtonVariant.PRIMARY);
        button.setTestId("upload");
        UploadFileList files = new UploadFileList(manager);
        files.setTestId("upload-files");
        add(files);
    }

    /** The button that opens the browser's choice of files. */
    Component button() {
        return button;
    }

    /** A frame on which files can be dropped. */
    UploadDropZone dropZone(Component content) {
        UploadDropZone zone = new UploadDropZone(content, manager);
        zone.addClassName("vr-drop");
        return zone;
    }

    /** Where the next files go; those on their way are not diverted. */
    void setFolder(String path) {
        folder.set(path);
    }

    // Files that arrived are seen in the folder; the list stays as long as one of it has something to say.
    private void clearIfAllArrived() {
        if (!hasFailed.getAndSet(false)) {
            manager.clearFileList();
        }
    }

    // On the request's own thread, without the session's lock.
    private void receive(UploadEvent event) throws IOException {
        String into = folder.get();
        String path = into.isEmpty() ? event.getFileName() : into + "/" + event.getFileName();
        UI ui = event.getUI();
        try (InputStream content = event.getInputStream()) {
            principals.callAs(person, () -> {
                try {
                    gateway.put(tenant, container, path, content, event.getFileSize());
                } catch (IOException e) {
                    throw new DataException(
                            DataException.Code.GATEWAY_FAILED, "the file did not arrive whole; nothing was written", e);
                }
                return path;
            });
        } catch (RuntimeException e) {
            hasFailed.set(true);
            event.reject(Failure.sentence(e));
            return;
        }
        ui.access(uploaded::run);
    }
}
