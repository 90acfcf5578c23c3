package io.vireo.controlplane.status;

import io.vireo.controlplane.PlatformHealth;
import io.vireo.controlplane.PlatformService;
import io.vireo.controlplane.PlatformStatus;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The state of the whole over REST. */
@RestController
@RequestMapping("/api/v1")
class StatusController {
    private final PlatformService platform;

    StatusController(PlatformService platform) {
        this.platform = platform;
    }

    /**
     * @param state {@code ready} or {@code unavailable}
     */
    record Health(String state, List<String> missing) {}

    @GetMapping("/status")
    PlatformStatus status() {
        return platform.status();
    }

    /** For whoever watches the process; needs no credential and says nothing that would need one. */
    @GetMapping("/health")
    ResponseEntity<Health> health() {
        PlatformHealth health = platform.health();
        return ResponseEntity.status(health.isReady() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(new Health(health.isReady() ? "ready" : "unavailable", health.missing()));
    }
}
