package io.vireo.controlplane;

import java.util.List;

/** The functions to start from that come with the product. The same for all who are signed in. */
public interface TemplateService {

    /** All templates, in the order in which to show them. */
    List<FunctionTemplate> list();

    /**
     * One template.
     *
     * @throws ControlPlaneException {@code TEMPLATE_NOT_FOUND}
     */
    FunctionTemplate find(String id);
}
