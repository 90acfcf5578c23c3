package io.vireo.controlplane.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.ErrorCode;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionTemplate;
import io.vireo.controlplane.TemplateService;
import io.vireo.identity.PrincipalHolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Service;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The templates in this module's resources: a folder each, with {@code template.yaml} and the files that it lists. */
@Service
class TemplateCatalog implements TemplateService {
    /** In the order in which they are shown: the simplest first. */
    private static final List<String> IDS = List.of("hello", "json-transform", "item-writer", "counter", "async");

    private final Map<String, FunctionTemplate> templates = new LinkedHashMap<>();
    private final PrincipalHolder principals;

    TemplateCatalog(PrincipalHolder principals) {
        this.principals = principals;
        IDS.forEach(id -> templates.put(id, read(id)));
    }

    @Override
    public List<FunctionTemplate> list() {
        principals.require();
        return List.copyOf(templates.values());
    }

    @Override
    public FunctionTemplate find(String id) {
        principals.require();
        FunctionTemplate template = templates.get(id);
        if (template == null) {
            throw new ControlPlaneException(ErrorCode.TEMPLATE_NOT_FOUND, "there is no such template: id=" + id);
        }
        return template;
    }

    private static FunctionTemplate read(String id) {
        Map<String, Object> about = new Yaml(new SafeConstructor(new LoaderOptions())).load(text(id, "template.yaml"));
        SortedMap<String, String> files = new TreeMap<>();
        for (Object path : (List<?>) required(about, "files")) {
            files.put(path.toString(), text(id, path.toString()));
        }
        FunctionFiles project = FunctionFiles.ofText(files);
        return new FunctionTemplate(
                id,
                required(about, "title").toString(),
                required(about, "description").toString(),
                project,
                FunctionYaml.configurationIn(project),
                required(about, "exampleBody").toString());
    }

    private static Object required(Map<String, Object> about, String key) {
        Object value = about.get(key);
        if (value == null) {
            throw new IllegalStateException("template.yaml lacks " + key);
        }
        return value;
    }

    private static String text(String id, String path) {
        String resource = "templates/" + id + "/" + path;
        try (InputStream stream = TemplateCatalog.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("template is not complete: missing=" + resource);
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("template cannot be read: " + resource, e);
        }
    }
}
