package io.vireo.controlplane.function;

import io.vireo.controlplane.TemplateService;
import io.vireo.controlplane.function.FunctionDocuments.TemplateDocument;
import io.vireo.identity.CursorPage;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Templates over REST. */
@RestController
@RequestMapping("/api/v1/function-templates")
class TemplateController {
    private final TemplateService templates;

    TemplateController(TemplateService templates) {
        this.templates = templates;
    }

    @GetMapping
    CursorPage<TemplateDocument> list() {
        return new CursorPage<>(
                templates.list().stream().map(TemplateDocument::of).toList(), null);
    }

    @GetMapping("/{id}")
    TemplateDocument find(@PathVariable String id) {
        return TemplateDocument.of(templates.find(id));
    }
}
