package io.vireo.identity.accesskey;

import io.vireo.policy.Statement;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Statements as the database keeps them: {@code [{"allow":true,"actions":[…],"resources":[…]}]}. */
@Component
class StatementsJson {
    private static final TypeReference<List<Statement>> STATEMENTS = new TypeReference<>() {};

    private final JsonMapper json;

    StatementsJson(JsonMapper json) {
        this.json = json;
    }

    String write(List<Statement> statements) {
        return json.writeValueAsString(statements);
    }

    List<Statement> read(String text) {
        return json.readValue(text, STATEMENTS);
    }
}
